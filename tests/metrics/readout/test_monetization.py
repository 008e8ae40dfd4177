"""MRR and what becomes of it, and what customers are worth."""

from datetime import date
from decimal import Decimal

import pytest

from metrics.readout import bridge
from metrics.readout.tallies import Where
from tests.metrics.readout.telling import show, told

told(
    "movements",
    """
    a mrr 2025-12-01 100.00
    b mrr 2025-12-01 200.00
    c mrr 2025-11-01 50.00
    c mrr 2025-12-15 0
    a mrr 2026-01-10 130.00
    b mrr 2026-01-11 150.00
    c mrr 2026-01-12 60.00
    d mrr 2026-01-13 40.00
    e mrr 2026-01-14 70.00
    e mrr 2026-01-25 0
    """,
)
MONTH = date(2026, 1, 1), date(2026, 1, 31)


def test_start_and_movements_make_the_end(workspace):
    show("movements")
    found = bridge.mrr(*MONTH, Where())
    assert (found.start, found.end) == (300, 380)
    assert found.moved == {
        "new": 110, "expansion": 30, "reactivation": 60, "contraction": -50, "churn": -70, "exchange": 0,
    }  # fmt: skip
    assert found.start + sum(found.moved.values()) == found.end


def test_new_and_churn_in_the_same_month_are_both_told(workspace):
    shown = show("movements")
    assert [shown.value("mrr", kind) for kind in ("new", "churn")] == [110, 70]


def test_who_comes_back_is_reactivated_and_not_new(workspace):
    assert show("movements").value("mrr", "reactivation") == 60


def test_mrr_is_what_stands_on_the_last_day_and_arr_twelve_times_it(workspace):
    shown = show("movements", first="2025-11-01")
    assert [shown.value("mrr", "booked", f"{month}-01") for month in ("2025-11", "2025-12", "2026-01", "2026-05")] == [
        50, 300, 380, 380,
    ]  # fmt: skip
    assert shown.value("arr") == 4560


told(
    "rates",
    """
    a mrr 2025-12-01 110.00 100.00
    a mrr 2026-01-10 180.00 150.00
    b mrr 2025-12-01 110.00 100.00
    b mrr 2026-01-20 0
    c mrr 2025-12-01 110.00 100.00
    c mrr 2026-01-21 120.00 100.00
    """,
)


def test_a_rate_alone_moves_nothing_and_its_part_has_a_line_of_its_own(workspace):
    show("rates")
    found = bridge.mrr(*MONTH, Where())
    assert found.moved["expansion"] == 60  # 50 at the rate of that day
    assert found.moved["exchange"] == 10 + 10  # a's old 100 and c's 100 are worth more; b left with what was booked
    assert (found.start, found.end) == (330, 300)


def test_at_one_rate_growth_is_growth(workspace):
    shown = show("rates")
    found = bridge.mrr(*MONTH, Where(), is_at_one_rate=True)
    assert (found.start, found.moved["expansion"], found.moved["churn"], found.end) == (300, 50, -100, 250)
    assert found.moved["exchange"] == 0
    assert shown.value("mrr", "at_one_rate") == 250


def test_nrr_and_grr_are_of_the_customers_there_at_the_start(workspace):
    shown = show("movements")
    assert shown.value("nrr") == round(Decimal(280) / 300, 6)  # 130 + 150; new and reactivated ones left out
    assert shown.value("grr") == round(Decimal(250) / 300, 6)  # 100 + 150: expansion never offsets


# over the year to December: a grows, b leaves, c leaves and comes back for less, d comes and goes
told(
    "year",
    """
    a mrr 2024-12-01 100.00
    b mrr 2024-12-01 200.00
    c mrr 2024-12-01 100.00
    c mrr 2025-03-10 0
    d mrr 2025-05-01 500.00
    a mrr 2025-06-10 150.00
    b mrr 2025-08-10 0
    c mrr 2025-10-10 80.00
    d mrr 2025-11-10 0
    """,
)
RATES = [("nrr", "0.575"), ("grr", "0.45"), ("logo_churn", "0.333333"), ("customer_retention", "0.666667")]


@pytest.mark.parametrize(("metric", "of_the_year"), RATES)
def test_over_twelve_months_only_those_there_a_year_ago_count_by_what_they_pay_at_both_ends(
    workspace, metric, of_the_year
):
    shown = show("year", first="2025-11-01")
    assert shown.value(metric, "twelve_months", "2025-12-01") == Decimal(of_the_year)
    assert shown.value(metric, "twelve_months", "2025-11-01") is None  # nobody was there in November 2024


def test_each_month_looks_back_over_its_own_twelve(workspace):
    shown = show("year", first="2026-03-01")
    assert shown.value("nrr", "twelve_months", "2026-03-01") == Decimal("0.5")  # c had left in March 2025
    assert shown.value("nrr", "monthly", "2026-03-01") == 1
    assert shown.value("customer_retention", "twelve_months", "2026-03-01") == Decimal("0.5")


def test_what_is_bought_and_given_back_within_the_month_is_neither_gain_nor_loss(workspace):
    assert show("mrr_and_back").value("grr") == 1


told("mrr_and_back", "a mrr 2025-12-01 100.00\na mrr 2026-01-10 160.00\na mrr 2026-01-20 100.00")


def test_without_mrr_at_the_start_there_is_no_nrr(workspace):
    shown = show("movements", first="2025-11-01")
    assert shown.value("nrr", "", "2025-11-01") is None
    assert shown.value("grr", "", "2025-11-01") is None


told(
    "worth",
    """
    a mrr 2025-12-01 100.00
    b mrr 2025-12-01 100.00
    c mrr 2025-12-01 100.00
    d mrr 2025-12-01 100.00
    d mrr 2026-01-15 0
    a payment 2026-01-01 100.00
    b payment 2026-01-01 100.00
    b payment 2026-01-09 -40.00
    a used 2026-01-05
    b used 2026-01-06
    x used 2026-01-07
    y used 2026-01-08
    n mrr 2026-02-01 100.00
    - spend 2026-02-03 240.00
    """,
)


def test_arpa_is_mrr_per_paying_account_and_arpu_revenue_per_active_user(workspace):
    shown = show("worth")
    assert shown.value("arpu", "per_account") == 100
    point = shown.point("arpu", "per_user")
    assert (point.numerator, point.denominator, point.value) == (160, 4, 40)


def test_refunds_lower_revenue_and_not_mrr(workspace):
    shown = show("worth")
    assert (shown.value("revenue"), shown.value("mrr")) == (160, 300)


def test_simple_clv_is_gross_profit_per_account_by_churn(workspace):
    assert show("worth", margin="0.8").value("clv", "simple") == 320  # 100 × 0.8 ÷ (1 ÷ 4)


def test_without_churn_clv_is_not_defined(workspace):
    assert show("worth", margin="0.8").value("clv", "simple", "2026-02-01") is None


told("free_riders", "a mrr 2025-12-01 10.00\nb mrr 2025-12-01 10.00\na mrr 2026-01-10 0\nb mrr 2026-01-11 0.00 0.01")


def test_churn_without_revenue_is_a_clv_of_zero(workspace):
    assert show("free_riders", margin="0.8").value("clv", "simple") == 0


def test_without_a_gross_margin_there_is_no_clv(workspace):
    assert show("worth").value("clv", "simple") is None


@pytest.mark.parametrize(("margin", "months"), [("0.8", 3), ("0", None)], ids=["240 ÷ (100 × 0.8)", "never"])
def test_payback_is_cac_by_gross_profit_per_account(workspace, margin, months):
    assert show("worth", margin=margin).value("payback", "", "2026-02-01") == months


told(
    "clv_to_cac",
    "a mrr 2025-12-01 100.00\nb mrr 2025-12-01 100.00\na mrr 2026-01-10 0\nc mrr 2026-01-11 100.00\n"
    "- spend 2026-01-05 50.00",
)


def test_clv_to_cac_is_of_gross_profit_and_of_all_cost(workspace):
    assert show("clv_to_cac", margin="0.5").value("clv_to_cac") == 2  # 100 × 0.5 ÷ 0.5 = 100 against 50


def signed_up(count, day, prefix):
    return "\n".join(f"{prefix}{n} signed_up {day}" for n in range(count))


told(
    "observed",
    f"{signed_up(4, '2026-01-05', 'a')}\n{signed_up(7, '2026-01-26', 'b')}\n"
    "a0 payment 2026-01-10 20.00\na1 payment 2026-02-20 99.00\nb0 payment 2026-02-01 32.00",
)


def test_observed_clv_takes_only_cohorts_that_lived_the_whole_window(workspace):
    """Pooled with the young cohort it would be 52 ÷ 11 = $4.73."""
    point = show("observed", through="2026-02-25").point("clv", "observed_30")
    assert (point.numerator, point.denominator, point.value, point.pending) == (20, 4, 5, 7)
    assert round(Decimal(52) / 11, 2) == Decimal("4.73")


def test_observed_clv_of_payers_has_another_base(workspace):
    shown = show("observed")
    assert shown.value("clv", "observed_90") == round(Decimal(151) / 11, 6)
    assert shown.point("clv", "observed_90_payers").denominator == 3


told("discount", "a mrr 2025-12-01 80.00\na mrr 2026-01-10 100.00\nb mrr 2025-12-01 100.00\nb mrr 2026-01-10 80.00")


def test_a_discount_that_ends_is_expansion_and_a_new_one_contraction(workspace):
    shown = show("discount")
    assert [shown.value("mrr", kind) for kind in ("expansion", "contraction")] == [20, 20]
