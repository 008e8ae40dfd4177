"""Definitions and values as plain data for REST."""

from datetime import date

from metrics.definitions import catalog
from metrics.models import TOTAL, FunnelSettings
from metrics.readout import filters
from metrics.readout.figures import Figures
from metrics.readout.filters import Asked


def metric(each: catalog.Metric) -> dict:
    words = {name: str(getattr(each, name)) for name in ("title", "source", "calendar", "slices", "zero_rule")}
    variants = [_variant(variant) for variant in each.variants]
    return {"name": each.name, "unit": each.unit, "version": each.version, **words, "variants": variants}


def _variant(each):
    words = {name: str(getattr(each, name)) for name in ("title", "formula", "population", "maturity")}
    return {"name": each.name, **words, "target": str(each.target_in_words), "window_days": each.window}


def values(asked: Asked, settings: FunnelSettings, today: date) -> list[dict]:
    first, last = asked.first or filters.oldest_month(), asked.last or today
    if first is None or settings.tallied_at is None:
        return []
    figures = Figures(settings, today, first, min(last, today))
    pairs = [(catalog.METRICS[name], each) for name in asked.metrics for each in catalog.METRICS[name].variants]
    figures.read(*pairs)
    channels = [TOTAL, *figures.slices] if asked.channel is None else [asked.channel]
    found = [
        (metric, variant, channel, point)
        for metric, variant in sorted(pairs, key=lambda pair: (pair[0].name, pair[1].name))
        for channel in channels
        for point in figures.points(metric, variant, channel)
        if not point.is_empty
    ]
    found.sort(key=lambda row: (row[0].name, row[1].name, row[3].month, row[2]))
    return [_value(*row, as_of=settings.tallied_at) for row in found]


def _value(metric, variant, channel, point, as_of):
    return {
        "metric": metric.name,
        "variant": variant.name,
        "definition_version": metric.version,
        "month": f"{point.month:%Y-%m}",
        "channel": filters.NAMES.get(channel, channel),
        "value": None if point.value is None else f"{point.value:.6f}",
        "numerator": None if point.numerator is None else f"{point.numerator:.6f}",
        "denominator": point.denominator,
        "in_progress": point.pending,
        "settled": point.is_settled,
        "as_of": as_of,
    }
