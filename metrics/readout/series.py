"""Stored values in the order people ask for them: one metric by month, by channel, and its newest settled month."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from metrics.definitions.catalog import METRICS, Metric, Variant, value
from metrics.models import TOTAL, FunnelSettings, MetricValue
from metrics.recalculation.months import months_between


@dataclass(frozen=True)
class Point:
    """One month of one slice. Only a settled month may be compared or pooled."""

    month: date
    numerator: Decimal | None
    denominator: int
    pending: int
    is_over: bool

    @property
    def value(self) -> Decimal | None:
        return value(self.numerator, self.denominator)

    @property
    def is_settled(self) -> bool:
        """The month is over and everybody in it is old enough."""
        return self.is_over and not self.pending

    @property
    def is_empty(self) -> bool:
        return not (self.numerator or self.denominator or self.pending)


@dataclass(frozen=True)
class Slice:
    """Several settled months added up: sums are divided, shares are never averaged."""

    channel: str
    numerator: Decimal | None
    denominator: int

    @property
    def value(self) -> Decimal | None:
        return value(self.numerator, self.denominator)


class Readout:
    """All values between two months, read by one query."""

    def __init__(self, settings: FunnelSettings, today: date, first: date, last: date):
        self.settings, self.today = settings, today
        self.months = months_between(first, last)
        self._rows: dict[tuple, dict] = defaultdict(dict)
        for row in _stored(first, last):
            self._rows[row.metric, row.variant, row.channel][row.month] = row

    def by_month(self, metric: Metric, variant: Variant, channel: str = TOTAL) -> list[Point]:
        """Every month between, also those of which nothing is known."""
        rows = self._rows.get((metric.name, variant.name, channel), {})
        return [self._point(metric, month, rows.get(month)) for month in self.months]

    def _point(self, metric, month, row):
        is_over = month_is_over(month, self.today, reach(self.settings, metric))
        if row is None:
            return Point(month, None, 0, 0, is_over)
        return Point(month, row.numerator, row.denominator, row.pending, is_over)

    def by_channel(self, metric: Metric, variant: Variant, settled: Iterable[date]) -> list[Slice]:
        """Each channel over the settled months, the largest base first."""
        settled = set(settled)
        found = [
            _pooled(channel, [row for month, row in rows.items() if month in settled])
            for (name, of_variant, channel), rows in self._rows.items()
            if (name, of_variant) == (metric.name, variant.name) and channel != TOTAL
        ]
        return sorted(found, key=lambda each: (-each.denominator, each.channel))


def _stored(first, last):
    rows = MetricValue.objects.filter(segment=TOTAL, month__range=(first, last))
    return [row for row in rows if row.metric in METRICS and row.version == METRICS[row.metric].version]


def _pooled(channel, rows):
    numerators = [row.numerator for row in rows if row.numerator is not None]
    return Slice(channel, sum(numerators) if numerators else None, sum(row.denominator for row in rows))


def pooled(points: Iterable[Point]) -> Slice:
    return _pooled(TOTAL, list(points))


def reach(settings: FunnelSettings, metric: Metric) -> date | None:
    """The last day of which everything the metric needs has been imported."""
    reaches = [settings.through]
    if metric.unit == "money":
        reaches.append(settings.spend_through)
    return None if None in reaches else min(reaches)


def month_is_over(month: date, today: date, through: date | None) -> bool:
    """The calendar has left the month, and the data reaches its end."""
    last = end_of_month(month)
    return through is not None and today > last and through >= last


def end_of_month(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def newest_settled(points: list[Point]) -> tuple[Point | None, Point | None]:
    """The newest settled month with a value, and the settled month just before it."""
    settled = [point for point in points if point.is_settled and point.value is not None]
    if not settled:
        return None, None
    newest = settled[-1]
    before = end_of_month(newest.month.replace(day=1) - timedelta(days=1)).replace(day=1)
    return newest, next((point for point in settled if point.month == before), None)
