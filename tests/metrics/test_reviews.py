"""A review is read again as it was, whatever was imported later."""

from metrics import store
from metrics.models import Review
from metrics.readout import reviews as readout
from tests.metrics.funnel import events, imported


def test_numbers_are_kept_and_what_was_imported_later_is_told_beside_them(
    client, ed, tmp_path, django_assert_max_num_queries
):
    client.force_login(ed)
    assert client.post("/funnel/reviews/")["Location"] == "/funnel/reviews/"
    assert not Review.objects.exists(), "there is nothing to keep"
    imported(tmp_path, ed, events("a signed_up 2026-06-08", "b signed_up 2026-06-09", "x page 2026-06-30"))
    address = client.post("/funnel/reviews/")["Location"]
    kept = Review.objects.get().values
    assert "All are told the same now" in client.get(address).content.decode()

    imported(tmp_path, ed, events("c signed_up 2026-06-10", "d signed_up 2026-06-22"), "late.csv")
    Review.objects.update(values=[told | {"version": 0} if told["metric"] == "mrr" else told for told in kept])
    with django_assert_max_num_queries(30):
        page = client.get(address).content.decode()
    assert "told otherwise now" in page and "The definition has changed since" in page
    review = Review.objects.get()
    rows = readout.rows(review, store.settings(), review.workspace, review.day)
    told = {row.metric.name: (row.then, row.now) for row in rows if not row.is_same}
    assert told["sign_ups"] == ("0", "1")
    assert f'href="{address}"' in client.get("/funnel/reviews/").content.decode()


def test_who_may_not_see_numbers_keeps_none(client, vera, workspace):
    client.force_login(vera)
    assert client.get("/funnel/reviews/").status_code == client.post("/funnel/reviews/").status_code == 403
