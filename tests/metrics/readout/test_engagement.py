"""Who is active, how often, and what of the product they use."""

from datetime import date
from decimal import Decimal

import pytest

from metrics.definitions.catalog import EVERY
from metrics.readout import periods, usage
from metrics.readout.tallies import Where
from tests.metrics.readout.telling import counted, show, told

told(
    "active",
    """
    a used 2026-01-01
    a used 2026-01-01
    a reported 2026-01-01
    b used 2026-01-05
    a used 2026-01-12
    b used 2026-02-02
    c page 2026-01-05
    """,
)


def test_a_person_counts_once_a_day_and_only_for_value_events(workspace):
    days = show("active", through="2026-02-28").points("active_users", "dau", bucket="day")
    found = {day.isoformat(): int(point.value) for day, point in days.items() if point.value}
    assert found == {"2026-01-01": 1, "2026-01-05": 1, "2026-01-12": 1, "2026-02-02": 1}


def test_wau_and_mau_look_back_7_and_28_days_from_the_last_day_of_the_period(workspace):
    active = show("active", through="2026-03-31")
    wau = {day: int(point.value) for day, point in active.points("active_users", "wau", bucket="day").items()}
    assert [wau[date(2026, 1, day)] for day in (1, 4, 5, 7, 8, 11, 12, 18, 19)] == [1, 1, 2, 2, 1, 1, 1, 1, 0]
    mau = {day: int(point.value) for day, point in active.points("active_users", "mau").items()}
    assert mau == {date(2026, 1, 1): 2, date(2026, 2, 1): 1, date(2026, 3, 1): 0}


def test_a_trailing_month_has_28_days_and_a_calendar_month_its_own(workspace):
    january = show("active", through="2026-02-28").point("arpu", "per_user")
    assert january.denominator == 2  # a on the 1st has left the 28 days that end on the 31st, not the month


def test_stickiness_is_average_dau_by_mau_and_days_without_anybody_are_days(workspace):
    point = show("active", through="2026-02-28").point("stickiness", "ratio")
    assert (point.numerator, point.denominator) == (3, 31 * 2)


def test_an_incomplete_month_has_the_days_so_far_and_is_marked(workspace):
    point = show("active", through="2026-02-10").point("stickiness", "ratio", "2026-02-01")
    assert (point.numerator, point.denominator, point.is_settled) == (1, 10, False)


def test_the_distribution_tells_how_many_were_active_on_exactly_n_days(workspace):
    show("active")
    days = usage.days_of_use(date(2026, 1, 1))
    assert (days[1], days[2], days[3], len(days)) == (1, 1, 0, 31)
    assert usage.days_of_use(date(2026, 2, 1)) == {n: int(n == 1) for n in range(1, 29)}


told(
    "adoption",
    """
    a used 2026-01-05
    a reported 2026-02-01
    a reported 2026-02-02
    a reported 2026-02-03
    b reported 2026-02-03
    c used 2026-02-03
    d used 2026-02-03
    d used 2026-02-04
    """,
)


def test_adoption_is_a_habit_of_those_who_were_active_since_the_release(workspace):
    show("adoption")
    january = usage.adoption(["used", "reported"], date(2026, 1, 1))
    assert [each.event for each in january] == ["used"]  # nobody could have adopted what was not there
    found = {each.event: each for each in usage.adoption(["used", "reported"], date(2026, 2, 1))}
    reported = found["reported"]
    assert (reported.users, reported.adopters, reported.eligible, reported.uses) == (2, 1, 4, 4)
    assert (found["used"].users, found["used"].adopters) == (2, 0)  # a try is no habit


def test_adoption_is_of_everybody_who_could_over_all_features_there_were(workspace):
    shown = show("adoption", last="2026-03-31")
    shown.settings.features = ["used", "reported", "never_built"]
    points = shown.points("feature_adoption", "tried")
    parts = {month.month: (point.numerator, point.denominator) for month, point in points.items()}
    assert parts == {1: (1, 1), 2: (4, 8), 3: (0, 0)}  # c and d used, a and b reported, of four active and two features
    assert shown.value("feature_adoption", "habit", "2026-02-01") == Decimal("0.125")  # a reported three times
    assert shown.value("feature_adoption", "habit", "2026-03-01") is None
    assert (
        shown.figures().pooled(EVERY["feature_adoption"], EVERY["feature_adoption"].variant("tried"), points).value
        == Decimal(5) / 9
    )


def test_a_feature_is_released_for_every_channel_when_anybody_first_uses_it(workspace):
    shown = show("release", last="2026-02-28")
    shown.settings.features = ["used", "reported"]
    point = shown.point("feature_adoption", "tried", "2026-02-01", channel="b")
    assert (point.numerator, point.denominator) == (1, 2)  # nobody of b reported, though b could
    only_b = shown.point("feature_adoption", "tried", "2026-02-01", where=Where(channel="b"))
    assert (only_b.numerator, only_b.denominator) == (1, 2)


told("release/a", "x reported 2026-01-05")
told("release/b", "y used 2026-02-05")
told(
    "lifecycle",
    """
    a signed_up 2025-06-01
    a used 2026-01-05
    b signed_up 2026-01-05
    b used 2026-01-06
    b used 2026-02-06
    c used 2025-12-01
    c used 2026-02-01
    """,
)


def test_new_is_who_was_never_seen_before_not_who_is_first_seen_in_the_window(workspace):
    shown = show("lifecycle", first="2025-12-01")
    states = ("new", "returning", "resurrecting", "dormant")
    found = {
        f"{month:%Y-%m}": [int(shown.points("lifecycle", state)[month].value) for state in states]
        for month in periods.between(date(2025, 12, 1), date(2026, 3, 1), "month")
    }
    assert found == {
        "2025-12": [1, 0, 0, 0],
        "2026-01": [1, 0, 1, 1],  # a was seen in June: active again, not new
        "2026-02": [0, 1, 1, 1],
        "2026-03": [0, 0, 0, 2],
    }


@pytest.mark.parametrize("every", ["week", "month"])
def test_new_returning_and_resurrecting_together_are_the_active(every):
    rows = [row for case in ("active", "adoption", "lifecycle") for row in counted(case)]
    present, active = {}, {}
    for (measure, period, _n, channel, *_words), value in rows:
        if measure.startswith(f"lifecycle.{every}:") and not measure.endswith("dormant"):
            present[period, channel] = present.get((period, channel), 0) + value
        if measure == f"engagement.days_of_{every}":
            active[period, channel] = active.get((period, channel), 0) + value
    assert present == active


def test_one_query_reads_everything_that_a_part_of_a_page_shows(workspace, django_assert_num_queries):
    figures = show("active").figures(bucket="week")
    metric = EVERY["active_users"]
    with django_assert_num_queries(1):
        figures.read(*((metric, variant) for variant in metric.variants))
        for variant in metric.variants:
            assert figures.points(metric, variant)
