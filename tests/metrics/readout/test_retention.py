"""Who comes back, by every definition of it, and who leaves."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from metrics.readout import cohorts
from metrics.readout.cohorts import Age, Cohort
from tests.metrics.readout.telling import show, told

# all signed up on Monday, 5 January, at ten
told(
    "comes_back",
    """
    a signed_up 2026-01-05T10:00
    a used 2026-01-06T09:00
    b signed_up 2026-01-05T10:00
    b used 2026-01-12T11:00
    c signed_up 2026-01-05T10:00
    c used 2026-02-10T10:00
    d signed_up 2026-01-05T10:00
    d page 2026-01-06T10:00
    e signed_up 2026-01-05T10:00
    e used 2026-01-05T10:00
    """,
)
JANUARY = date(2026, 1, 5), date(2026, 1, 31)


def returned(shown, **options):
    return {age.n: age.returned for age in cohorts.curve(shown.settings, *JANUARY, **options) if age.returned}


def test_on_day_n_counts_that_calendar_day(workspace):
    assert returned(show("comes_back")) == {1: 1, 7: 1}


def test_on_or_after_counts_whoever_comes_back_later_too_and_never_rises(workspace):
    found = cohorts.curve(show("comes_back").settings, *JANUARY, kind="on_or_after")
    assert [(age.n, age.returned) for age in found] == [(1, 3), (7, 2), (14, 1), (30, 1), (60, 0), (90, 0)]


def test_by_full_days_the_morning_after_is_still_day_0(workspace):
    shown = show("comes_back")
    assert returned(shown, clock="rolling") == {7: 1}  # a came back after 23 hours
    assert shown.value("retention", "day_1") == Decimal("0.2")
    assert shown.value("retention", "full_day_7") == Decimal("0.2")


def test_brackets_take_any_day_within_them(workspace):
    assert returned(show("comes_back"), kind="bracket", clock="rolling") == {0: 2, 4: 1}


@pytest.mark.parametrize(
    ("through", "base"), [("2026-02-10", 0), ("2026-02-11", 5)], ids=["the week is too young", "old enough"]
)
def test_a_week_of_sign_ups_counts_when_all_of_it_is_old_enough(workspace, through, base):
    shown = show("comes_back", through=through)
    point = shown.point("retention", "day_30")
    assert (point.denominator, point.pending) == (base, 5 - base)


def test_a_curve_never_counts_a_cohort_that_has_not_lived_so_long(workspace):
    ages = {age.n: age for age in cohorts.curve(show("comes_back", through="2026-01-25").settings, *JANUARY)}
    assert (ages[7].base, ages[7].returned, ages[30].base) == (5, 1, 0)
    assert ages[30].value is None


told(
    "grid",
    """
    a signed_up 2026-01-05
    a used 2026-01-06
    a used 2026-02-06
    b signed_up 2026-01-20
    b used 2026-03-20
    c signed_up 2026-02-03
    c used 2026-02-04
    c used 2026-03-05
    """,
)


def rows(grid):
    return {f"{each.start:%m-%d}": [age.returned for age in each.ages] for each in grid.cohorts}


def test_the_grid_has_a_cohort_per_month_of_sign_up_and_each_month_of_its_life(workspace):
    shown = show("grid", through="2026-03-31")
    grid = cohorts.grid(shown.settings, shown.today, date(2026, 1, 1), date(2026, 3, 1))
    assert rows(grid) == {"01-01": [1, 1, 1], "02-01": [1, 1], "03-01": [0]}
    assert [(age.n, age.returned, age.base) for age in grid.pooled] == [(0, 2, 3), (1, 2, 3), (2, 1, 2)]


def test_the_month_under_way_is_marked_and_in_no_pool(workspace):
    shown = show("grid", through="2026-03-15")
    grid = cohorts.grid(shown.settings, shown.today, date(2026, 1, 1), date(2026, 3, 1))
    assert [age.is_complete for age in grid.cohorts[0].ages] == [True, True, False]
    assert [age.n for age in grid.pooled] == [0, 1]


def test_recurring_takes_every_active_month_for_a_start_so_that_a_person_is_in_several(workspace):
    shown = show("grid", through="2026-03-31")
    grid = cohorts.grid(shown.settings, shown.today, date(2026, 1, 1), date(2026, 3, 1), kind="recurring")
    assert rows(grid) == {"01-01": [1, 1, 0], "02-01": [2, 1], "03-01": [2]}


def test_weeks_begin_on_the_day_the_workspace_says(workspace):
    shown = show("grid", through="2026-03-31")
    grid = cohorts.grid(shown.settings, shown.today, *JANUARY, every="week")
    assert {each.start.isoformat(): each.size for each in grid.cohorts if each.size} == {
        "2026-01-05": 1,
        "2026-01-19": 1,
    }


def test_pooled_retention_is_60_percent_and_not_weighted_twice():
    """500 of 1,000 and 400 of 500: weights by size that are applied twice would give 56 %."""
    pool = cohorts.pooled(
        [
            Cohort(date(2026, 1, 5), 1000, [Age(1, 500, 1000)]),
            Cohort(date(2026, 1, 12), 500, [Age(1, 400, 500)]),
            Cohort(date(2026, 1, 19), 900, [Age(1, 3, 900, is_complete=False)]),
        ]
    )
    assert pool == [Age(1, 900, 1500)]
    assert pool[0].value == Decimal("0.6")


# 100 customers at the start; 12 leave: one of them joined in the month, one comes back within it
told(
    "logos",
    "\n".join(f"c{n} mrr 2025-12-01 10.00" for n in range(100))
    + "\n"
    + "\n".join(f"c{n} mrr 2026-01-{10 + n} 0" for n in range(11))
    + "\nc0 mrr 2026-01-30 10.00\nnew mrr 2026-01-05 10.00\nnew mrr 2026-01-20 0",
)


def test_customer_churn_leaves_out_who_joined_and_left_and_who_left_and_came_back(workspace):
    point = show("logos").point("logo_churn", "standard")
    assert (point.numerator, point.denominator, point.value) == (10, 100, Decimal("0.1"))
    kept = show("logos").point("customer_retention")
    assert (kept.numerator, kept.denominator) == (90, 100)


def test_daily_churn_adds_up_the_rates_of_the_days(workspace):
    left = {10 + n: 1 for n in range(11)} | {20: 2}
    base, expected = 100, Fraction(0)
    for day in range(1, 32):
        expected += Fraction(left.get(day, 0), base)
        base += (day == 5) + (day == 30) - left.get(day, 0)
    assert show("logos").value("logo_churn", "daily") == round(Decimal(expected.numerator) / expected.denominator, 6)


def test_without_customers_at_the_start_there_is_no_churn_rate(workspace):
    shown = show("logos", first="2025-12-01")
    assert shown.value("logo_churn", "standard", "2025-12-01") is None


told(
    "mrr_churn",
    """
    a mrr 2025-12-01 400.00
    b mrr 2025-12-01 600.00
    d mrr 2025-11-01 50.00
    d mrr 2025-12-10 0
    a mrr 2026-01-10 0
    b mrr 2026-01-11 800.00
    b mrr 2026-01-12 600.00
    d mrr 2026-01-20 50.00
    e mrr 2026-01-21 500.00
    """,
)


def test_gross_mrr_churn_counts_losses_only(workspace):
    shown = show("mrr_churn")
    point = shown.point("mrr_churn", "gross")
    assert (point.numerator, point.denominator) == (60000, 100000)  # churn 400, contraction 200 of 1,000


def test_net_mrr_churn_sets_expansion_and_reactivation_against_losses(workspace):
    assert show("mrr_churn").value("mrr_churn", "net") == Decimal("0.35")


told("growing", "a mrr 2025-12-01 100.00\na mrr 2026-01-10 150.00")


def test_net_mrr_churn_may_be_negative(workspace):
    assert show("growing").value("mrr_churn", "net") == Decimal("-0.5")


told("two_subscriptions", "a mrr 2025-12-01 30.00\na mrr 2026-01-10 10.00\na mrr 2026-01-20 0")


def test_one_of_several_subscriptions_ended_is_contraction_and_the_last_one_churn(workspace):
    shown = show("two_subscriptions")
    assert [shown.value("mrr", kind) for kind in ("contraction", "churn")] == [20, 10]
