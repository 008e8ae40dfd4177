"""What a change would do to the numbers that people see: the same figures, as they are and as they would be.

Told as plain values, so that a job can leave them to a page in any language: a metric is named, a value is its month
with what stands above and below the line. What takes too long is given up: every question here raises engine.TooLong.
"""

from collections import Counter
from collections.abc import Iterator
from copy import copy
from decimal import Decimal
from pathlib import Path

from metrics import recalculation, store
from metrics.definitions.catalog import ACTIVATION_RATE
from metrics.definitions.catalog.words import Metric, Variant
from metrics.definitions.meaning import Criteria
from metrics.importing import publishing
from metrics.models import FunnelSettings, ImportRun
from metrics.readout import filters, periods, tallies
from metrics.readout.dashboards import headlines, told_in_brief
from metrics.readout.figures import Figures
from metrics.readout.points import Point, newest_settled
from metrics.readout.tallies import EVERYBODY, Ahead
from metrics.recalculation import publish
from metrics.recalculation.publish import Writing
from metrics.store import erasing, undoing
from metrics.store.changes import Change, supposed
from metrics.store.terms import Changes, changed
from pmm_workspace.accounts.models import Workspace
from pmm_workspace.common import tenancy

MOST = 10  # values that are told one by one
MOST_OF_ONE = 3  # metric
RATES = 12  # months of activation
MONTHS = 120

Pair = tuple[Metric, Variant]
IN_TIME = ACTIVATION_RATE, ACTIVATION_RATE.variant("in_time")  # the only one that the days of activation move


def of_import(run: ImportRun, folder: Path) -> dict:
    """If the rows in this folder, which have been checked, were imported."""
    with publish.pondering() as held:
        change, _taken = publishing.planned(held, run, folder)
        return _of(held, change)


def of_undoing(run: ImportRun) -> dict:
    """If an import were taken back."""
    with publish.pondering() as held:
        return _of(held, undoing.without(held.engine, run))


def of_criteria(criteria: Criteria, days: int) -> dict:
    """If activation meant this. With the rate of each month, and the events that nobody ever did."""
    with publish.pondering() as held:
        then = recalculation.as_meant(copy(held.settings), criteria, days)
        with publish.otherwise(held, then):
            told = compared(held.settings, then, IN_TIME)
            return told | {"months": _rates(held.settings, then), "unknown": _unknown(held.engine, criteria)}


def _rates(now, then):
    """The activation in time of each of the last months, the newest first."""
    if now.through is None:
        return []
    last = now.through.replace(day=1)
    first = periods.later(last, 1 - RATES, "month")
    sides = [Figures(settings, now.through, first, last, where=where).points(*IN_TIME)
             for settings, where in ((now, EVERYBODY), (then, Ahead()))]  # fmt: skip
    return [_told(IN_TIME, before, after) for before, after in reversed(list(zip(*sides, strict=True)))]


def _unknown(engine, criteria):
    done = "SELECT DISTINCT event FROM new.events WHERE list_contains(?::VARCHAR[], event)"
    known = {event for (event,) in engine.execute(done, [list(criteria.names)]).fetchall()}
    return [event for event in criteria.names if event not in known]


def of_terms(changes: Changes) -> dict:
    """If other people were left out, or other rates held. Raises RateMissing."""
    with publish.pondering() as held:
        held.terms = changed(held.terms, changes)
        with publish.recounted(held):
            return compared(held.settings, held.settings)


def of_erasing(subject: str) -> tuple[dict, dict]:
    """If a person were erased: in how many rows of which tables they stand, and the numbers."""
    with publish.pondering() as held:
        trace = erasing.trace_of(held.engine, subject)
        told = _of(held, erasing.without(held.engine, trace))
        return trace.counts | {"ids": len(trace.numbers)}, told


def _of(held: Writing, change: Change) -> dict:
    with supposed(change), publish.foreseen(held, change) as settings:
        return compared(held.settings, settings)


def compared(now: FunnelSettings, then: FunnelSettings, *more: Pair) -> dict:
    """The five numbers of the first page, and the values by month that differ most; inside of `tallies.ahead`.

    `more` is what may differ beside the first variant of each metric.
    """
    workspace = Workspace.objects.get(pk=tenancy.current())
    today = store.today(workspace)
    first, last = _span(now, then, today)
    sides = [
        Figures(settings, today, first, last, where=where, week_start=workspace.week_start)
        for settings, where in ((now, EVERYBODY), (then, Ahead()))
    ]
    pairs = [*told_in_brief(), *more]
    for figures in sides:
        figures.read(*pairs)
    moved = [found for pair in pairs for found in _moved(pair, *(figures.points(*pair) for figures in sides))]
    return {
        "lake_version": now.lake_version,
        "currencies": currencies(now, workspace),
        "headlines": [_headline(pair, *(figures.points(*pair) for figures in sides)) for pair in headlines()],
        "most": _most(moved),
        "values": len(moved),
        "metrics": len({found["metric"] for found in moved}),
    }


def currencies(settings: FunnelSettings, workspace: Workspace) -> list[str]:
    """Of the numbers before a change and after it: what is counted now is counted in the workspace's own."""
    return [store.currency(settings, workspace), workspace.currency]


def _span(now, then, today):
    """From the first month of which anything is or would be known to the last, as far as pages show at most."""
    oldest = [tallies.oldest(filters.MEASURES, where) for where in (EVERYBODY, Ahead())]
    reaches = [now.through, now.spend_through, then.through, then.spend_through]
    last = max(filter(None, reaches), default=today)
    first = min(filter(None, oldest), default=last)
    return max(first, periods.later(last, 1 - MONTHS, "month")), last


def _moved(pair: Pair, now: list[Point], then: list[Point]) -> Iterator[dict]:
    for before, after in zip(now, then, strict=True):
        if before.value != after.value:
            yield _told(pair, before, after)


def _headline(pair: Pair, now: list[Point], then: list[Point]) -> dict:
    return _told(pair, newest_settled(now, "month")[0], newest_settled(then, "month")[0])


def _told(pair: Pair, before: Point | None, after: Point | None) -> dict:
    metric, variant = pair
    return {"metric": metric.name, "variant": variant.name, "before": _value(before), "after": _value(after)}


def _value(point: Point | None) -> list | None:
    """[month, above the line, below it]; None where there is no value."""
    if point is None or point.value is None:
        return None
    return [point.month.isoformat(), str(point.numerator), str(point.denominator)]


def _most(moved):
    """The largest changes, the newest of equal ones; no metric takes all the room."""
    times, found = Counter(), []
    for told in sorted(moved, key=_size, reverse=True):
        times[told["metric"]] += 1
        if times[told["metric"]] <= MOST_OF_ONE:
            found.append(told)
    return found[:MOST]


def _size(told):
    """What had a value before tells more than what gets its first; then by how much of it changes; then the newest."""
    sides = [side for side in (told["before"], told["after"]) if side]
    if len(sides) < 2:
        return False, Decimal(1), sides[0][0]
    before, after = (Decimal(above) / Decimal(below) for _month, above, below in sides)
    return True, abs(after - before) / max(abs(before), abs(after)), sides[0][0]
