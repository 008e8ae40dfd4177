"""The figures of every metric as a dashboard says them: values, what they are made of, changes, periods, axes."""

from datetime import date, timedelta
from decimal import Decimal

from babel import dates
from babel import numbers as babel
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metrics.definitions.catalog.words import Adoption, Daily, Metric, Product, Ratio, Variant
from metrics.readout import numbers, periods
from metrics.readout.points import Point, Slice

IN_MONEY = ("mrr.", "rates.", "kept.", "revenue.", "lifetime.cents", "acquisition.spend")
IN_MONEY += ("campaign.spend", "campaign.cents")
NEEDS = {
    "acquisition.spend": "spend",
    "mrr.": "subscriptions",
    "rates.": "subscriptions",
    "kept.": "subscriptions",
    "customers.": "subscriptions",
    "revenue.": "payments",
    "lifetime.": "payments",
    "leads.": "leads",
    "deals.": "deals",
}
IMPORTS = {
    "events": gettext_lazy("events"),
    "spend": gettext_lazy("spend"),
    "subscriptions": gettext_lazy("subscriptions"),
    "payments": gettext_lazy("payments"),
    "leads": gettext_lazy("leads"),
    "deals": gettext_lazy("deals"),
}
DIMENSIONS = {
    "channel": gettext_lazy("Channel"),
    "segment": gettext_lazy("Segment"),
    "plan": gettext_lazy("Plan"),
    "product": gettext_lazy("Product"),
}
BY = {
    "channel": gettext_lazy("By channel"),
    "segment": gettext_lazy("By segment"),
    "plan": gettext_lazy("By plan"),
    "product": gettext_lazy("By product"),
}

HATCHED = gettext_lazy(
    "Hatched: the period is not complete, or some of its people are not old enough yet. "
    "Such periods are never compared or added up."
)


def _is_in_money(terms):
    return any(term.measure.startswith(IN_MONEY) for term in terms)


def shown(metric: Metric, each: Point | Slice, currency: str) -> str:
    """The value of a period or a slice."""
    return numbers.value(metric, each.numerator, each.denominator, currency)


def parts(metric: Metric, variant: Variant, each: Point | Slice, currency: str) -> str:
    """The two numbers behind a value; nothing where there are no two, or where the value says them itself."""
    reading = variant.reading
    has_two = isinstance(reading, Ratio | Adoption) and variant.has_base
    if not has_two or not (each.numerator or each.denominator):
        return ""
    if metric.name == "cac" or metric.is_of_people:
        said = numbers.fraction(metric, each.numerator, each.denominator, currency)
        return "" if said == shown(metric, each, currency) else said
    over = part(each.numerator, reading.over, metric, currency)
    under = part(each.denominator, reading.under, None, currency)
    return f"{over} ÷ {under}"


def part(number: Decimal | int | None, terms, metric: Metric | None, currency: str, beside: Decimal | int = 0) -> str:
    """A sum of these terms; above the line of a metric of money it is in units, else in cents. `beside` is another."""
    if not _is_in_money(terms):
        return numbers.count(number or 0)
    unit = 1 if metric is not None and metric.unit == "money" else 100
    return numbers.money(Decimal(number or 0) / unit, currency, Decimal(beside) / unit)


def part_of(count: int, whole: int, words_of_all: str) -> str:
    """A part of a whole as a share, in these words; of a handful of people the counts."""
    if whole < numbers.FEW:
        return _("%(part)s of %(whole)s") % {"part": numbers.count(count), "whole": numbers.count(whole)}
    return words_of_all % {"share": numbers.share(Decimal(count) / whole)}


def change(metric: Metric, before: Decimal | None, now: Decimal | None, than: str) -> str:
    """Against another value: in points for a share, in percent for everything else."""
    if metric.unit != "share" and before is not None and before < 0:
        return ""
    return numbers.change(metric, before, now, than)


def period(start: date, bucket: str) -> str:
    """A period as a heading."""
    if bucket == "month":
        return numbers.month(start)
    return numbers.day(start) if bucket == "day" else span(start, periods.end_of(start, "week"))


def short_period(start: date, bucket: str) -> str:
    return numbers.short_month(start) if bucket == "month" else numbers.day(start)


def compared_period(start: date, bucket: str) -> str:
    """A period after "than"."""
    return numbers.short_month(start) if bucket == "month" else period(start, bucket)


def on_axis(start: date, bucket: str) -> str:
    if bucket == "month":
        return numbers.month_on_axis(start)
    return dates.format_skeleton("MMMd", start, locale=numbers.locale())


def span(first: date, last: date) -> str:
    """From one day to another; whole months are told as months."""
    is_whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    if is_whole and (first.year, first.month) == (last.year, last.month):
        return numbers.month(first)
    return dates.format_interval(first, last, skeleton="yMMM" if is_whole else "yMMMd", locale=numbers.locale())


def tick(metric: Metric, step: Decimal, currency: str) -> str:
    """A value beside an axis, in little room."""
    if metric.unit == "share":
        return numbers.percent(step, "#,##0.##")
    return _compact(metric, step, currency).replace("-", numbers.MINUS)


def _compact(metric, step, currency):
    if numbers.is_long(step):
        return numbers.money(step, currency) if metric.unit == "money" else numbers.count(step)
    if metric.unit == "money" and step:
        return babel.format_compact_currency(step, currency, locale=numbers.locale(), fraction_digits=1)
    return babel.format_compact_decimal(step, locale=numbers.locale(), fraction_digits=1 if abs(step) >= 1000 else 2)


def needs(metric: Metric, variant: Variant, variants) -> list[str]:
    """The kinds of import that a value is made of. `variants` finds the parts of a product by name."""
    reading = variant.reading
    if isinstance(reading, Product):
        found = [needs(metric, variants(*pair), variants) for pair in (*reading.over, *reading.under)]
        return list(dict.fromkeys(kind for kinds in found for kind in kinds))
    if isinstance(reading, Ratio | Daily):
        terms = (*reading.over, *reading.under)
        return list(dict.fromkeys(_kind(term.measure) for term in terms))
    return ["events"]


def are_payments(terms) -> bool:
    return any(_kind(term.measure) == "payments" for term in terms)


def _kind(measure):
    return next((kind for prefix, kind in NEEDS.items() if measure.startswith(prefix)), "events")
