"""Numbers, months and changes the way the reader's language writes them."""

from datetime import date
from decimal import Decimal

from babel import Locale, UnknownLocaleError, dates
from babel import numbers as babel
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext, to_locale
from django.utils.translation import gettext as _

from metrics.definitions import catalog
from metrics.definitions.catalog import Metric

FEW = 10  # below this many people a share says more than it knows
MINUS = "−"


def locale() -> Locale:
    try:
        return Locale.parse(to_locale(get_language() or "en"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def count(number: int | Decimal) -> str:
    return babel.format_decimal(number, locale=locale())


def rate(of_one: Decimal) -> str:
    """What a unit of another currency is worth, to the last digit."""
    return babel.format_decimal(of_one, locale=locale(), decimal_quantization=False)


def money(amount: Decimal, currency: str, beside: Decimal | int = 0) -> str:
    """Whole units from a hundred on, or beside so much in a table: nobody decides by the cents of a CAC."""
    is_whole = not amount or max(abs(amount), abs(beside)) >= 100
    pattern = locale().currency_formats["standard"].pattern
    said = babel.format_currency(
        abs(amount),
        currency,
        format=pattern.replace(".00", "") if is_whole else pattern,
        locale=locale(),
        currency_digits=not is_whole,
    )
    return f"{MINUS}{said}" if amount < 0 else said


def is_long(amount: Decimal) -> bool:
    """Whether a thousand stays a thousand where there is little room: Chinese shortens from ten thousand on."""
    return abs(amount) >= 1000 and babel.format_compact_decimal(abs(amount), locale=locale()).isdecimal()


def share(value: Decimal) -> str:
    return percent(value, "#,##0.0")


def whole_share(value: Decimal) -> str:
    """Where there is little room."""
    return percent(value, "#,##0")


def percent(value: Decimal, digits: str) -> str:
    """With the sign where the language has it."""
    pattern = locale().percent_formats[None].pattern.replace("#,##0", digits)
    return babel.format_percent(value, format=pattern, locale=locale()).replace("-", MINUS)


def month(day: date) -> str:
    return dates.format_skeleton("yMMMM", day, locale=locale())


def short_month(day: date) -> str:
    return dates.format_skeleton("yMMM", day, locale=locale())


def month_on_axis(day: date) -> str:
    return dates.format_date(day, pgettext("a month on an axis", "LLL yy"), locale=locale())


def day(when: date) -> str:
    return date_format(when, "DATE_FORMAT")


def value(metric: Metric, numerator: Decimal | None, denominator: int | Decimal, currency: str) -> str:
    """The division in words. Of a handful of people the counts are told, not a share."""
    number = catalog.value(numerator, denominator)
    if number is None:
        return _missing(metric, numerator, denominator)
    if metric.unit == "share" and denominator < FEW and metric.is_of_people:
        return fraction(metric, numerator, denominator, currency)
    return amount(metric, number, currency)


def amount(metric: Metric, number: Decimal, currency: str) -> str:
    """A value by itself, in the unit of its metric."""
    if metric.unit == "money":
        return money(number, currency)
    return share(number) if metric.unit == "share" else UNITS[metric.unit](number)


def _missing(metric, numerator, denominator):
    if catalog.is_never(metric, numerator, denominator):
        return _("not reached") if metric.unit == "days" else _("never")
    return _("no spend") if denominator else _("no base")


def _rounded(number):
    return babel.format_decimal(number, format="#,##0.0", locale=locale()).replace("-", MINUS)


UNITS = {
    "count": lambda number: count(round(number)) if number >= 10 or number == round(number) else _rounded(number),
    "days": lambda number: ngettext("%(count)s day", "%(count)s days", int(number)) % {"count": count(number)},
    "months": lambda number: _("%(count)s months") % {"count": _rounded(number)},
    "times": lambda number: _("%(count)s : 1") % {"count": _rounded(number)},
}


def fraction(metric: Metric, numerator: Decimal | None, denominator: int | Decimal, currency: str) -> str:
    """The two numbers behind a value: "203 of 355", "$8,347 for 52 customers"; "" where it has no two."""
    if metric.unit == "share" and metric.is_of_people:
        return _("%(part)s of %(whole)s") % {"part": count(numerator or 0), "whole": count(denominator)}
    return _cost(numerator, denominator, currency) if metric.name == "cac" else ""


def _cost(numerator, denominator, currency):
    customers = ngettext("%(count)s customer", "%(count)s customers", denominator) % {"count": count(denominator)}
    if numerator is None:
        return _("%(customers)s, no spend") % {"customers": customers}
    return _("%(cost)s for %(customers)s") % {"cost": money(numerator, currency), "customers": customers}


def change(metric: Metric, before: Decimal | None, now: Decimal | None, period: str) -> str:
    """Against the complete month before, in points for a share and in percent for money."""
    if before is None or now is None:
        return ""
    if metric.unit == "share":
        size, shown = now - before, _rounded(abs(now - before) * 100)
    elif before:
        size, shown = now / before - 1, share(abs(now / before - 1))
    else:
        return ""
    words = _change_in_words(metric, size) if round(size, 3) else _("same as %(period)s")
    return words % {"size": shown, "period": period}


def _change_in_words(metric, size):
    if metric.unit == "share" and size > 0:
        return _("%(size)s points more than %(period)s")
    if metric.unit == "share":
        return _("%(size)s points less than %(period)s")
    return _("%(size)s more than %(period)s") if size > 0 else _("%(size)s less than %(period)s")


def points(difference: Decimal) -> str:
    """Of two shares, with its sign."""
    size = round(difference * 100, 1)
    said = babel.format_decimal(size, format="+#,##0.0;−#,##0.0", locale=locale()) if size else count(0)
    return _("%(size)s points") % {"size": said}


def channel(name: str) -> str:
    """A channel as a heading; the one nobody attributed has a name too."""
    return name[:1].upper() + name[1:] if name else _("Unattributed")
