"""A period of a metric, several of them as one, and the newest that is settled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from metrics.definitions.catalog import Metric, value
from metrics.models import TOTAL, FunnelSettings


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
