"""Whether promises are kept: what the product metric says against the threshold, and whether anything proves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metrics.definitions.catalog import METRICS
from metrics.models import TOTAL, FunnelSettings
from metrics.readout import numbers
from metrics.readout.figures import Figures
from metrics.readout.points import Point, pooled
from pmm_workspace.accounts.models import Workspace
from pmm_workspace.artifacts.freshness import State
from pmm_workspace.common import tenancy

NEAR = Decimal("0.1")  # a miss by less than a tenth of the threshold is a risk, not yet a breach
LONGEST = 24  # months


class Status(models.TextChoices):
    """Ordered from what is worst for a reader."""

    BROKEN = "broken", gettext_lazy("Broken")
    UNPROVEN = "unproven", gettext_lazy("Unproven")
    AT_RISK = "at_risk", gettext_lazy("At risk")
    UNMEASURED = "unmeasured", gettext_lazy("Unmeasured")
    KEPT = "kept", gettext_lazy("Kept")


@dataclass(frozen=True)
class Measure:
    """A promise's metric over its window: settled months only, added up and divided once."""

    status: Status  # kept, at risk, broken or unmeasured
    value: Decimal | None = None
    threshold: Decimal | None = None
    points: tuple[Point, ...] = ()
    shown: str = ""
    wanted: str = ""

    @property
    def months(self) -> list[date]:
        return [point.month for point in self.points]


def measures(promises: Mapping) -> dict[int, Measure]:
    """{pk: Measure} of {pk: Document}: three queries, however many promises."""
    (found,) = _measured(promises, [localdate()])
    return found


def _measured(promises, days) -> list[dict[int, Measure]]:
    """As of each of these days, from one reading of the values."""
    if not any(content.metric for content in promises.values()):
        return [{pk: Measure(Status.UNMEASURED) for pk in promises} for _day in days]
    series = _series(_readout())
    currency = Workspace.objects.values_list("currency", flat=True).get(pk=tenancy.current())
    return [{pk: _measure(content, series, currency, day) for pk, content in promises.items()} for day in days]


def _readout():
    today = localdate()
    first = date(today.year - LONGEST // 12, today.month, 1)
    return Figures(FunnelSettings.objects.first() or FunnelSettings(), today, first, today.replace(day=1))


def _series(readout):
    """The settled points of a metric and channel, put together once."""

    @cache
    def settled(name, channel):
        points = readout.by_month(METRICS[name], METRICS[name].main, channel)
        return [point for point in points if point.is_settled and point.value is not None]

    return settled


def _measure(promise, series, currency, day) -> Measure:
    if promise.metric not in METRICS or promise.threshold is None:
        return Measure(Status.UNMEASURED)
    metric = METRICS[promise.metric]
    points = series(metric.name, promise.channel or TOTAL)
    settled = [point for point in points if point.month < day.replace(day=1)][-promise.window :]
    threshold = promise.threshold / 100 if metric.unit == "share" else promise.threshold
    wanted = f"{promise.model.Direction(promise.direction).label} {_amount(metric, threshold, currency)}"
    if not settled:
        return Measure(Status.UNMEASURED, threshold=threshold, wanted=wanted)
    value = pooled(settled).value
    status = _judged(value, settled[-1].value, threshold, is_least=promise.direction == "at_least")
    return Measure(status, value, threshold, tuple(settled), _amount(metric, value, currency), wanted)


def _amount(metric, value, currency):
    return numbers.share(value) if metric.unit == "share" else numbers.money(value, currency)


def _judged(value, newest, threshold, *, is_least) -> Status:
    """Kept when the window and its newest month hold; at risk when one of them slips, or the miss is small."""
    sign = 1 if is_least else -1
    if sign * (value - threshold) >= 0:
        return Status.KEPT if sign * (newest - threshold) >= 0 else Status.AT_RISK
    return Status.AT_RISK if sign * (threshold - value) < NEAR * threshold else Status.BROKEN


def conditions(promises: Mapping) -> dict[int, tuple[State, str]]:
    """What lines that use a promise must show of it."""
    return {pk: said for pk, measure in measures(promises).items() if (said := _said(measure))}


def _said(measure):
    words = {"value": measure.shown, "wanted": measure.wanted}
    if measure.status == Status.BROKEN:
        return State.BROKEN, _("is not kept: %(value)s, promised %(wanted)s") % words
    if measure.status == Status.AT_RISK:
        return State.DUE, _("is at risk: %(value)s, promised %(wanted)s") % words
    return None


def told(promises: Mapping, since: datetime | None = None) -> dict[int, str]:
    """The metric of each promise in words, for a trace, with its value when the line was written."""
    today = localdate()
    now, before = _measured(promises, [today, localdate(since) if since else today])
    return {pk: _in_words(promises[pk], now[pk], before[pk] if since else None) for pk in promises}


def _in_words(promise, now, before):
    if promise.metric not in METRICS or not now.wanted:
        return _("no metric keeps it")
    words = {"metric": METRICS[promise.metric].title, "wanted": now.wanted, "value": now.shown}
    if now.value is None:
        return _("%(metric)s, promised %(wanted)s: nothing measured yet") % words
    words |= {"first": numbers.short_month(now.months[0]), "last": numbers.short_month(now.months[-1])}
    said = _("%(metric)s %(value)s in %(first)s – %(last)s, promised %(wanted)s") % words
    return f"{said}; {_moved(now, before)}" if before and before.value is not None else said


def _moved(now, before):
    if before.months == now.months:
        return _("no newer month since this version")
    return _("it was %(value)s when this version was written") % {"value": before.shown}


def status(measure: Measure, *, is_proven: bool) -> Status:
    """The one word of the register; a broken promise is broken whatever proves it."""
    if measure.status == Status.BROKEN or is_proven:
        return measure.status
    return Status.UNPROVEN
