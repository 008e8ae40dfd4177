"""Who became a customer, and what getting customers cost."""

import ibis
from ibis import _

from metrics.definitions.limits import CATEGORIES
from metrics.definitions.measures.funnel import paying
from metrics.definitions.measures.tallying import sums, tally


def tallies(t, meaning):
    yield _customers(t, meaning)
    yield _spend(t)
    reach = {("acquisition.impressions", 0): t.spend.impressions, ("acquisition.clicks", 0): t.spend.clicks}
    yield sums(t.spend.mutate(period=_.day), ["period", "channel"], reach)


def _customers(t, meaning):
    """On the day of the first paid event, payment or MRR, whichever is first."""
    paid = t.acts.join(t.roles.filter(_.role == "paid"), "event").select("unit", "day")
    days = paid.union(paying(t).select("unit", day=_.target_day))
    firsts = days.group_by("unit").agg(period=_.day.min()).left_join(t.units, "unit")
    counted = firsts.group_by("period", "cell").agg(people=_.count())
    return tally(counted, "acquisition.customers", counted.people)


def _spend(t):
    """What nobody put into a category is media: it comes from an advertising platform."""
    category = ibis.ifelse(t.spend.category.isin(CATEGORIES), t.spend.category, "media")
    spent = t.spend.group_by("channel", period=t.spend.day, category=category).agg(cents=_.cents.sum())
    return tally(spent, ibis.literal("acquisition.spend:").concat(spent.category), spent.cents)
