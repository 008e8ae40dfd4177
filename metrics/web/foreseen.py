"""What a change would do to the numbers, in the reader's words."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.definitions.catalog import EVERY
from metrics.definitions.catalog.words import Metric, Variant
from metrics.importing import wording
from metrics.models import TOTAL
from metrics.readout import dashboard_words as words
from metrics.readout import numbers
from metrics.readout.points import Slice
from metrics.recalculation import questions
from metrics.recalculation.questions import Answer


@dataclass(frozen=True)
class Row:
    """One value before and after; `period` is of both, unless the value would be one of another month."""

    metric: Metric
    variant: Variant
    period: str
    before: str
    after: str
    is_same: bool


@dataclass(frozen=True)
class Numbers:
    headlines: list[Row]
    most: list[Row]
    extent: str  # how many values change at all


def shown(answer: Answer) -> dict:
    """What `_foreseen.html` tells of an answer that is, or will be, what `foreseeing.compared` says."""
    return {
        "is_counting": answer.is_open,
        "foreseen": of(answer.told) if answer.told else None,
        "sentence": wording.of_missing_rates(answer.missing) if answer.missing else "",
        "is_too_long": answer.problem == questions.TOO_LONG,
    }


def of(told: dict) -> Numbers:
    """`told` is what `foreseeing.compared` said."""
    rows = {name: [_row(each, *told["currencies"]) for each in told[name]] for name in ("headlines", "most")}
    return Numbers(**rows, extent=_extent(told))


def rates(told: dict) -> list[Row]:
    """Activation by month, as `foreseeing.of_criteria` said."""
    return [_row(each, *told["currencies"]) for each in told["months"] if each["before"] or each["after"]]


def lines(told: dict) -> list[str]:
    """The same for who reads no table."""
    found = of(told)
    most = [f"{row.metric.title}, {row.period}: {row.before} → {row.after}" for row in found.most]
    return [*most, found.extent]


def _extent(told):
    if not told["values"]:
        return _("No number changes.")
    metrics = ngettext("%(count)s metric", "%(count)s metrics", told["metrics"]) % {"count": told["metrics"]}
    return ngettext(
        "%(count)s monthly value of %(metrics)s changes.",
        "%(count)s monthly values of %(metrics)s change.",
        told["values"],
    ) % {"count": numbers.count(told["values"]), "metrics": metrics}


def _row(told, currency, currency_then):
    metric = EVERY[told["metric"]]
    sides = told["before"], told["after"]
    months = list(dict.fromkeys(_month(side) for side in sides if side))
    before, after = _shown(metric, sides[0], currency), _shown(metric, sides[1], currency_then)
    is_same = sides[0] == sides[1] and before == after  # as much in another currency is not the same
    return Row(metric, metric.variant(told["variant"]), " → ".join(months), before, after, is_same)


def _month(side):
    return numbers.short_month(date.fromisoformat(side[0]))


def _shown(metric, side, currency):
    if side is None:
        return _("no value")
    _month, above, below = side
    return words.shown(metric, Slice(TOTAL, Decimal(above), Decimal(below)), currency)
