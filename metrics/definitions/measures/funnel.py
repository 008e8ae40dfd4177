"""How many came, and how many of them came further: per day of entry, so that the reader decides who is old enough."""

import ibis
from ibis import _

from metrics.definitions.limits import FUNNELS, LATER
from metrics.definitions.measures.calendar import whole_days
from metrics.definitions.measures.tallying import tally


def tallies(t, meaning):
    entered = t.entries.group_by("role", "cell", period=_.day).agg(people=_.count())
    yield tally(entered, ibis.literal("funnel.entered:").concat(entered.role), entered.people)
    for name, (entry, target) in FUNNELS.items():
        entries = t.entries.filter(_.role == entry)
        yield from _funnel(name, _activated(t, meaning) if name == "activation" else steps(t, meaning, entries, target))


def _funnel(name, told):
    """By the number of full days it took: less than n added up are those within n days. All of them also by themselves:
    over years nearly everybody has a day and a number of days alone, and most readers want to know neither."""
    mine = told.group_by("unit", "cell", period=_.day).agg(n=_.after.min())  # the targets before the entry say nothing
    taken = mine.filter(_.n.notnull()).group_by("period", "cell", n=ibis.least(_.n, LATER)).agg(people=_.count())
    yield tally(taken, f"funnel.reached:{name}", taken.people, n=taken.n)
    ever = taken.group_by("period", "cell").agg(people=_.people.sum())
    yield tally(ever, f"funnel.ever:{name}", ever.people)
    early = mine.filter(_.n.isnull()).group_by("period", "cell").agg(people=_.count())
    yield tally(early, f"quality.before_entry:{name}", early.people)


def steps(t, meaning, entries, target):
    """Each target beside the unit's entry: after how many full days it came, if it came after the entry."""
    placed = entries.select("unit", "cell", "at", "day")
    beside = placed.join(_targets(t, meaning, target), "unit")
    is_dated = beside.target_at.isnull()  # money has a day, no hour
    is_in_order = ibis.ifelse(is_dated, beside.target_day >= beside.day, beside.target_at >= beside.at)
    after = ibis.ifelse(
        is_dated, beside.target_day.delta(beside.day, unit="day"), whole_days(beside.at, beside.target_at)
    )
    return beside.select("unit", "cell", "day", after=ibis.ifelse(is_in_order, after, ibis.null("int64")))


def _activated(t, meaning):
    """Who met the criteria, counting from the sign-up on; or before it, counting what they did before it."""
    entries = t.entries.filter(_.role == "signup").select("unit", "cell", "at", "day")
    acts = t.acts.join(t.criteria, "event").select("unit", "event", "times", "needed", done_at=_.at)
    done = acts.join(entries.select("unit", "at"), "unit")
    after = entries.join(_met(done.filter(_.done_at >= _.at)), "unit")
    early = entries.join(_met(done.filter(_.done_at < _.at)), "unit")
    in_order = after.select("unit", "cell", "day", after=whole_days(after.at, after.done_at))
    return in_order.union(early.select("unit", "cell", "day", after=ibis.null("int64")))


def _met(done):
    """When the criteria were met: by the act with which enough of their events had happened often enough."""
    once = done.filter(_.times == 1).group_by("unit", "event", "needed").agg(done_at=_.done_at.min())
    often = _nth(done.filter(_.times > 1), ["unit", "event"], "times").select("unit", "event", "needed", "done_at")
    return _nth(once.union(often), ["unit"], "needed").select("unit", "done_at")


def _nth(done, of, count):
    """What made it that many. Of two in one moment either may be it: only the moment is told."""
    order = ibis.window(group_by=of, order_by="done_at")
    return done.mutate(before=ibis.row_number().over(order)).filter(_.before == _[count] - 1)


def _targets(t, meaning, role):
    marked = t.acts.join(t.roles.filter(_.role == role), "event")
    targets = marked.select("unit", target_at=_.at, target_day=_.day)
    return targets.union(paying(t)) if role == "paid" else targets


def paying(t):
    """Days on which a unit is known to pay from money instead of events. A payment returned in full is none."""
    paid = t.payments.filter(_.cents > 0).select("person", "day")
    owed = t.levels.filter(_.cents > 0).select("person", "day")
    days = paid.union(owed).join(t.people, "person")
    return days.select("unit", target_at=ibis.null("int64"), target_day=_.day)
