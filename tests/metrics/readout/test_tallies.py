"""Sums out of PostgreSQL against the same sums in plain Python."""

from collections import defaultdict
from datetime import date, timedelta
from random import Random

import pytest

from metrics.models import Tally
from metrics.readout import periods, tallies
from metrics.readout.tallies import EVERYBODY, Ask, Reach, Sum
from tests.metrics import put

FIRST, LAST, THROUGH = date(2025, 12, 1), date(2026, 2, 28), date(2026, 2, 20)


@pytest.fixture
def rows(workspace):
    """(day, n, channel, value), also of days before and after those that are read."""
    luck = Random(7)
    days = [FIRST + timedelta(days=luck.randrange(-40, 110)) for _ in range(300)]
    found = {(day, luck.randrange(9), luck.choice(["", "ads"])): luck.randrange(1, 99) for day in days}
    told = [(*key, value) for key, value in found.items()]
    put.tallies(
        Tally(measure="counted", period=day, n=n, channel=channel, value=value, workspace=workspace)
        for day, n, channel, value in told
    )
    return told


@pytest.mark.parametrize("week_start", [0, 6])
@pytest.mark.parametrize("bucket", periods.BUCKETS)
def test_every_day_counts_in_its_period_and_only_once_it_is_old_enough(rows, bucket, week_start):
    ask = Ask("counted", low=2, high=6, window=7, bucket=bucket)
    expected = defaultdict(lambda: defaultdict(Sum))
    for day, n, channel, value in rows:
        if FIRST <= day <= LAST and 2 <= n <= 6:
            is_mature = day + timedelta(days=7) < THROUGH
            added = Sum(value, 0) if is_mature else Sum(0, value)
            expected[channel][periods.start_of(day, bucket, week_start)] += added

    assert tallies.sums([ask], Reach(FIRST, LAST, THROUGH, week_start), EVERYBODY)[ask] == expected


def test_a_stock_counts_from_the_beginning_and_knows_nothing_later_than_the_data(rows):
    ask = Ask("counted", is_stock=True)
    expected = defaultdict(Sum)
    for day, _n, _channel, value in rows:
        if day <= THROUGH:
            expected[day.replace(day=1) if day >= FIRST else None] += Sum(value, 0)

    assert tallies.sums([ask], Reach(FIRST, LAST, THROUGH), EVERYBODY, by="")[ask][""] == expected
