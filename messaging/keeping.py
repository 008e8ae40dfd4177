"""Whether promises are kept: what the product metric says against the threshold, and whether anything proves it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metrics import store
from metrics.definitions.catalog import SERIES, Metric, is_never
from metrics.models import TOTAL
from metrics.readout import numbers
from metrics.readout.figures import Figures
from metrics.readout.points import Point
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
    """A promise's metric over its window: settled months only, added up and divided once.

    Without points nothing is measured; with points and without a value it is never reached.
    """

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
    """{pk: Measure} of {pk: Document}: three queries, and one for a time or a lag, however many promises."""
    (found,) = _measured(promises, [localdate()])
    return found


def _measured(promises, days) -> list[dict[int, Measure]]:
    """As of each of these days, from one reading of the values."""
    named = [SERIES[content.metric] for content in promises.values() if content.metric in SERIES]
    if not named:
        return [{pk: Measure(Status.UNMEASURED) for pk in promises} for _day in days]
    figures = _figures()
    figures.read(*named)
    currency = store.currency(figures.settings, Workspace.objects.get(pk=tenancy.current()))
    return [{pk: _measure(content, figures, currency, day) for pk, content in promises.items()} for day in days]


def _figures():
    today = localdate()
    first = date(today.year - LONGEST // 12, today.month, 1)
    return Figures(store.settings(), today, first, today.replace(day=1))


def threshold(promise, metric: Metric) -> Decimal:
    """As values are: people write shares in per cent."""
    return promise.threshold / 100 if metric.unit == "share" else promise.threshold


def _measure(promise, figures, currency, day) -> Measure:
    if promise.metric not in SERIES or promise.threshold is None:
        return Measure(Status.UNMEASURED)
    metric, variant = SERIES[promise.metric]
    points = _settled(figures.points(metric, variant, promise.channel or TOTAL), metric, day)[-promise.window :]
    wanted = threshold(promise, metric)
    said = f"{promise.model.Direction(promise.direction).label} {numbers.amount(metric, wanted, currency)}"
    if not points:
        return Measure(Status.UNMEASURED, threshold=wanted, wanted=said)
    whole = figures.pooled(metric, variant, [point.month for point in points], promise.channel or TOTAL)
    status = _judged(whole.value, points[-1].value, wanted, is_least=promise.direction == "at_least")
    shown = numbers.value(metric, whole.numerator, whole.denominator, currency)
    return Measure(status, whole.value, wanted, tuple(points), shown, said)


def _settled(points, metric, day):
    """Before the month of that day, with a value or with “never” for one."""
    return [
        point
        for point in points
        if point.is_settled and point.month < day.replace(day=1)
        and (point.value is not None or is_never(metric, point.numerator, point.denominator))
    ]  # fmt: skip


def comparable(value: Decimal | None) -> Decimal:
    """“Never” is later than any day."""
    return Decimal("Infinity") if value is None else value


def _judged(value, newest, threshold, *, is_least) -> Status:
    """Kept when the window and its newest month hold; at risk when one of them slips, or the miss is small."""
    value, newest, sign = comparable(value), comparable(newest), 1 if is_least else -1
    if sign * (value - threshold) >= 0:
        return Status.KEPT if sign * (newest - threshold) >= 0 else Status.AT_RISK
    return Status.AT_RISK if sign * (threshold - value) < NEAR * abs(threshold) else Status.BROKEN


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
    if promise.metric not in SERIES or not now.wanted:
        return _("no metric keeps it")
    metric, variant = SERIES[promise.metric]
    words = {"metric": metric.titled(variant), "wanted": now.wanted, "value": now.shown}
    if not now.points:
        return _("%(metric)s, promised %(wanted)s: nothing measured yet") % words
    words |= {"first": numbers.short_month(now.months[0]), "last": numbers.short_month(now.months[-1])}
    said = _("%(metric)s %(value)s in %(first)s – %(last)s, promised %(wanted)s") % words
    return f"{said}; {_moved(now, before)}" if before and before.points else said


def _moved(now, before):
    if before.months == now.months:
        return _("no newer month since this version")
    return _("it was %(value)s when this version was written") % {"value": before.shown}


def status(measure: Measure, *, is_proven: bool) -> Status:
    """The one word of the register; a broken promise is broken whatever proves it."""
    if measure.status == Status.BROKEN or is_proven:
        return measure.status
    return Status.UNPROVEN
