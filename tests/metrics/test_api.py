"""Rows in and values out by REST: all or nothing, each row once, every refusal in a sentence."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from metrics.definitions.catalog import EVERY, SERIES
from metrics.models import FunnelSettings, ImportRun
from metrics.readout import people
from tests.metrics.funnel import count, events, facts, imported, spend, work

EVENTS, SPEND, VALUES = "/api/funnel/events/", "/api/funnel/spend/", "/api/metrics/values/"
ROWS = [
    {"user": "a", "event": "signed_up", "time": "2026-01-05T10:00:00Z", "channel": "Google", "campaign": "Spring"},
    {"user": "a", "event": "activated", "time": "2026-01-06T10:00:00Z", "segment": None},
    {"user": "x", "event": "page", "time": "2026-06-30"},
]


@pytest.fixture
def api(ed):
    client = APIClient()
    client.force_login(ed)
    return client


def counts(response):
    return {name: count for name, count in response.json().items() if name != "import"}


def test_events_are_stored_once_and_the_numbers_follow(api):
    first, second = api.post(EVENTS, ROWS), api.post(EVENTS, ROWS)
    assert (first.status_code, counts(first)) == (201, {"new": 3, "changed": 0, "duplicate": 0})
    assert (second.status_code, counts(second)) == (200, {"new": 0, "changed": 0, "duplicate": 3})
    assert count() == 3
    assert sorted(row["campaign"] for row in facts()) == ["", "", "spring"]

    work()
    values = api.get(VALUES, {"metric": "activation_rate", "channel": "google"}).json()["results"]
    assert [(row["variant"], row["month"], row["value"], row["settled"]) for row in values] == [
        ("ever", "2026-01", "1.000000", True),
        ("in_time", "2026-01", "1.000000", True),
    ]


def test_restated_spend_is_counted_as_changed(api):
    row = {"day": "2026-01-05", "channel": "meta", "amount": 12.5}
    assert counts(api.post(SPEND, [row])) == {"new": 1, "changed": 0, "duplicate": 0}
    assert counts(api.post(SPEND, [row | {"amount": "13.00"}])) == {"new": 0, "changed": 1, "duplicate": 0}
    assert facts("spend")[0]["cents"] == 1300


def test_one_bad_row_and_nothing_is_stored(api):
    bad = [
        ROWS[0],
        {"user": "b", "event": "signed_up", "time": "03/04/2026"},
        {"user": "", "event": "signed_up", "time": "2026-01-05"},
    ]
    response = api.post(EVENTS, bad)
    assert response.status_code == 400
    assert [(row["row"], row["field"], row["code"]) for row in response.json()["rows"]] == [
        (1, "time", "not_a_time"),
        (2, "user", "missing"),
    ]
    assert response.json()["rows"][0]["detail"] == (
        "03/04/2026 is not a date or time. Expected year-month-day, with or without a time."
    )
    assert not count() and not ImportRun.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {}, [], "text", 5, None, [1], [[]], [{"user": {"a": 1}}], [{"surprise": 1}], [{"user": True}],
        [{"user": "a\x00", "event": "e", "time": "2026-01-05"}],
        [{"user": "a" * 300, "event": "e", "time": "2026-01-05"}],
        [{"user": "a", "event": "e", "time": 2026}],
        [{"user": "a", "event": "e", "time": "9999-12-31T23:59:59-12:00"}],
        [{}] * 10_001,
    ],
)  # fmt: skip
def test_a_body_that_is_no_list_of_rows_is_refused_in_a_sentence(api, body):
    response = api.post(EVENTS, body, format="json")
    assert response.status_code == 400
    assert response.json()["detail"]
    assert not count()


def test_the_catalog_says_what_each_number_is(api):
    metrics = api.get("/api/metrics/").json()["results"]
    assert [metric["name"] for metric in metrics] == list(EVERY)
    variants = {variant["key"]: variant for metric in metrics for variant in metric["variants"]}
    assert variants["free_to_paid"]["window_days"] == 30
    assert set(variants) == {*SERIES, None}  # days of use are many numbers a month


def test_every_metric_and_variant_has_its_values_by_month_however_many_there_are(api, ed, tmp_path):
    told = [f"p{n} {event} 2026-0{n}-05 google" for n in (1, 2) for event in ("signed_up", "activated", "subscribed")]
    imported(tmp_path, ed, events(*told, "x page 2026-06-30"))
    with CaptureQueriesContext(connection) as asked:
        rows = api.get(VALUES, {"from": "2026-01", "to": "2026-02"}).json()["results"]
    assert {"sign_ups", "new_customers", "cac", "activation_rate", "time_to_activate", "lifecycle"} <= {
        row["metric"] for row in rows
    }
    assert {(row["metric"], row["variant"]) for row in rows} <= {(each.name, one.name) for each, one in SERIES.values()}
    assert len(asked) < 20


def test_values_are_of_one_variant_segment_and_plan_when_asked(api, ed, tmp_path):
    imported(
        tmp_path, ed, events("a signed_up 2026-01-05 google smb", "b signed_up 2026-01-05 google", "x page 2026-06-30")
    )

    def people(**more):
        query = {"metric": "activation_rate", "variant": "in_time", "channel": "total"} | more
        return [(row["variant"], row["denominator"]) for row in api.get(VALUES, query).json()["results"]]

    assert people() == [("in_time", 2)]
    assert people(segment="smb") == [("in_time", 1)]
    assert people(segment="unattributed", plan="unattributed") == [("in_time", 1)]


def test_values_are_told_apart_by_several_dimensions_at_once_with_the_sum_of_all(api, ed, tmp_path):
    people = ["a smb", "b smb", "c mid", "d "]
    signups = [f"{person[0]} signed_up 2026-01-05 google {person[2:]}".rstrip() for person in people]
    imported(tmp_path, ed, events(*signups, "e signed_up 2026-01-05 meta smb", "x page 2026-06-30"))

    def counted(**more):
        query = {"metric": "activation_rate", "variant": "in_time"} | more
        rows = api.get(VALUES, query).json()["results"]
        return {(row["channel"], row["segment"], row["plan"]): row["denominator"] for row in rows}

    of_each = {("google", "smb", "total"): 2, ("google", "mid", "total"): 1, ("google", "unattributed", "total"): 1}
    assert counted(segment="each") == {("total",) * 3: 5, ("meta", "smb", "total"): 1} | of_each
    assert counted(segment="each", channel="google") == of_each
    assert counted(channel="meta") == {("meta", "total", "total"): 1}
    by_segment = {("total", "smb", "total"): 3, ("total", "mid", "total"): 1, ("total", "unattributed", "total"): 1}
    assert counted(segment="each", channel="total") == {("total",) * 3: 5} | by_segment
    assert counted(channel="each", plan="each", segment="mid") == {
        ("total", "mid", "total"): 1,
        ("google", "mid", "unattributed"): 1,
    }


def test_values_are_of_one_product_or_of_each(api, ed, tmp_path):
    signups = "".join(f"{who},signed_up,2026-01-05,google,{product}\n" for who, product in ("ax", "bx", "cy", "d "))
    used = "a,activated,2026-01-06,google,x\nd,activated,2026-01-06,google,y\nz,page,2026-06-30,,\n"
    imported(tmp_path, ed, f"user,event,time,channel,product\n{signups}{used}")

    def counted(**more):
        query = {"metric": "activation_rate", "variant": "in_time", "channel": "total"} | more
        rows = api.get(VALUES, query).json()["results"]
        return {row["product"]: (int(float(row["numerator"])), row["denominator"]) for row in rows}

    of_each = {"total": (2, 4), "x": (1, 2), "y": (0, 1), "unattributed": (1, 1)}
    assert counted(product="each") == of_each
    for name in ("x", "y", "unattributed"):
        assert counted(product=name) == {name: of_each[name]}
    (row,) = api.get(VALUES, {"metric": "sign_ups", "channel": "google", "product": "x"}).json()["results"]
    assert "product=x" in row["imports"] and Decimal(api.get(row["imports"]).json()["total"]) == 2
    refused = api.get(VALUES, {"product": "z"})
    assert refused.status_code == 400 and "There is no product “z”" in refused.json()["detail"]


def test_a_channel_asked_for_alone_has_the_values_that_it_has_among_all(api, ed, tmp_path):
    """Also where they rest on how long everybody takes: in google two months, in meta a day."""
    slow = ["g signed_up 2026-01-05 google", "g subscribed 2026-03-10 google"]
    quick = [
        f"m{n} {what} 2026-01-0{day} meta" for n in range(3) for what, day in (("signed_up", 5), ("subscribed", 6))
    ]
    imported(tmp_path, ed, events(*slow, *quick, "x page 2026-06-30"))
    imported(tmp_path, ed, spend("2026-01-05 google 90", "2026-03-05 google 40", "2026-01-05 meta 30"))
    of_all = api.get(VALUES).json()["results"]
    alone = api.get(VALUES, {"channel": "google"}).json()["results"]
    assert {("cac", "lagged"), ("sign_ups", "all")} <= {(row["metric"], row["variant"]) for row in alone}
    assert alone == [row for row in of_all if row["channel"] == "google"]


def test_more_than_one_dimension_is_told_apart_of_one_metric_only(api, ed, tmp_path):
    imported(tmp_path, ed, events("a signed_up 2026-01-05 google smb", "x page 2026-06-30"))
    refused = api.get(VALUES, {"segment": "each"})
    assert refused.status_code == 400 and "Name the metric" in refused.json()["detail"]
    assert api.get(VALUES, {"segment": "each", "channel": "total"}).status_code == 200
    (row,) = api.get(VALUES, {"metric": "sign_ups", "channel": "total"}).json()["results"]
    refused = api.get(f"{row['imports']}&plan=each")
    assert refused.status_code == 400 and "one slice or none" in refused.json()["detail"]


def test_each_value_says_of_which_definition_and_day_it_is_and_which_imports_brought_it(api, ed, tmp_path, monkeypatch):
    first = imported(tmp_path, ed, events("a signed_up 2026-01-05 google", "a activated 2026-01-06 google"))
    other = imported(tmp_path, ed, events("b signed_up 2026-01-07 google", "c signed_up 2026-02-07 google"))
    imported(tmp_path, ed, events("d signed_up 2026-01-05 meta", "x page 2026-06-30"))
    query = {"metric": "activation_rate", "variant": "in_time", "channel": "google", "to": "2026-01"}
    (row,) = api.get(VALUES, query).json()["results"]
    assert row["definition_version"] == EVERY["activation_rate"].version
    assert row["as_of"] == FunnelSettings.objects.get().tallied_at.isoformat().replace("+00:00", "Z")

    def brought(more=""):
        told = api.get(row["imports"] + more).json()
        return told["side"], told["total"], {run["id"]: run["rows"] for run in told["imports"]}

    assert brought() == ("over", "1.000000", {first.pk: 2})
    assert brought("&side=under") == ("under", "2.000000", {first.pk: 2, other.pk: 1})
    assert api.get(row["imports"] + "&side=%00").status_code == 400
    monkeypatch.setattr(people, "FEW_ROWS", 0)
    asked = api.get(row["imports"])
    assert (asked.status_code, asked["Retry-After"], asked.json()["total"]) == (202, "1", None)
    work()
    assert brought() == ("over", "1.000000", {first.pk: 2})
    assert api.get(f"{VALUES}imports/", {"metric": "cac"}).status_code == 400


def test_no_base_is_null_and_never_zero(api, ed, tmp_path):
    imported(tmp_path, ed, events("a signed_up 2026-01-05 meta", "x page 2026-06-30"))
    imported(tmp_path, ed, spend("2026-01-05 meta 10"))
    row = api.get(VALUES, {"metric": "cac", "channel": "total"}).json()["results"][0]
    assert (row["value"], row["numerator"], row["denominator"]) == (None, "10.000000", 0)


@pytest.mark.parametrize(
    "query",
    [
        {"metric": "nps"}, {"from": "2026"}, {"from": "2026-13"}, {"to": "a\x00"}, {"from": "２０２６-01"},
        {"from": "2026-05", "to": "2026-01"}, {"channel": "nowhere"}, {"channel": "\x00"}, {"segment": "nobody"},
        {"plan": "\x00"}, {"variant": "ever"}, {"metric": "cac", "variant": "ever"},
    ],
)  # fmt: skip
def test_a_filter_that_means_nothing_is_refused_in_a_sentence(api, query):
    response = api.get(VALUES, query)
    assert response.status_code == 400
    assert response.json()["detail"]


def test_who_may_not_import_or_see_is_refused(rita, vera, olga):
    client = APIClient()
    client.force_login(rita)
    assert client.post(EVENTS, ROWS).status_code == 403
    assert client.get(VALUES).status_code == 200
    client.force_login(vera)
    assert client.get(VALUES).status_code == 403
    assert not count()


def test_another_workspaces_values_are_not_seen(api, ed, olga, tmp_path):
    imported(tmp_path, ed, events("a signed_up 2026-01-05", "x page 2026-06-30"))
    assert api.get(VALUES).json()["results"]
    client = APIClient()
    client.force_login(olga)
    assert client.get(VALUES).json()["results"] == []
