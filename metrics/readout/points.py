"""What is read: a metric in one period, or in several together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from metrics.definitions.catalog import value
from metrics.models import TOTAL
from metrics.readout import periods


@dataclass(frozen=True)
class Point:
    """One period of one slice. Only a settled one may be compared or pooled."""

    month: date  # the first day of the period, also where that is a day or a week
    numerator: Decimal | None
    denominator: int
    pending: int
    is_over: bool

    @property
    def value(self) -> Decimal | None:
        return value(self.numerator, self.denominator)

    @property
    def is_settled(self) -> bool:
        """The period is over and everybody in it is old enough."""
        return self.is_over and not self.pending

    @property
    def is_empty(self) -> bool:
        return not (self.numerator or self.denominator or self.pending)


@dataclass(frozen=True)
class Slice:
    """Several settled periods added up: sums are divided, shares are never averaged."""

    channel: str
    numerator: Decimal | None
    denominator: int

    @property
    def value(self) -> Decimal | None:
        return value(self.numerator, self.denominator)


def pooled(points: Iterable, name: str = TOTAL) -> Slice:
    """Several periods added up and divided once."""
    points = list(points)
    known = [point.numerator for point in points if point.numerator is not None]
    return Slice(name, sum(known) if known else None, sum(point.denominator for point in points))


def newest_settled(points: list[Point], bucket: str) -> tuple[Point | None, Point | None]:
    """The newest settled period with a value, and the settled one just before it."""
    settled = [point for point in points if point.is_settled and point.value is not None]
    if not settled:
        return None, None
    newest = settled[-1]
    before = periods.later(newest.month, -1, bucket)
    return newest, next((point for point in settled if point.month == before), None)


def newest_known(points: list[Point]) -> Point | None:
    """The newest settled period of which anything is known, also where that makes no value."""
    return next((point for point in reversed(points) if point.is_settled and not point.is_empty), None)
