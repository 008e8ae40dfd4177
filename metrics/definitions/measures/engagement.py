"""Who uses the product: by day, rolling, by how many days, by what came before, and by feature."""

import ibis
from ibis import _

from metrics.definitions.limits import MOST_USES, ROLLING
from metrics.definitions.measures.calendar import later, month, week
from metrics.definitions.measures.tallying import tally


def tallies(t, meaning):
    days = t.active.group_by("cell", period=_.day).agg(people=_.count(), events=_.events.sum())
    yield tally(days, "engagement.dau", days.people)
    yield tally(days, "engagement.events", days.events)
    order = ibis.window(group_by="unit", order_by="day")
    known = t.active.mutate(before=_.day.lag().over(order), after=_.day.lead().over(order))
    for name, length in ROLLING.items():
        yield _rolling(known, f"engagement.{name}", length)
    for every, periods in (("week", t.weeks), ("month", t.months)):
        yield _by_days(periods, f"engagement.days_of_{every}")
        yield from _lifecycle(t, meaning, periods, every)
    yield from _features(t, meaning)


def _rolling(known, measure, length):
    """+1 on the day from which a unit is in the window, -1 on the day it falls out: added up, the number of each day.

    An active day covers the days up to `length` after it; where the next one comes before, nothing changes.
    """
    known = known.mutate(until=later(_.day, days=length).cast("date"))
    enters = known.filter(_.before.isnull() | (later(_.before, days=length) < _.day)).select("cell", "day", change=1)
    leaves = known.filter(_.after.isnull() | (_.after > _.until)).select("cell", day=_.until, change=-1)
    changes = enters.union(leaves).group_by("cell", period=_.day).agg(change=_.change.sum())
    return tally(changes, measure, changes.change)


def _by_days(periods, measure):
    """How many units were active on exactly n days; all n together are the active units of the period."""
    counted = periods.group_by("period", "cell", n=_.days).agg(people=_.count())
    return tally(counted, measure, counted.people, n=counted.n)


def _lifecycle(t, meaning, periods, every):
    """New is who was never seen before at all; new, returning and resurrecting together are the active."""
    order = ibis.window(group_by="unit", order_by="period")
    known = periods.mutate(before=_.period.lag().over(order), after=_.period.lead().over(order))
    known = known.join(t.units.select("unit", "first_day"), "unit")
    step = {"months": 1} if every == "month" else {"days": 7}
    start = month(known.first_day) if every == "month" else week(known.first_day, meaning.week_start)
    state = ibis.cases(
        (start.cast("date") == known.period, "new"),
        (later(known.before, **step).cast("date") == known.period, "returning"),
        else_="resurrecting",
    )
    present = known.group_by("period", "cell", state=state).agg(people=_.count())
    yield tally(present, ibis.literal(f"lifecycle.{every}:").concat(present.state), present.people)
    following = known.mutate(following=later(_.period, **step).cast("date"))
    gone = following.filter(_.after.isnull() | (_.after != _.following))
    gone = gone.group_by("cell", period=_.following).agg(people=_.count())
    yield tally(gone, f"lifecycle.{every}:dormant", gone.people)


def _features(t, meaning):
    """Of each month and feature: how many of the active used it n times, and how often they did."""
    used = t.acts.join(t.roles.filter(_.role == "feature"), "event")
    mine = used.group_by("unit", "event", period=month(_.day)).agg(uses=_.count())
    mine = mine.mutate(period=_.period.cast("date")).join(t.months.drop("days"), ["unit", "period"])
    counted = mine.group_by("event", "period", "cell", n=ibis.least(_.uses, MOST_USES)).agg(people=_.count())
    yield tally(counted, ibis.literal("features.users:").concat(counted.event), counted.people, n=counted.n)
    summed = mine.group_by("event", "period", "cell").agg(uses=_.uses.sum())
    yield tally(summed, ibis.literal("features.uses:").concat(summed.event), summed.uses)
