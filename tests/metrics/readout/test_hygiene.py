"""Time zones, days with a clock change, periods that are not over, and groups too small for a share."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from metrics.definitions.catalog import CATEGORIES, EVERY, value
from metrics.definitions.catalog.words import Product
from metrics.readout import numbers, periods
from tests.metrics.readout.telling import show, told

# in Berlin, 29 March 2026 has 23 hours and 25 October has 25
told(
    "spring",
    """
    a signed_up 2026-03-28T12:00
    a activated 2026-03-29T12:30
    b signed_up 2026-03-28T12:00
    b activated 2026-03-29T13:00
    """,
    zone="Europe/Berlin",
)
told(
    "autumn",
    """
    a signed_up 2026-10-24T12:00
    a activated 2026-10-25T11:30
    b signed_up 2026-10-24T12:00
    b used 2026-10-25T11:30
    c used 2026-10-25T00:30
    c used 2026-10-25T23:30
    """,
    zone="Europe/Berlin",
)


def days_taken(case):
    from tests.metrics.readout.telling import counted

    return sorted((key[2], count) for key, count in counted(case) if key[0] == "funnel.reached:activation")


def test_24_hours_stay_24_hours_on_a_day_of_23(workspace):
    assert days_taken("spring") == [(0, 1), (1, 1)]  # 24 and a half by the clock on the wall are 23 and a half


def test_24_hours_stay_24_hours_on_a_day_of_25(workspace):
    assert days_taken("autumn") == [(1, 1)]  # 23 and a half by the clock are 24 and a half


def test_a_day_of_25_hours_is_one_day_of_use(workspace):
    shown = show("autumn", first="2026-10-01", through="2026-10-31")
    assert shown.point("active_users", "dau", "2026-10-25", bucket="day").value == 2
    assert shown.value("retention", "day_1", "2026-10-01") == Decimal("0.5")


told("tokyo", "a signed_up 2026-01-31T20:00", zone="Asia/Tokyo")
told("oslo", "a signed_up 2026-02-01T00:30", zone="Europe/Oslo")


@pytest.mark.parametrize(("case", "month"), [("tokyo", "2026-01-01"), ("oslo", "2026-02-01")])
def test_a_day_is_the_workspaces_own(workspace, case, month):
    assert show(case).value("sign_ups", "", month) == 1


def test_late_events_change_a_month_until_it_is_settled_and_the_month_says_so(workspace):
    assert not show("spring", through="2026-03-30").point("activation_rate", "ever", "2026-03-01").is_settled
    assert show("spring", through="2026-03-31").point("activation_rate", "ever", "2026-03-01").is_settled
    same_day = show("spring", through="2026-03-31", today="2026-03-31")
    assert not same_day.point("activation_rate", "ever", "2026-03-01").is_settled


@pytest.mark.parametrize(("part", "whole"), [(0, 0), (5, 0), (None, 4)])
def test_nothing_to_divide_by_is_no_base_and_never_zero(part, whole):
    assert value(part, whole) is None


def test_of_a_handful_counts_are_told_instead_of_a_share():
    with translation.override("en"):
        rate = EVERY["activation_rate"]
        assert numbers.value(rate, Decimal(3), 9, "EUR") == "3 of 9"
        assert numbers.value(rate, Decimal(3), 10, "EUR") == "30.0%"
        assert numbers.value(rate, Decimal(0), 0, "EUR") == "no base"


@pytest.mark.parametrize(
    ("name", "number", "base", "said"),
    [
        ("active_users", 1234, 1, "1,234"),
        ("time_to_activate", 3, 1, "3 days"),
        ("time_to_activate", None, 1, "not reached"),
        ("payback", 7, 2, "3.5 months"),
        ("clv_to_cac", 640, 200, "3.2 : 1"),
        ("mrr", 1234, 1, "$1,234"),
        ("clv", 0, 0, "no base"),
    ],
)
def test_a_number_is_told_in_its_unit(name, number, base, said):
    with translation.override("en"):
        amount = None if number is None else Decimal(number)
        assert numbers.value(EVERY[name], amount, base, "USD") == said


def test_weeks_start_where_the_workspace_says_and_months_have_their_own_lengths():
    sunday = periods.between(date(2026, 1, 1), date(2026, 1, 14), "week", week_start=6)
    assert sunday == [date(2025, 12, 28), date(2026, 1, 4), date(2026, 1, 11)]
    assert periods.end_of(date(2028, 2, 1), "month") == date(2028, 2, 29)
    assert periods.later(date(2026, 1, 1), -1, "month") == date(2025, 12, 1)


def test_every_metric_says_what_its_number_is():
    assert list(CATEGORIES) == ["acquisition", "activation", "engagement", "retention", "monetization"]
    for metric in EVERY.values():
        assert metric.category in CATEGORIES
        words = (metric.title, metric.source, metric.zero_rule, metric.calendar, metric.slices, metric.exclusions)
        assert all(map(str, words)), metric.name
        for variant in metric.variants:
            told = (variant.title, variant.formula, variant.population, variant.target_in_words, variant.maturity)
            assert all(map(str, told)), (metric.name, variant.name)
            assert variant.reading is not None, (metric.name, variant.name)


def test_products_name_metrics_that_there_are():
    for metric in EVERY.values():
        for reading in (variant.reading for variant in metric.variants):
            if isinstance(reading, Product):
                assert all(EVERY[name].variant(other) for name, other in (*reading.over, *reading.under))
