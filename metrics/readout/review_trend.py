"""The last reviews side by side: how each number moved from one to the next, as it was told then."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from metrics.definitions.catalog import EVERY
from metrics.definitions.catalog.words import Metric, Variant
from metrics.models import Review
from metrics.readout import dashboard_words as words
from metrics.readout import outside, reviews

MOST = 8


@dataclass(frozen=True)
class Cell:
    """A number as one review told it."""

    review: Review
    told: dict
    shown: str
    period: str
    is_redefined: bool  # the review before that told it had another version of the definition


@dataclass(frozen=True)
class Line:
    metric: Metric
    variant: Variant
    cells: list[Cell | None]  # one of each review


def newest() -> list[Review]:
    """The last reviews, the newest at the end."""
    return list(Review.objects.select_related("workspace")[:MOST])[::-1]


def lines(kept: list[Review]) -> list[Line]:
    """Each number that one of the reviews told, in the order of the newest."""
    told = [{(each["metric"], each["variant"]): each for each in reviews.known(review)} for review in kept]
    pairs = dict.fromkeys(pair for each in reversed(told) for pair in each)
    return [_line(kept, *pair, [each.get(pair) for each in told]) for pair in pairs]


def _line(kept, metric, variant, values):
    return Line(EVERY[metric], EVERY[metric].variant(variant), list(_cells(kept, values)))


def _cells(kept, values) -> Iterator[Cell | None]:
    version = None
    for review, told in zip(kept, values, strict=True):
        yield told and _cell(review, told, version not in (None, told["version"]))
        version = told["version"] if told else version


def _cell(review, told, is_redefined):
    period = words.period(date.fromisoformat(told["period"]), told["bucket"])
    return Cell(review, told, reviews.as_told(told, review.currency), period, is_redefined)


def redefined(kept: list[Review]) -> list[outside.Mark]:
    """What was defined anew between the first of them and the last."""
    return reviews.redefined(kept[0], created_at__lte=kept[-1].created_at) if kept else []


def as_table(table: list[Line]) -> Iterator[list]:
    """For a spreadsheet: a row of each number of each review."""
    yield [
        "review", "time", "metric", "variant", "every", "period", "numerator", "denominator", "told", "version",
        "defined anew",
    ]  # fmt: skip
    for cell in (cell for line in table for cell in line.cells if cell):
        told = cell.told
        yield [
            cell.review.day, f"{cell.review.kept_at:%H:%M}", told["metric"], told["variant"], told["bucket"],
            told["period"], Decimal(told["above"]), Decimal(told["below"]), cell.shown, told["version"],
            "yes" if cell.is_redefined else "",
        ]  # fmt: skip
