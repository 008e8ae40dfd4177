"""What a dashboard shows, as rows of a file, with the definition beside each number."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from metrics.models import TOTAL
from metrics.readout import dashboards, filters
from metrics.readout.dashboard_board import Board, is_empty
from metrics.readout.dashboard_parts import Panel

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
DECIMALS = 6


def rows(board: Board, category: str) -> Iterable[Sequence]:
    """One row for each period and slice of the variants that the dashboard shows; "total" is everybody it shows."""
    return _points(board, dashboards.drawn(board, category))


def of_panel(board: Board, category: str, panel: Panel) -> Iterable[Sequence]:
    """One drawing alone: as `rows`, or where it shows other things than periods its table, in numbers."""
    pairs = [pair for pair in dashboards.drawn(board, category) if pair[0].name == panel.name]
    return _points(board, pairs) if pairs else of_table(panel)


def of_table(panel: Panel) -> Iterable[Sequence]:
    return [[_rounded(cell) for cell in row] for row in panel.plain]


def _rounded(cell):
    is_long = isinstance(cell, Decimal) and -cell.as_tuple().exponent > DECIMALS
    return round(cell, DECIMALS) if is_long else cell


def _points(board, pairs):
    yield HEADER
    for metric, variant in pairs:
        for name in (TOTAL, *board.figures.slices):
            for point in board.figures.points(metric, variant, name):
                if not is_empty(variant, [point]):
                    yield _row(board, metric, variant, name, point)


def _row(board, metric, variant, name, point):
    return (
        metric.name,
        variant.name,
        f"{point.month:%Y-%m-%d}",
        filters.NAMES.get(name, name),
        None if point.value is None else round(point.value, DECIMALS),
        point.numerator,
        point.denominator,
        point.pending,
        "yes" if point.is_settled else "no",
        board.settings.through,
        metric.version,
        str(variant.formula),
    )
