"""CAC in each of its forms, what came back from spend, leads and deals."""

from datetime import date
from decimal import Decimal

from metrics.definitions.catalog import EVERY
from metrics.readout.points import pooled
from tests.metrics.readout.telling import show, told


def customers(count, day="2026-01-10"):
    return "\n".join(f"c{n} subscribed {day}" for n in range(count))


told(
    "seed",
    """
    a signed_up 2026-01-02
    a subscribed 2026-01-03
    b signed_up 2026-01-02
    c subscribed 2026-01-20
    - spend 2026-01-05 100.00
    - spend 2026-01-06 50.00 tools
    """,
)


def test_an_acquisition_is_a_paying_customer_not_a_sign_up(workspace):
    point = show("seed").point("cac")
    assert (point.numerator, point.denominator, point.value) == (150, 2, 75)


def test_blended_cac_has_every_category_of_cost_and_paid_cac_only_media(workspace):
    seed = show("seed")
    assert seed.value("cac", "total") == 75
    assert seed.value("cac", "paid") == 50


told("paid_only/google", f"{customers(4)}\n- spend 2026-01-05 400.00")
told("paid_only/friends", customers(6))


def test_paid_spend_is_never_divided_by_all_customers(workspace):
    point = show("paid_only").point("cac", "paid")
    assert point == show("paid_only").point("cac", "paid", by="segment")  # nor by those of the segment without spend
    assert (point.numerator, point.denominator, point.value) == (400, 4, 100)


told("averages/search", f"{customers(21)}\n- spend 2026-01-05 7350.00")
told("averages/social", f"{customers(37)}\n- spend 2026-01-05 15540.00")
told("averages/fairs", f"{customers(12)}\n- spend 2026-01-05 25200.00")


def test_an_average_cac_hides_the_dear_channel(workspace):
    averages = show("averages")
    by_channel = {name: averages.value("cac", channel=name) for name in ("search", "social", "fairs")}
    assert by_channel == {"search": 350, "social": 420, "fairs": 2100}
    assert averages.value("cac") == 687


told("shared/google", f"{customers(2)}\n- spend 2026-01-05 200.00")
told("shared/", f"{customers(1)}\n- spend 2026-01-05 60.00 salaries")


def test_what_nobody_attributed_has_a_row_and_the_rows_add_up(workspace):
    shown = show("shared")
    cac = EVERY["cac"]
    rows = shown.figures().by_channel(cac, cac.main, [date(2026, 1, 1)])
    assert [(row.channel, row.numerator, row.denominator) for row in rows] == [("google", 200, 2), ("", 60, 1)]
    assert sum(row.numerator for row in rows) == shown.point("cac").numerator == 260


told("no_customer", "- spend 2026-01-05 80.00")


def test_no_customer_is_no_base_and_the_spend_is_still_shown(workspace):
    point = show("no_customer").point("cac")
    assert (point.value, point.numerator, point.denominator) == (None, 80, 0)


told("no_spend", customers(3))


def test_no_spend_is_not_known_rather_than_free(workspace):
    point = show("no_spend").point("cac")
    assert (point.value, point.numerator, point.denominator) == (None, None, 3)


told(
    "slow_sale",
    """
    a signed_up 2026-01-10
    a subscribed 2026-03-12
    b signed_up 2026-01-12
    b subscribed 2026-03-14
    - spend 2026-01-05 300.00
    - spend 2026-03-05 10.00
    """,
)


def test_with_a_long_sales_cycle_customers_are_compared_with_the_spend_that_won_them(workspace):
    slow = show("slow_sale")
    assert slow.value("cac", "total", "2026-03-01") == 5
    assert slow.value("cac", "lagged", "2026-03-01") == 150  # half of the sign-ups take 61 days: two months
    assert slow.value("cac", "cohort_90", "2026-01-01") == 150
    march = show("slow_sale", first="2026-03-01")
    assert march.value("cac", "lagged", "2026-03-01") == 150  # also where no sign-up is looked at


def test_an_immature_cohort_is_flagged(workspace):
    shown = show("slow_sale", through="2026-03-31")
    point, without_signups = shown.point("cac", "cohort_90"), shown.point("cac", "cohort_90", "2026-03-01")
    assert not point.is_settled
    assert point.value is None
    assert (without_signups.pending, without_signups.is_settled) == (0, False)  # young money is not counted as people


told(
    "campaign",
    """
    a signed_up 2026-01-05
    a payment 2026-01-20 300.00
    a payment 2026-04-20 900.00
    b signed_up 2026-01-06
    - spend 2026-01-05 100.00
    """,
)


def test_roi_is_of_gross_profit_and_roas_of_revenue(workspace):
    campaign = show("campaign", margin="0.8")
    assert campaign.value("return_on_spend", "roas_90") == 3
    assert campaign.value("return_on_spend", "roas_ever") == 12
    assert campaign.value("return_on_spend", "roi_90") == Decimal("1.4")  # (300 × 0.8 − 100) ÷ 100


def test_without_a_gross_margin_roi_is_not_known(workspace):
    assert show("campaign").value("return_on_spend", "roi_90") is None


def test_without_cost_there_is_no_roi(workspace):
    assert show("no_spend", margin="0.8").value("return_on_spend", "roi_90") is None


def test_a_young_campaign_is_flagged(workspace):
    point = show("campaign", through="2026-03-01").point("return_on_spend", "roas_90")
    assert (point.value, point.is_settled) == (None, False)


told(
    "pipeline",
    """
    x lead 2026-01-02 lead
    x lead 2026-01-02 mql
    x lead 2026-01-03 opportunity
    x lead 2026-01-04 customer 2026-02-20
    x deal 2026-01-05 won 500.00 2026-02-05
    x deal 2026-01-06 lost 100.00 2026-02-06
    x deal 2026-01-07 open 900.00
    x deal 2025-12-01 won 50.00 2026-02-07
    x deal - won 70.00 2026-02-08
    """,
)


def test_a_stage_that_was_skipped_counts_as_reached_by_the_cohort_of_entry(workspace):
    pipeline = show("pipeline")
    reached = {stage: pipeline.point("qualified_leads", stage) for stage in ("mql", "sql", "opportunity", "customer")}
    assert {stage: (point.numerator, point.denominator) for stage, point in reached.items()} == {
        "mql": (3, 4), "sql": (2, 4), "opportunity": (2, 4), "customer": (1, 4),
    }  # fmt: skip


def test_the_win_rate_of_a_cohort_and_of_what_was_closed_differ(workspace):
    pipeline = show("pipeline")
    opened, closed = pipeline.point("win_rate", "opened"), pipeline.point("win_rate", "closed", "2026-02-01")
    assert (opened.numerator, opened.denominator) == (1, 3)
    assert (closed.numerator, closed.denominator) == (3, 4)  # also of one whose beginning nobody told


told("months", f"{customers(1)}\nz subscribed 2026-02-10\ny subscribed 2026-02-11\n"
               "- spend 2026-01-05 90.00\n- spend 2026-02-05 30.00")  # fmt: skip


def test_months_are_added_up_and_divided_once(workspace):
    points = show("months").points("cac")
    two = [points[date(2026, month, 1)] for month in (1, 2)]
    assert [point.value for point in two] == [90, 15]
    assert pooled(two).value == 40  # not the mean of 90 and 15


told("money_first", "a payment 2026-01-20 10.00\nb mrr 2026-01-05 10.00\nc payment 2026-01-20 0.00")


def test_a_customer_is_known_from_money_too_and_a_refund_in_full_is_no_payment(workspace):
    assert show("money_first").value("new_customers", "all") == 2
