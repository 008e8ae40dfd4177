"""A review is read again as it was, whatever was imported later."""

import csv
import io

import pytest

from metrics.definitions.meaning import Criteria
from metrics.models import Redefinition, Review
from metrics.readout import reviews as readout
from metrics.recalculation import asking
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
    rows = readout.rows(review, review.workspace)
    told = {row.metric.name: (row.then, row.now) for row in rows if not row.is_same}
    assert told["sign_ups"] == ("0", "1")
    assert f'href="{address}"' in client.get("/funnel/reviews/").content.decode()


@pytest.mark.parametrize(("language", "then"), [("en", "Then"), ("ru", "Тогда"), ("zh-hans", "当时")])
def test_what_was_kept_is_told_of_the_past(client, ed, tmp_path, language, then):
    ed.language = language
    ed.save()
    client.force_login(ed)
    imported(tmp_path, ed, events("a signed_up 2026-06-08", "x page 2026-06-30"))
    page = client.get(client.post("/funnel/reviews/")["Location"]).content.decode()
    assert f'<th scope="col" class="number">{then}</th>' in page


def test_what_was_defined_anew_since_is_told_beside_the_numbers(client, ed, tmp_path):
    client.force_login(ed)
    imported(tmp_path, ed, events("a signed_up 2026-06-08", "x page 2026-06-30"))
    asking.change_criteria(Criteria((("opened", 1),)), 7, by=ed)
    address = client.post("/funnel/reviews/")["Location"]
    assert "Defined anew since" not in client.get(address).content.decode(), "it was kept after that"
    asking.change_criteria(Criteria((("exported", 2),)), 7, by=ed)
    page = client.get(address).content.decode()
    assert "Defined anew since" in page and "exported" in page and "opened" not in page
    (told,) = client.get(f"/api/metrics/reviews/{Review.objects.get().pk}/").json()["redefined"]
    assert "exported" in told["text"] and told["by"] == ed.name


def test_who_may_not_see_numbers_keeps_none(client, vera, workspace):
    client.force_login(vera)
    assert client.get("/funnel/reviews/").status_code == client.post("/funnel/reviews/").status_code == 403


def test_a_spreadsheet_has_both_values_and_what_they_are_made_of(client, ed, tmp_path):
    client.force_login(ed)
    imported(tmp_path, ed, events("a signed_up 2026-06-15", "b signed_up 2026-06-16", "x page 2026-06-30"))
    address = client.post("/funnel/reviews/")["Location"]
    imported(tmp_path, ed, events("c signed_up 2026-06-24"), "late.csv")
    Redefinition(what=Redefinition.What.METRICS, said={"metrics": ["mrr"]}).save()
    Redefinition(what=Redefinition.What.LEFT_OUT).save()
    assert 'href="?as=csv"' in client.get(address).content.decode()
    head, *rows = csv.reader(io.StringIO(client.get(f"{address}?as=csv").content.decode("utf-8-sig")))
    (row,) = [dict(zip(head, row, strict=True)) for row in rows if row[0] == "sign_ups"]
    assert (row["every"], row["period"]) == ("week", "2026-06-22")
    assert (row["numerator then"], row["numerator now"]) == ("0", "1")
    assert row["defined anew since"].endswith("other people are left out") and "MRR" not in row["defined anew since"]


def test_a_number_is_marked_in_a_spreadsheet_by_what_was_defined_anew_of_it(client, ed, tmp_path):
    client.force_login(ed)
    imported(tmp_path, ed, events("a signed_up 2026-06-15", "x page 2026-06-30"))
    address = client.post("/funnel/reviews/")["Location"]
    Redefinition(what=Redefinition.What.METRICS, said={"metrics": ["sign_ups"]}).save()
    _head, *rows = csv.reader(io.StringIO(client.get(f"{address}?as=csv").content.decode("utf-8-sig")))
    assert [row[0] for row in rows if row[-1]] == ["sign_ups"] and len(rows) > 1


def test_a_program_keeps_and_reads_reviews(client, ed, tmp_path):
    client.force_login(ed)
    refused = client.post("/api/metrics/reviews/")
    assert (refused.status_code, Review.objects.count()) == (409, 0)
    imported(tmp_path, ed, events("a signed_up 2026-06-15", "b signed_up 2026-06-16", "x page 2026-06-30"))
    kept = client.post("/api/metrics/reviews/")
    imported(tmp_path, ed, events("c signed_up 2026-06-24"), "late.csv")
    (listed,) = client.get("/api/metrics/reviews/").json()["results"]
    found = client.get(f"/api/metrics/reviews/{listed['id']}/").json()
    assert (kept.status_code, listed["by"], "values" in listed) == (201, ed.name, False)
    (value,) = [value for value in found["values"] if value["metric"] == "sign_ups"]
    (first,) = [value for value in kept.json()["values"] if value["metric"] == "sign_ups"]
    assert (first["numerator"], first["numerator_now"], first["is_same"]) == ("0", "0", True)
    assert (value["numerator"], value["numerator_now"], value["is_same"]) == ("0", "1", False)
