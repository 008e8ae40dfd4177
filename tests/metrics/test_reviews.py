"""A review is read again as it was, whatever was imported later."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from metrics import store, tasks
from metrics.definitions.meaning import Criteria
from metrics.models import FunnelSettings, Redefinition, Review
from metrics.readout import reviews as readout
from metrics.readout import rhythm
from metrics.recalculation import asking
from pmm_workspace.accounts.models import Workspace
from pmm_workspace.jobs import queue
from pmm_workspace.jobs.models import Job
from tests.metrics.funnel import events, imported, work


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


def reaching(day, tmp_path, by):
    """Events from six weeks before this day to it."""
    imported(tmp_path, by, events(f"a signed_up {day - timedelta(days=42)}", f"x page {day}"))


def test_the_clock_keeps_each_month_once(client, ed, tmp_path, workspace):
    client.force_login(ed)
    _first, last = rhythm.newest("month", store.today(workspace) - rhythm.LATE)
    reaching(last - timedelta(days=1), tmp_path, ed)
    tasks.keep_reviews()
    assert "Reviews are kept by the clock: never." in client.get("/funnel/reviews/").content.decode()
    client.post("/imports/settings/save/", {"section": "reviews", "review_every": "month"})
    tasks.keep_reviews()
    assert not Job.objects.filter(kind=rhythm.KIND).exists(), "a day is missing"

    reaching(last, tmp_path, ed)
    tasks.keep_reviews()
    tasks.keep_reviews()
    assert Job.objects.filter(kind=rhythm.KIND).count() == 1, "one waits already"
    queue.enqueue(rhythm.KIND)
    work()
    review = Review.objects.get()
    assert (review.by, review.closes, bool(review.values)) == (None, last, True)
    tasks.keep_reviews()
    assert Job.objects.filter(kind=rhythm.KIND).count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Review(day=last, currency="USD", closes=last).save()

    page = client.get("/funnel/reviews/").content.decode()
    assert "· the clock" in page and "Reviews are kept by the clock: every month." in page
    assert "kept by the clock." in client.get(f"/funnel/reviews/{review.pk}/").content.decode()
    (listed,) = client.get("/api/metrics/reviews/").json()["results"]
    assert (listed["by"], listed["closes"]) == (None, last.isoformat())


@pytest.mark.parametrize(
    ("every", "today", "through", "spend_through", "closes"),
    [
        ("month", date(2026, 7, 4), date(2026, 7, 3), None, date(2026, 6, 30)),
        ("month", date(2026, 7, 3), date(2026, 7, 2), None, date(2026, 5, 31)),
        ("month", date(2026, 7, 4), date(2026, 6, 29), None, None),
        ("month", date(2026, 7, 4), date(2026, 7, 3), date(2026, 6, 29), None),
        ("month", date(2026, 7, 4), date(2026, 7, 3), date(2026, 5, 31), date(2026, 6, 30)),
        ("month", date(2026, 7, 4), None, date(2026, 6, 30), date(2026, 6, 30)),
        ("month", date(2026, 7, 4), None, None, None),
        ("quarter", date(2026, 9, 30), date(2026, 9, 30), None, date(2026, 6, 30)),
        ("quarter", date(2027, 1, 4), date(2027, 1, 3), None, date(2026, 12, 31)),
        ("quarter", date(2027, 1, 3), date(2027, 1, 2), None, date(2026, 9, 30)),
        ("", date(2026, 7, 4), date(2026, 7, 3), None, None),
    ],
)
def test_a_review_is_due_once_its_period_is_complete_and_three_days_over(
    workspace, every, today, through, spend_through, closes
):
    settings = FunnelSettings(review_every=every, through=through, spend_through=spend_through)
    assert rhythm.due(settings, today) == closes


def test_how_often_the_clock_keeps_a_review_is_said_before_it_is_saved(client, ed, rita, workspace):
    client.force_login(ed)
    page = client.post("/imports/settings/", {"section": "reviews", "review_every": "quarter"}).content.decode()
    assert "Reviews are kept by the clock: every quarter." in page and "No number changes." in page
    assert store.settings().review_every == ""
    answer = client.patch("/api/funnel/settings/", {"review_every": "quarter"}, content_type="application/json")
    assert (answer.json()["review_every"], store.settings().review_every) == ("quarter", "quarter")
    client.force_login(rita)
    assert client.post("/imports/settings/save/", {"section": "reviews", "review_every": ""}).status_code == 403
    assert store.settings().review_every == "quarter"


def told(number, version=1, metric="sign_ups"):
    return {
        "metric": metric, "variant": readout.EVERY[metric].main.name, "version": version, "bucket": "week",
        "period": "2026-06-22", "above": str(number), "below": "1",
    }  # fmt: skip


def test_reviews_stand_side_by_side_with_what_was_defined_anew_between_them(
    client, ed, workspace, django_assert_num_queries
):
    client.force_login(ed)
    assert "Nothing was kept yet." in client.get("/funnel/reviews/trend/").content.decode()
    for day, value in enumerate([told(999), told(5), told(7), told(8, version=2)], start=1):
        Review(day=date(2026, 7, day), currency="USD", values=[value], by=ed).save()
    assert 'href="/funnel/reviews/trend/"' in client.get("/funnel/reviews/").content.decode()
    with django_assert_num_queries(8):
        page = client.get("/funnel/reviews/trend/").content.decode()
    places = [page.index(shown) for shown in (">999<", ">5<", ">7<", ">8<")]
    assert places == sorted(places), "the newest stands last"
    assert page.count("defined anew") == 1 and page.index("defined anew") > places[-1]

    head, *rows = csv.reader(io.StringIO(client.get("/funnel/reviews/trend/?as=csv").content.decode("utf-8-sig")))
    rows = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(row["review"], row["numerator"], row["defined anew"]) for row in rows] == [
        ("2026-07-01", "999", ""), ("2026-07-02", "5", ""), ("2026-07-03", "7", ""), ("2026-07-04", "8", "yes"),
    ]  # fmt: skip


def test_reviews_of_one_day_are_told_apart_by_the_time_of_day_where_the_workspace_is(client, ed, workspace):
    client.force_login(ed)
    Workspace.objects.filter(pk=workspace.pk).update(timezone="Asia/Tokyo")
    for hour in (1, 2):
        moment = datetime(2026, 7, 1, hour, 5, tzinfo=UTC)
        Review(day=date(2026, 7, 1), currency="USD", values=[told(hour)], by=ed, created_at=moment).save()
    older, newer = "Jul 1, 2026, 10:05", "Jul 1, 2026, 11:05"
    for address in ("/funnel/reviews/", "/funnel/reviews/trend/"):
        page = client.get(address).content.decode()
        assert f">{older}</a>" in page and f">{newer}</a>" in page
    newest = Review.objects.first()
    page = client.get(f"/funnel/reviews/{newest.pk}/")
    assert f"<h1>Review of {newer}</h1>" in page.content.decode()
    file = client.get(f"/funnel/reviews/{newest.pk}/?as=csv")
    assert 'filename="review-2026-07-01-1105.csv"' in file["Content-Disposition"]
    side_by_side = client.get("/funnel/reviews/trend/?as=csv").content.decode()
    assert "2026-07-01,10:05,sign_ups" in side_by_side and "2026-07-01,11:05,sign_ups" in side_by_side


def test_the_last_eight_reviews_stand_side_by_side_and_what_one_lacks_is_left_empty(client, ed, vera, workspace):
    client.force_login(ed)
    for day in range(1, 11):
        values = [told(100 + day)] if day != 5 else [told(3, metric="new_customers")]
        Review(day=date(2026, 7, day), currency="USD", values=[*values, told(1) | {"metric": "of old"}]).save()
    page = client.get("/funnel/reviews/trend/").content.decode()
    assert ">102<" not in page and ">103<" in page and ">110<" in page
    assert page.count("review-untold") == 8, "one of sign-ups, seven of new customers"
    client.force_login(vera)
    assert client.get("/funnel/reviews/trend/").status_code == 403
