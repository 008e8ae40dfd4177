"""The funnel page as plain values: for each metric a tile, a chart with its table, and the channels."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from metrics.definitions.catalog import METRICS, Metric, Variant
from metrics.models import FunnelSettings
from metrics.readout import charts, numbers
from metrics.readout.figures import Figures
from metrics.readout.filters import Filters
from metrics.readout.series import Point, Slice, newest_settled, pooled

WIDE, NARROW = (720, 300), (340, 220)
MONTHS_ON_A_PHONE = 9
ROW_BAR = 120


@dataclass(frozen=True)
class Tile:
    value: str
    period: str
    fraction: str
    change: str
    trend: str  # "up", "down" or ""
    verdict: str  # "better", "worse" or ""


@dataclass(frozen=True)
class Row:
    """A month or a channel in a table."""

    name: str
    value: str
    fraction: str
    note: str = ""
    is_open: bool = False
    bar: int = 0
    key: str = ""


@dataclass(frozen=True)
class Section:
    metric: Metric
    variant: Variant
    tile: Tile
    wide: charts.BarChart
    narrow: charts.BarChart
    months: list[Row]
    channels: list[Row]
    total: Row
    settled_period: str
    missing: str  # the kind of import without which this is empty


def sections(readout: Figures, filters: Filters, currency: str) -> list[Section]:
    return [_section(readout, filters, metric, currency) for metric in METRICS.values()]


def _section(readout, filters, metric, currency):
    variant = filters.variants[metric.name]
    points = readout.by_month(metric, variant, filters.channel)
    settled = [point for point in points if point.is_settled]
    readings = [_reading(metric, variant, point, currency) for point in points]
    return Section(
        metric,
        variant,
        _tile(metric, points, currency),
        _chart(metric, readings, currency, WIDE),
        _chart(metric, readings[-MONTHS_ON_A_PHONE:], currency, NARROW),
        [_month_row(metric, variant, point, currency) for point in reversed(points) if not point.is_empty],
        _channel_rows(metric, readout.by_channel(metric, variant, (point.month for point in settled)), currency),
        _slice_row(metric, pooled(settled), currency, largest=None),
        _period(settled),
        _missing(readout.settings, metric),
    )


def _missing(settings: FunnelSettings, metric):
    if settings.through is None:
        return "events"
    return "spend" if metric.unit == "money" and settings.spend_through is None else ""


def _tile(metric, points, currency):
    now, before = newest_settled(points)
    if now is None:
        return Tile(_("no base"), "", _("No complete month yet"), "", "", "")
    period = numbers.month(before.month) if before else ""
    change = numbers.change(metric, before and before.value, now.value, period)
    trend = _trend(before, now) if change else ""
    shown = _shown(metric, now, currency)
    fraction = numbers.fraction(metric, now.numerator, now.denominator, currency)
    return Tile(shown, numbers.month(now.month), fraction, change, trend, _verdict(metric, trend))


def _trend(before, now):
    if now.value == before.value:
        return ""
    return "up" if now.value > before.value else "down"


def _verdict(metric, trend):
    if not trend:
        return ""
    return "better" if (trend == "down") == metric.is_less_better else "worse"


def _shown(metric, each: Point | Slice, currency):
    return numbers.value(metric, each.numerator, each.denominator, currency)


def _reading(metric, variant, point: Point, currency):
    shown = _shown(metric, point, currency)
    note = ". ".join(filter(None, [_fraction(metric, point, currency), _state(variant, point)]))
    return charts.Reading(numbers.month_on_axis(point.month), point.value, shown, note, not point.is_settled)


def _fraction(metric, point, currency):
    return "" if point.is_empty else numbers.fraction(metric, point.numerator, point.denominator, currency)


def _state(variant, point):
    """Why a month is hatched."""
    parts = [] if point.is_over else [_("month not complete")]
    if point.pending:
        said = {"count": numbers.count(point.pending), "days": variant.window}
        parts.append(_("%(count)s still within their %(days)s days") % said)
    return "; ".join(parts)


def _chart(metric, readings, currency, size):
    width, height = size
    return charts.bar_chart(readings, lambda step: _on_axis(metric, step, currency), width=width, height=height)


def _on_axis(metric, step, currency):
    if metric.unit == "money":
        return numbers.money(step, currency) if step >= 100 or not step else numbers.count(step)
    return numbers.babel.format_percent(step, format="#,##0.##%", locale=numbers.locale())


def _month_row(metric, variant, point, currency):
    shown = _shown(metric, point, currency)
    fraction = numbers.fraction(metric, point.numerator, point.denominator, currency)
    return Row(numbers.month(point.month), shown, fraction, _state(variant, point), not point.is_settled)


def _channel_rows(metric, slices: list[Slice], currency):
    largest = max((each.value for each in slices if each.value is not None), default=None)
    return [_slice_row(metric, each, currency, largest) for each in slices if each.denominator or each.numerator]


def _slice_row(metric, each: Slice, currency, largest: Decimal | None):
    shown = _shown(metric, each, currency)
    fraction = numbers.fraction(metric, each.numerator, each.denominator, currency)
    bar = charts.share_of(each.value, largest, ROW_BAR)
    return Row(numbers.channel(each.channel), shown, fraction, bar=bar, key=each.channel)


def _period(settled: list[Point]):
    if not settled:
        return ""
    first, last = numbers.short_month(settled[0].month), numbers.short_month(settled[-1].month)
    return first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def newest_month(settings: FunnelSettings, today: date) -> date:
    """The month the data ends in, or this one while there is none."""
    reaches = [day for day in (settings.through, settings.spend_through) if day]
    return max(reaches, default=today).replace(day=1)
