"""Formulas by tables of examples: what is counted, when it is counted, and what happens at zero."""

from decimal import Decimal

import pytest

from metrics import recalculation
from metrics.definitions import catalog
from tests.metrics.funnel import events, imported, numbers, spend

END = "end page 2026-10-31"  # how far the data reaches
TOTAL = ("2026-01", "*")


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(1, 4, Decimal("0.25")), (0, 4, Decimal(0)), (0, 0, None), (5, 0, None), (None, 4, None)],
)
def test_nothing_to_divide_by_is_no_base_and_never_zero(numerator, denominator, expected):
    assert catalog.value(numerator, denominator) == expected


def test_every_metric_says_what_its_number_is():
    for metric in catalog.EVERY.values():
        for variant in metric.variants:
            words = (variant.title, variant.formula, variant.population, variant.target_in_words, variant.maturity)
            assert all(map(str, (*words, metric.zero_rule, metric.calendar, metric.slices, metric.source)))


def test_activation_rate_is_of_the_months_own_signups(ed, tmp_path):
    rows = events(
        "a signed_up 2026-01-05", "a activated 2026-01-06",
        "b signed_up 2026-01-20", "b activated 2026-03-01",
        "c signed_up 2026-01-31", "d signed_up 2026-02-01", "d activated 2026-02-02",
        "e activated 2026-01-09", END,
    )  # fmt: skip
    imported(tmp_path, ed, rows)
    assert numbers("activation_rate", "ever")[TOTAL] == (2, 3, 0)
    assert numbers("activation_rate", "in_time")[TOTAL] == (1, 3, 0)


@pytest.mark.parametrize(
    ("activated", "is_counted"),
    [
        ("2026-01-05T09:59:59Z", False),  # before the sign-up: a merged identity or a wrong clock
        ("2026-01-05T10:00:00Z", True),
        ("2026-01-12T09:59:59Z", True),
        ("2026-01-12T10:00:00Z", False),
    ],
)
def test_the_window_is_seven_times_24_hours_from_the_signup(ed, tmp_path, activated, is_counted):
    imported(tmp_path, ed, events("a signed_up 2026-01-05T10:00:00Z", f"a activated {activated}", END))
    assert numbers("activation_rate", "in_time")[TOTAL] == (is_counted, 1, 0)


@pytest.mark.parametrize(("last", "expected"), [("2026-01-17", (0, 0, 1)), ("2026-01-18", (1, 1, 0))])
def test_only_signups_older_than_the_window_are_counted(ed, tmp_path, last, expected):
    imported(tmp_path, ed, events("a signed_up 2026-01-10", "a activated 2026-01-11", f"x page {last}"))
    assert numbers("activation_rate", "in_time")[TOTAL] == expected


def test_a_second_signup_or_trial_does_not_move_a_person(ed, tmp_path):
    rows = events(
        "a signed_up 2026-01-05 google", "a signed_up 2026-02-05 meta",
        "a trial_started 2026-01-06", "a trial_started 2026-03-06", "a subscribed 2026-03-07", END,
    )  # fmt: skip
    imported(tmp_path, ed, rows)
    assert numbers("activation_rate", "ever") == {TOTAL: (0, 1, 0), ("2026-01", "google"): (0, 1, 0)}
    assert numbers("free_to_paid", "within_30_days")[TOTAL] == (0, 1, 0)
    assert numbers("free_to_paid", "ever")[TOTAL] == (1, 1, 0)


def test_who_pays_without_a_trial_is_on_neither_side(ed, tmp_path):
    imported(tmp_path, ed, events("a trial_started 2026-01-05", "b subscribed 2026-01-06", END))
    assert numbers("free_to_paid", "within_30_days")[TOTAL] == (0, 1, 0)


def test_past_months_rise_when_people_decide_late(ed, tmp_path):
    imported(tmp_path, ed, events("a trial_started 2026-01-05", END))
    assert numbers("free_to_paid", "ever")[TOTAL] == (0, 1, 0)
    imported(tmp_path, ed, events("a subscribed 2026-06-05"))
    assert numbers("free_to_paid", "ever")[TOTAL] == (1, 1, 0)
    assert numbers("free_to_paid", "within_30_days")[TOTAL] == (0, 1, 0)


def test_cac_divides_all_spend_by_all_new_customers_and_the_channels_add_up(ed, tmp_path):
    rows = events(
        "a signed_up 2025-12-20 meta", "a subscribed 2026-01-05",
        "b signed_up 2026-01-05 google", "b subscribed 2026-01-06 meta", "b subscribed 2026-02-06",
        "c subscribed 2026-01-07", END,
    )  # fmt: skip
    imported(tmp_path, ed, rows)
    imported(tmp_path, ed, spend("2026-01-01 meta 100", "2026-01-31 meta 50.50", "2026-01-15 events 30"))

    assert numbers("cac", "total") == {
        TOTAL: (180.5, 3, 0),
        ("2026-01", "meta"): (150.5, 1, 0),
        ("2026-01", "google"): (None, 1, 0),  # customers, but nothing known of the cost
        ("2026-01", "events"): (30, 0, 0),  # cost, but no customers
        ("2026-01", ""): (None, 1, 0),  # unattributed
    }


def test_months_are_the_workspaces_own(workspace, ed, tmp_path):
    workspace.timezone = "Pacific/Auckland"
    workspace.save()
    imported(tmp_path, ed, events("a signed_up 2026-01-31T12:00:00Z", END))
    assert numbers("activation_rate", "ever")[("2026-02", "*")] == (0, 1, 0)


def test_a_new_time_zone_relabels_the_days_and_recomputes(workspace, ed, tmp_path):
    imported(tmp_path, ed, events("a signed_up 2026-01-31T12:00:00Z", END))
    assert TOTAL in numbers("activation_rate", "ever")
    workspace.timezone = "Pacific/Auckland"
    workspace.save()
    recalculation.recount()
    assert set(numbers("activation_rate", "ever")) == {("2026-02", "*"), ("2026-02", "")}
