"""Definitions and values as plain data for REST."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from operator import itemgetter
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from metrics.definitions import catalog
from metrics.definitions.catalog.words import Product
from metrics.models import TOTAL, FunnelSettings, ImportRun
from metrics.readout import activation as criteria
from metrics.readout import filters, periods
from metrics.readout.behind import parts
from metrics.readout.candidates import Candidate
from metrics.readout.figures import Figures
from metrics.readout.filters import Asked, View
from metrics.readout.people import Wanted
from metrics.readout.tallies import DIMENSIONS


def metrics(settings: FunnelSettings) -> list[dict]:
    """As this workspace has set them."""
    return [metric(catalog.as_set(each, settings.activation_days)) for each in catalog.EVERY.values()]


def activation(settings: FunnelSettings) -> dict:
    said = {name: getattr(settings, f"activation_{name}") for name in ("version", "match", "days")}
    return said | {"events": settings.activation, "text": criteria.said(settings)}


def candidate(each: Candidate) -> dict:
    counts = {name: getattr(each, name) for name in ("event", "times", "did", "did_kept", "others", "others_kept")}
    return counts | {name: _six(getattr(each, name)) for name in ("lift", "score")}


def _six(number):
    return None if number is None else f"{number:.6f}"


def metric(each: catalog.Metric) -> dict:
    words = ("title", "source", "calendar", "slices", "exclusions", "zero_rule")
    return {
        **{name: getattr(each, name) for name in ("name", "unit", "version", "category")},
        **{name: str(getattr(each, name)) for name in words},
        "variants": [_variant(each, variant) for variant in each.variants],
    }


def _variant(metric, each):
    words = {name: str(getattr(each, name)) for name in ("title", "formula", "population", "maturity")}
    said = {"name": each.name, "key": catalog.key(metric, each) if each.is_series else None}
    return {**said, **words, "target": str(each.target_in_words), "window_days": each.window}


def values(asked: Asked, settings: FunnelSettings, today: date) -> list[dict]:
    first, last = asked.first or filters.oldest_month(), asked.last or today
    if first is None or settings.tallied_at is None:
        return []
    figures = Figures(settings, today, first, min(last, today), where=asked.where, by=asked.each)
    figures.read(*asked.series)
    found = [
        _value(metric, variant, point, _narrowed(asked, name)) | {"as_of": settings.tallied_at}
        for metric, variant in asked.series
        for name in _names(asked, figures.slices)
        for point in figures.points(metric, variant, name)
        if point.numerator or point.pending or (variant.has_base and point.denominator)
    ]
    return sorted(found, key=itemgetter("metric", "variant", "month", *DIMENSIONS))


def _names(asked, slices):
    if asked.channel != TOTAL:
        return [name for name in slices if name[0] == asked.channel]
    return [TOTAL, *slices] if asked.each else [TOTAL]


def _narrowed(asked, name):
    """To one slice of those told apart."""
    if name == TOTAL:
        return asked.where
    return replace(asked.where, **dict(zip(asked.each, name, strict=True)))


def _value(metric, variant, point, where):
    has_parts = not isinstance(variant.reading, Product)
    return {
        "metric": metric.name,
        "variant": variant.name,
        "definition_version": metric.version,
        "month": f"{point.month:%Y-%m}",
        **{name: filters.NAMES.get(text, text) for name in DIMENSIONS for text in [getattr(where, name)]},
        "value": None if point.value is None else f"{point.value:.6f}",
        "numerator": f"{point.numerator:.6f}" if has_parts and point.numerator is not None else None,
        "denominator": point.denominator if has_parts else None,
        "in_progress": point.pending,
        "settled": point.is_settled,
        "imports": _address_of_imports(metric, variant, point.month, where),
    }


def _address_of_imports(metric, variant, month, where):
    chosen = {name: filters.NAMES.get(text, text) for name, text in where.chosen.items()}
    said = {"metric": metric.name, "variant": variant.name, "month": f"{month:%Y-%m}"} | chosen
    return f"{reverse('api_metric_value_imports')}?{urlencode(said)}"


def wanted(query: Mapping[str, str], settings: FunnelSettings) -> Wanted:
    """One side of one value, as a program names it. Raises BadFilter."""
    month = query.get("month", "")
    whose = {name: query.get(name) or "total" for name in DIMENSIONS}
    asked = filters.of_values({**query, **whose, "from": month, "to": month}, filters.known(settings))
    if not month or len(asked.series) != 1 or filters.EACH in whose.values():
        raise filters.BadFilter(_("Name one metric, one variant, one month, and of each dimension one slice or none."))
    metric, variant = asked.series[0]
    where = replace(asked.where, channel=asked.channel)
    view = View(asked.first, periods.end_of(asked.first, "month"), where=where)
    return Wanted.of(metric, variant, _side(metric, variant, query.get("side", "")), view)


def imports(wanted: Wanted, told: dict) -> dict:
    """Whose rows it counts, out of what `people.counted` said; nothing while it is not known."""
    if not told:
        return {"side": wanted.part, "total": None, "imports": []}
    names = dict(ImportRun.objects.filter(pk__in=[run for run, _rows in told["runs"]]).values_list("pk", "name"))
    runs = [{"id": run, "name": names[run], "rows": rows} for run, rows in told["runs"] if run in names]
    return {"side": wanted.part, "total": _six(Decimal(told["totals"][wanted.part])), "imports": runs}


def _side(metric, variant, asked):
    names = [part.name for part in parts(metric, variant)]
    if asked and asked not in names:
        said = {"text": asked[:40], "names": ", ".join(names)}
        raise filters.BadFilter(_("“%(text)s” is no side of this value. Expected one of: %(names)s.") % said)
    return asked or names[0]
