"""What the dashboard shows, as rows of a file, with the definition beside each number."""

from collections.abc import Iterator

from metrics.definitions.catalog import METRICS
from metrics.models import TOTAL
from metrics.readout.figures import Figures
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
