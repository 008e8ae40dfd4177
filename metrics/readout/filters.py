"""What is asked for: by programs, and by the address of a dashboard."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db.models import Min
from django.http import QueryDict
from django.utils.translation import gettext as _

from metrics.definitions.catalog import EVERY, SERIES, Metric, Variant, standing
from metrics.definitions.limits import CATEGORIES
from metrics.models import TOTAL, FunnelSettings, Tally
from metrics.readout import periods
from metrics.readout.tallies import DIMENSIONS, EVERYBODY, Where
from pmm_workspace.common import tenancy

MEASURES = sorted({measure for name in EVERY for measure in standing.measures(name)})
NOBODYS = "unattributed"  # what the slice without a name is called in addresses and files
NAMES = {TOTAL: "total", "": NOBODYS}
EACH = "each"
USUALLY = {"channel": EACH}
SLICED = [
    *("funnel.entered:signup", "acquisition.customers", "leads.entered", "deals.opened"),
    *(f"acquisition.spend:{category}" for category in CATEGORIES),
]
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])\Z", re.ASCII)


class BadFilter(ValueError):
    """A filter that means nothing; the text says what was expected."""


@dataclass(frozen=True)
class Asked:
    """What a program wants to see; None leaves a side open. `each` is told apart, of those that `where` lets in.

    A channel is chosen from among the others, because some readings of one rest on all of them.
    """

    series: list[tuple[Metric, Variant]]
    first: date | None
    last: date | None
    where: Where
    each: tuple[str, ...]
    channel: str


def of_values(query: Mapping[str, str], known: "Known") -> Asked:
    """Read the filters of the REST list; raises BadFilter with a sentence."""
    first, last = (month(query[side]) if query.get(side) else None for side in ("from", "to"))
    if first and last and first > last:
        raise BadFilter(_("The first month is after the last."))
    each = _each(query)
    asked = {name: query.get(name, "") for name in DIMENSIONS if name not in each}
    chosen = {name: _slice(text, getattr(known, name), name) for name, text in asked.items() if text != "total"}
    channel = chosen.pop("channel", TOTAL)
    each = each if channel == TOTAL else ("channel", *each)
    return Asked(_series(query), first, last, Where(**chosen), each, channel)


def _each(query):
    """The dimensions told apart: channels as long as nothing is said of them."""
    each = tuple(name for name in DIMENSIONS if (query.get(name) or USUALLY.get(name)) == EACH)
    if len(each) > 1 and not query.get("metric"):
        raise BadFilter(
            _("Name the metric whose values are to be told apart by more than one of these: %(names)s.")
            % {"names": ", ".join(each)}
        )
    return each


def _series(query):
    """All with one value a month, those of one metric, or one variant of it."""
    name, chosen = query.get("metric", ""), query.get("variant", "")
    if name and name not in EVERY:
        said = {"text": name[:40], "names": ", ".join(EVERY)}
        raise BadFilter(_("There is no metric “%(text)s”. Expected one of: %(names)s.") % said)
    if chosen and not name:
        raise BadFilter(_("Name the metric of which this is a variant."))
    only = variant(EVERY[name], chosen) if chosen else None
    return [pair for pair in SERIES.values() if name in ("", pair[0].name) and only in (None, pair[1])]


def month(text: str) -> date:
    found = MONTH.match(text)
    if found is None:
        raise BadFilter(_("“%(text)s” is not a month. Expected year-month, as in 2026-01.") % {"text": text[:40]})
    return date(int(found[1]), int(found[2]), 1)


def oldest_month() -> date | None:
    """The month of the oldest value there is; None before the first import."""
    firsts = [Tally.objects.filter(measure=measure).order_by("period").values("period")[:1] for measure in MEASURES]
    found = firsts[0].union(*firsts[1:]).order_by("period").values_list("period", flat=True).first()
    return found and found.replace(day=1)


def variant(metric, text: str) -> Variant:
    names = [each.name for each in metric.variants]
    if text and text not in names:
        said = {"metric": metric.title, "text": text[:40], "names": ", ".join(names)}
        raise BadFilter(_("%(metric)s has no variant “%(text)s”. Expected one of: %(names)s.") % said)
    return metric.variant(text) if text else metric.main


# What of the dashboards is shown

SHOWN = {"day": 60, "week": 26, "month": 25}
MOST = {"day": 400, "week": 210, "month": 120}
DAY = re.compile(r"20\d\d-\d\d-\d\d\Z", re.ASCII)


@dataclass(frozen=True)
class Known:
    """What there is to choose from; a slice without a name is the empty string."""

    channel: list[str] = field(default_factory=list)
    segment: list[str] = field(default_factory=list)
    plan: list[str] = field(default_factory=list)
    product: list[str] = field(default_factory=list)
    oldest: date = date.min


@dataclass(frozen=True)
class View:
    """Which days, in what steps, whose, by which slices, in which variants, and whether with the period before."""

    first: date
    last: date
    bucket: str = "month"
    where: Where = EVERYBODY
    by: str = "channel"
    variants: dict[str, str] = field(default_factory=dict)
    is_compared: bool = False

    @property
    def before(self) -> tuple[date, date]:
        """The days of as many periods just before."""
        count = len(periods.between(self.first, self.last, self.bucket, self.first.weekday()))
        return periods.later(self.first, -count, self.bucket), self.first - periods.DAY

    @property
    def fields(self) -> dict[str, str]:
        """The view as the fields of an address; what is as usual is left out."""
        said = {"from": f"{self.first:%Y-%m-%d}", "to": f"{self.last:%Y-%m-%d}", "every": self.bucket}
        said |= {name: text or NOBODYS for name, text in self.where.chosen.items()}
        said |= {"by": self.by} if self.by != "channel" else {}
        said |= {"compare": "before"} if self.is_compared else {}
        return said | self.variants

    def query(self, **changes: str) -> str:
        """This view as part of an address. In other steps the days are chosen anew."""
        query = QueryDict(mutable=True)
        left_out = ("from", "to") if "every" in changes else ()
        query.update({name: text for name, text in self.fields.items() if name not in left_out} | changes)
        return query.urlencode()

    def variant(self, metric: Metric) -> Variant:
        return metric.variant(self.variants[metric.name]) if metric.name in self.variants else metric.main


def known(settings: FunnelSettings) -> Known:
    """The slices of who came or paid and of what was spent, and since when; a process reads it once after a count."""
    return _known_after(settings.tallied_at, tenancy.current()) if settings.tallied_at else _known()


@lru_cache(maxsize=256)
def _known_after(_count, _workspace):
    return _known()


def _known():
    rows = Tally.objects.filter(measure__in=SLICED)
    cells = list(rows.values_list(*DIMENSIONS).annotate(Min("period")))
    *slices, firsts = zip(*cells, strict=True) if cells else ((),) * (len(DIMENSIONS) + 1)
    names = (sorted(set(slice), key=lambda name: (not name, name)) for slice in slices)
    return Known(*names, min(firsts, default=date.min))


def sliced(view: View, known: Known) -> list[str]:
    """The dimensions in which anything has a name, and those that the view speaks of already."""
    said = {"channel", view.by, *view.where.chosen}
    return [name for name in DIMENSIONS if name in said or any(getattr(known, name))]


def view(query: Mapping[str, str], known: Known, *, newest: date, week_start: int = 0) -> View:
    """Read the address of a dashboard; raises BadFilter with a sentence."""
    bucket = _one_of(query.get("every") or "month", periods.BUCKETS)
    last = _day(query["to"], is_last=True) if query.get("to") else newest
    usual = periods.later(periods.start_of(last, bucket, week_start), 1 - SHOWN[bucket], bucket)
    asked = _day(query["from"]) if query.get("from") else min(max(usual, known.oldest), last)
    first = periods.start_of(asked, bucket, week_start)
    if first > last:
        raise BadFilter(_("The first day is after the last."))
    last = periods.end_of(periods.start_of(last, bucket, week_start), bucket)
    if len(periods.between(first, last, bucket, week_start)) > MOST[bucket]:
        raise BadFilter(_("That is too long to be drawn. Choose weeks or months, or fewer days."))
    where = Where(**{name: _slice(query.get(name, ""), getattr(known, name), name) for name in DIMENSIONS})
    by = _one_of(query.get("by") or "channel", DIMENSIONS)
    variants = {name: variant(metric, query[name]).name for name, metric in EVERY.items() if query.get(name)}
    return View(first, last, bucket, where, by, variants, query.get("compare") == "before")


def _one_of(text, names):
    if text not in names:
        raise BadFilter(_("“%(text)s” is none of: %(names)s.") % {"text": text[:40], "names": ", ".join(names)})
    return text


def _day(text, *, is_last=False):
    if DAY.match(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    if MONTH.match(text):
        return periods.end_of(month(text), "month") if is_last else month(text)
    said = _("“%(text)s” is not a day. Expected year-month-day, as in 2026-01-31.")
    raise BadFilter(said % {"text": text[:40]})


def _slice(text, names, dimension):
    if text in ("", TOTAL):
        return TOTAL
    if text in names:
        return text
    if text == NOBODYS:
        return ""
    what = {"channel": _("channel"), "segment": _("segment"), "plan": _("plan"), "product": _("product")}[dimension]
    raise BadFilter(_("There is no %(what)s “%(text)s” in the imported data.") % {"what": what, "text": text[:40]})
