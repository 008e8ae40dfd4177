"""What the dashboard shows, as rows of a file, with the definition beside each number."""

from collections.abc import Iterator

from metrics.definitions.catalog import METRICS
from metrics.models import TOTAL
from metrics.readout.figures import Figures
from metrics.readout import dashboards
from metrics.readout.dashboard_board import Board
from metrics.readout.filters import Filters

HEADER = (
    "metric",
    "variant",
    "month",
    "channel",
    "value",
    "numerator",
    "denominator",
    "in_progress",
    "settled",
    "as_of",
    "formula",
)


def rows(readout: Figures, filters: Filters, channels: list[str]) -> Iterator[tuple]:
    """One row for each month and channel of the variants shown; "total" is everybody."""
    yield HEADER
    shown = [TOTAL, *channels] if filters.channel == TOTAL else [filters.channel]
    for metric in METRICS.values():
        variant = filters.variants[metric.name]
        for channel in shown:
            for point in readout.by_month(metric, variant, channel):
                if not point.is_empty:
                    yield _row(readout, metric, variant, channel, point)


def _row(readout, metric, variant, channel, point):
    return (
        metric.name,
        variant.name,
        f"{point.month:%Y-%m}",
        {TOTAL: "total", "": "unattributed"}.get(channel, channel),
        None if point.value is None else round(point.value, 6),
        point.numerator,
        point.denominator,
        point.pending,
        "yes" if point.is_settled else "no",
        readout.settings.through,
        str(variant.formula),
    )


BOARD_HEADER = (
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


def board_rows(board: Board, category: str) -> Iterator[tuple]:
    """One row for each period and slice of the variants that the dashboard shows; "total" is everybody it shows."""
    yield BOARD_HEADER
    for metric, variant in dashboards.drawn(board, category):
        for name in (TOTAL, *board.figures.slices):
            for point in board.figures.points(metric, variant, name):
                if point.numerator or point.pending:
                    yield _board_row(board, metric, variant, name, point)


def _board_row(board, metric, variant, name, point):
    return (
        metric.name,
        variant.name,
        f"{point.month:%Y-%m-%d}",
        {TOTAL: "total", "": "unattributed"}.get(name, name),
        None if point.value is None else round(point.value, 6),
        point.numerator,
        point.denominator,
        point.pending,
        "yes" if point.is_settled else "no",
        board.settings.through,
        metric.version,
        str(variant.formula),
    )
