"""Definitions and values as plain data for REST."""

from datetime import date

from metrics.definitions import catalog
from metrics.models import TOTAL, FunnelSettings, MetricValue
from metrics.readout.filters import Asked
from metrics.readout.series import month_is_over, reach

NAMES = {TOTAL: "total", "": "unattributed"}


def metric(each: catalog.Metric) -> dict:
    words = {name: str(getattr(each, name)) for name in ("title", "source", "calendar", "slices", "zero_rule")}
    variants = [_variant(variant) for variant in each.variants]
    return {"name": each.name, "unit": each.unit, "version": each.version, **words, "variants": variants}


def _variant(each):
    words = {name: str(getattr(each, name)) for name in ("title", "formula", "population", "maturity")}
    return {"name": each.name, **words, "target": str(each.target_in_words), "window_days": each.window}


def values(asked: Asked, settings: FunnelSettings, today: date) -> list[dict]:
    found = MetricValue.objects.filter(segment=TOTAL, metric__in=asked.metrics)
    if asked.channel is not None:
        found = found.filter(channel=asked.channel)
    if asked.first:
        found = found.filter(month__gte=asked.first)
    if asked.last:
        found = found.filter(month__lte=asked.last)
    rows = found.order_by("metric", "variant", "month", "channel")
    return [_value(row, settings, today) for row in rows]


def _value(row, settings, today):
    metric = catalog.METRICS[row.metric]
    value = catalog.value(row.numerator, row.denominator)
    is_over = month_is_over(row.month, today, reach(settings, metric))
    return {
        "metric": row.metric,
        "variant": row.variant,
        "definition_version": row.version,
        "month": f"{row.month:%Y-%m}",
        "channel": NAMES.get(row.channel, row.channel),
        "value": None if value is None else f"{value:.6f}",
        "numerator": None if row.numerator is None else f"{row.numerator:.6f}",
        "denominator": row.denominator,
        "in_progress": row.pending,
        "settled": is_over and not row.pending,
        "as_of": row.as_of,
    }
