"""What of the dashboard is shown: from which month to which, which channel, which variant of each metric."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from metrics.definitions.catalog import METRICS, Variant
from metrics.models import TOTAL, Tally

MEASURES = sorted(
    {
        term.measure
        for metric in METRICS.values()
        for variant in metric.variants
        for term in (*variant.reading.over, *variant.reading.under)
    }
)
SHOWN_MONTHS = 25
MOST_MONTHS = 120
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])\Z", re.ASCII)


class BadFilter(ValueError):
    """A filter that means nothing; the text says what was expected."""


@dataclass(frozen=True)
class Filters:
    first: date
    last: date
    channel: str
    variants: dict[str, Variant]

    def query(self, **changes) -> str:
        """These filters as part of an address."""
        query = QueryDict(mutable=True)
        query.update({"from": f"{self.first:%Y-%m}", "to": f"{self.last:%Y-%m}"})
        query.update({"channel": self.channel or "unattributed"})
        for name, value in ({name: variant.name for name, variant in self.variants.items()} | changes).items():
            query[name] = value
        return query.urlencode()


@dataclass(frozen=True)
class Asked:
    """What a program wants to see; None leaves a side open."""

    metrics: list[str]
    first: date | None
    last: date | None
    channel: str | None


def of_values(query: Mapping[str, str], channels: list[str]) -> Asked:
    """Read the filters of the REST list; raises BadFilter with a sentence."""
    name = query.get("metric", "")
    if name and name not in METRICS:
        said = {"text": name[:40], "names": ", ".join(METRICS)}
        raise BadFilter(_("There is no metric “%(text)s”. Expected one of: %(names)s.") % said)
    first, last = (month(query[side]) if query.get(side) else None for side in ("from", "to"))
    if first and last and first > last:
        raise BadFilter(_("The first month is after the last."))
    asked = query.get("channel", "")
    chosen = channel("" if asked == "total" else asked, channels) if asked else None
    return Asked([name] if name else list(METRICS), first, last, chosen)


def month(text: str) -> date:
    found = MONTH.match(text)
    if found is None:
        raise BadFilter(_("“%(text)s” is not a month. Expected year-month, as in 2026-01.") % {"text": text[:40]})
    return date(int(found[1]), int(found[2]), 1)


def channel(text: str, known: list[str]) -> str:
    if text in ("", TOTAL):
        return TOTAL
    if text not in known and text != "unattributed":
        raise BadFilter(_("There is no channel “%(text)s” in the imported data.") % {"text": text[:40]})
    return "" if text == "unattributed" and text not in known else text


def known_channels() -> list[str]:
    """The channels with a value, the unattributed one last."""
    found = Tally.objects.filter(measure__in=MEASURES).values_list("channel", flat=True).distinct()
    return sorted(found, key=lambda name: (not name, name))


def oldest_month() -> date | None:
    """The month of the oldest value there is."""
    firsts = [Tally.objects.filter(measure=measure).order_by("period").values("period")[:1] for measure in MEASURES]
    found = firsts[0].union(*firsts[1:]).order_by("period").values_list("period", flat=True).first()
    return found and found.replace(day=1)


def parse(query: Mapping[str, str], *, newest: date, oldest: date, channels: list[str]) -> Filters:
    """Read the address of the dashboard; raises BadFilter with a sentence."""
    last = month(query["to"]) if query.get("to") else newest
    first = month(query["from"]) if query.get("from") else max(oldest, _months_before(last, SHOWN_MONTHS - 1))
    if first > last:
        raise BadFilter(_("The first month is after the last."))
    if last > _months_before(first, -MOST_MONTHS):
        raise BadFilter(_("Choose at most %(most)d months.") % {"most": MOST_MONTHS})
    variants = {name: variant(metric, query.get(name, "")) for name, metric in METRICS.items()}
    return Filters(first, last, channel(query.get("channel", ""), channels), variants)


def variant(metric, text: str) -> Variant:
    names = [each.name for each in metric.variants]
    if text and text not in names:
        said = {"metric": metric.title, "text": text[:40], "names": ", ".join(names)}
        raise BadFilter(_("%(metric)s has no variant “%(text)s”. Expected one of: %(names)s.") % said)
    return metric.variant(text) if text else metric.main


def _months_before(day: date, count: int) -> date:
    number = day.year * 12 + day.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)
