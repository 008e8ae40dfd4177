"""What a campaign cost, by day, and what became of the sign-ups that name it, by the day of the sign-up."""

import ibis
from ibis import _

from metrics.definitions.measures import funnel, ground
from metrics.definitions.measures.tallying import tally


def tallies(t, meaning):
    spent = t.spend.filter(_.campaign != "").group_by("channel", "campaign", period=_.day).agg(value=_.cents.sum())
    yield _named("spend", spent)
    entries = _entries(t)
    signed = entries.select("unit", "cell", "campaign", period=_.day)
    yield _named("signups", _added(signed, _.count()))
    paying = funnel.steps(t, meaning, entries, "paid").filter(_.after.notnull()).select("unit")
    yield _named("customers", _added(signed.semi_join(paying, "unit"), _.count()))
    paid = t.payments.join(t.people.select("person", "unit"), "person").select("unit", "day", "cents")
    since = signed.join(paid, "unit").filter(_.day >= _.period)
    yield _named("cents", _added(since, _.cents.sum()))


def _entries(t):
    """The first sign-ups, where they name a campaign. Most of many name none, and are not put in order for that."""
    signups = t.acts.join(t.roles.filter(_.role == "signup"), "event")
    named = signups.semi_join(signups.filter(_.campaign != ""), "unit")
    return ground.first(named, "unit").filter(_.campaign != "").join(t.units, "unit")


def _added(rows, value):
    return rows.group_by("campaign", "cell", "period").agg(value=value)


def _named(what, counted):
    return tally(counted, ibis.literal(f"campaign.{what}:").concat(counted.campaign), counted.value)
