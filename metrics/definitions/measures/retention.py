"""Who comes back: of the sign-ups of a week or month, and of the active, after n days, weeks or months."""

import ibis
from ibis import _

from metrics.definitions.limits import BRACKETS, DAYS, MONTHS, WEEKS, WEEKS_AGAIN
from metrics.definitions.measures import ground
from metrics.definitions.measures.calendar import month, months_between, week, whole_days
from metrics.definitions.measures.tallying import is_, sums, tally


def tallies(t, meaning):
    cohort = t.entries.filter(_.role == "signup").select("unit", "cell", "at", signed_up=_.day)
    cohort = cohort.mutate(week=week(_.signed_up, meaning.week_start))
    by_calendar = cohort.join(t.active.drop("cell"), "unit").filter(_.day >= _.signed_up)
    yield from _returns(by_calendar.mutate(n=_.day.delta(_.signed_up, unit="day")), "calendar")
    uses = ground.uses(t).select("unit", used_at="at")
    rolling = cohort.join(uses, "unit").filter(_.used_at >= _.at)
    yield from _returns(rolling.mutate(n=whole_days(_.at, _.used_at)), "rolling", BRACKETS)
    for every in ("week", "month"):
        yield _grid(_periods(t, every), meaning, cohort, every)
        yield _recurring(_periods(t, every), every)


def _returns(visits, clock, brackets=()):
    """Of the sign-ups of a week, on day n, on or after it, and within brackets: each unit once for each.

    Day n is the nth day of the calendar after the sign-up, or begins n times 24 hours after it. Who was there on such a
    day or after it stands under the last of them only: all from n on, added up, are those on day n or after.
    """
    on = {f"on{n}": is_(_.n == n).max() for n in DAYS}
    within = {f"in{first}": is_(_.n.between(first, last)).max() for first, last in brackets}
    mine = visits.group_by("unit", "cell", period=_.week).agg(last=_.n.max(), **on, **within)
    columns = {(f"retention.on:{clock}", n): mine[f"on{n}"] for n in DAYS}
    columns |= {(f"retention.bracket:{clock}", first): mine[f"in{first}"] for first, _last in brackets}
    yield sums(mine, ["period", "cell"], columns)
    until = ibis.cases(*((mine["last"] >= n, n) for n in reversed(DAYS)))
    counted = mine.group_by("period", "cell", n=until).agg(people=_.count()).filter(_.n.notnull())
    yield tally(counted, f"retention.until:{clock}", counted.people, n=counted.n)


def _grid(periods, meaning, cohort, every):
    """Of the cohort of a calendar week or month: how many were active n weeks or months later."""
    start = month(cohort.signed_up) if every == "month" else week(cohort.signed_up, meaning.week_start)
    born = cohort.select("unit", "cell", born=start.cast("date"))
    seen = born.join(periods.drop("cell"), "unit").filter(_.period >= _.born)
    aged = seen.select("cell", n=_between(seen.born, seen.period, every), period=seen.born)
    return _counted(aged, f"retention.grid:{every}", MONTHS if every == "month" else WEEKS)


def _recurring(periods, every):
    """Every active period is a start of its own: how many of its units were active again n later."""
    again = periods.join(periods.select("unit", later="period"), "unit").filter(_.later > _.period)
    aged = again.select("cell", "period", n=_between(_.period, _.later, every))
    return _counted(aged, f"retention.recurring:{every}", MONTHS if every == "month" else WEEKS_AGAIN)


def _periods(t, every):
    return t.months if every == "month" else t.weeks


def _between(first, last, every):
    return months_between(first, last) if every == "month" else last.delta(first, unit="day") // 7


def _counted(aged, measure, longest):
    counted = aged.filter(_.n <= longest).group_by("period", "cell", "n").agg(people=_.count())
    return tally(counted, measure, counted.people, n=counted.n)
