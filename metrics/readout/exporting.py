"""What a dashboard shows, as rows of a file, with the definition beside each number."""

from collections.abc import Iterator

from metrics.models import TOTAL
from metrics.readout import dashboards, filters
from metrics.readout.dashboard_board import Board

HEADER = (
    "metric",
    "variant",
    "period",
    "slice",
    "value",
    "numerator",
    "denominator",
    "in_progress",
    "settled",
    "as_of",
    "definition_version",
    "formula",
)


def rows(board: Board, category: str) -> Iterator[tuple]:
    """One row for each period and slice of the variants that the dashboard shows; "total" is everybody it shows."""
    yield HEADER
    for metric, variant in dashboards.drawn(board, category):
        for name in (TOTAL, *board.figures.slices):
            for point in board.figures.points(metric, variant, name):
                if point.numerator or point.pending:
                    yield _row(board, metric, variant, name, point)


def _row(board, metric, variant, name, point):
    return (
        metric.name,
        variant.name,
        f"{point.month:%Y-%m-%d}",
        filters.NAMES.get(name, name),
        None if point.value is None else round(point.value, 6),
        point.numerator,
        point.denominator,
        point.pending,
        "yes" if point.is_settled else "no",
        board.settings.through,
        metric.version,
        str(variant.formula),
    )
