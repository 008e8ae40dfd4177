"""What the measures stand on: who is counted, when each came, and the days, weeks and months of use.

Each function makes one table of facts and earlier ones. `t` holds them all by name.
"""

import ibis
from ibis import _

from metrics.definitions.facts import DIMENSIONS
from metrics.definitions.measures.calendar import month, week


def cells(t, meaning):
    """The combinations of the dimensions, numbered: numbers group faster than words."""
    words = t.belongs.select(*DIMENSIONS).distinct()
    number = ibis.row_number().over(ibis.window(order_by=DIMENSIONS))
    return words.mutate(cell=number.cast("int64"))


def people(t, meaning):
    """Which unit a person is (of), the cell of that unit, and the day of the person's first event ever."""
    placed = t.belongs.join(t.cells, DIMENSIONS)
    if meaning.unit == "person":
        return placed.select("person", "cell", "first_day", unit=_.person)
    firsts = first(t.events, "person").select("person", first_at=_.at, first_tie=_.tie)
    accounts = first(t.events.filter(_.account != 0), "person").select("person", "account")
    members = placed.left_join(accounts, "person").select(
        "person", "cell", "first_day", unit=ibis.coalesce(accounts.account, -placed.person)
    )
    ordered = members.left_join(firsts, "person").select("unit", "cell", "person", "first_at", "first_tie")
    order = ibis.window(group_by="unit", order_by=["first_at", "first_tie", "person"])
    homes = ordered.mutate(place=ibis.row_number().over(order)).filter(_.place == 0).select("unit", "cell")
    return members.drop("cell").join(homes, "unit").select("person", "unit", "cell", "first_day")


def first(events, key):
    """Never an argmin: engines differ in ties and in what they make of NULL."""
    order = ibis.window(group_by=key, order_by=["at", "tie"])
    return events.mutate(place=ibis.row_number().over(order)).filter(_.place == 0)


def acts(t, meaning):
    """The events that mean something here, by unit: read once, because all others may be many."""
    named = t.roles.select("event").union(t.criteria.select("event"))
    return _by_unit(t.events.semi_join(named, "event"), t, meaning)


def _by_unit(events, t, meaning):
    if meaning.unit == "person":
        return events.select("event", "at", "tie", "day", "campaign", unit=_.person)
    return events.join(t.people, "person").select("event", "at", "tie", "day", "campaign", "unit")


def entries(t, meaning):
    """The first time a unit signed up, and the first time it began a trial; a later one moves nobody."""
    entering = t.acts.join(t.roles, "event").filter(_.role.isin(["signup", "trial"]))
    firsts = entering.group_by("unit", "role").agg(at=_.at.min(), day=_.day.min())  # no later moment has an earlier day
    return firsts.join(t.units, "unit").select("unit", "cell", "role", "at", "day")


def units(t, meaning):
    """Everybody, with their cell and the day of their first event ever; a customer may have none."""
    if meaning.unit == "person":
        return t.people.select("unit", "cell", "first_day")
    return t.people.group_by("unit", "cell").agg(first_day=_.first_day.min())


def uses(t):
    """Each value event. Opening the product is none, unless the workspace says so."""
    return t.acts.semi_join(t.roles.filter(_.role == "value"), "event")


def active(t, meaning):
    """The days on which a unit got value."""
    days = uses(t).group_by("unit", "day").agg(events=_.count())
    return days.join(t.units, "unit").select("unit", "cell", "day", "events")


def weeks(t, meaning):
    """The weeks with an active day."""
    return t.active.group_by("unit", "cell", period=week(_.day, meaning.week_start)).agg(days=_.count())


def months(t, meaning):
    return t.active.group_by("unit", "cell", period=month(_.day)).agg(days=_.count())


def deltas(t, meaning):
    """What a customer's MRR changed by, day by day, booked and at one rate, and what it was before.

    `booked` is what the sum of all levels moves by; it differs from `cents` by what exchange rates did meanwhile.
    """
    order = ibis.window(group_by="person", order_by="day")
    pays = ibis.ifelse(t.levels.constant_cents > 0, t.levels.day, ibis.null("date"))
    known = t.levels.mutate(
        before=ibis.coalesce(t.levels.constant_cents.lag().over(order), 0),
        booked=t.levels.cents - ibis.coalesce(t.levels.cents.lag().over(order), 0),
        first=pays.min().over(ibis.window(group_by="person")),
    )
    return known.left_join(t.people, "person").select(
        "person", "day", "cell", "booked", "before", "first",
        now=known.constant_cents, cents=known.change_cents, constant=known.constant_change_cents,
    )  # fmt: skip


STEPS = (cells, people, acts, units, entries, active, weeks, months, deltas)
