"""What customers pay: how MRR moves, what is kept of those there at the start, and what came in."""

import ibis
from ibis import _

from metrics.definitions.limits import AGES, KEPT_OVER, MOVEMENTS
from metrics.definitions.measures.calendar import later, month, week
from metrics.definitions.measures.tallying import is_, sums, tally


def tallies(t, meaning):
    yield _movements(t)
    yield _customers(t)
    for length in KEPT_OVER:
        yield _kept(t, length)
    yield from _revenue(t)
    yield _lifetime(t, meaning)


def _kind(d):
    """A new rate alone moves nothing; whoever stopped paying and pays again is not new."""
    return ibis.cases(
        ((d.before == 0) & (d.now > 0) & (d.day == d["first"]), "new"),
        ((d.before == 0) & (d.now > 0), "reactivation"),
        ((d.before > 0) & (d.now == 0), "churn"),
        (d.constant > 0, "expansion"),
        (d.constant < 0, "contraction"),
        else_="none",
    )


def _movements(t):
    """Every movement as a positive number, at the rate of its day; under "rates" what one rate for all days adds.

    The exchange difference is what is booked beyond the movements, of either sign.
    """
    d = t.deltas.mutate(period=_.day, kind=_kind(t.deltas))
    columns = {}
    for prefix, cents in (("mrr", d.cents), ("rates", d.constant - d.cents)):
        for kind, sign in MOVEMENTS.items():
            columns[f"{prefix}.{kind}", 0] = ibis.ifelse(d.kind == kind, sign * cents, 0)
    columns["mrr.exchange", 0] = d.booked - ibis.ifelse(d.kind == "none", 0, d.cents)
    return sums(d, ["period", "cell"], columns)


def _customers(t):
    d = t.deltas.mutate(period=_.day, kind=_kind(t.deltas))
    kinds = {"new": "new", "reactivated": "reactivation", "churned": "churn"}
    return sums(d, ["period", "cell"], {(f"customers.{name}", 0): is_(d.kind == kind) for name, kind in kinds.items()})


def _kept(t, length):
    """What customers who were there at the start of `length` months, told by their last, gained and lost by its end.

    Each by what they paid at both ends: what they bought and gave back in between is neither.
    """
    moved = t.deltas.group_by("person", "cell", month=month(_.day).cast("date"))
    moved = moved.agg(booked=_.booked.sum(), constant=_.constant.sum())
    ends = [moved.select("person", "cell", period=later(_.month, months=n).cast("date")) for n in range(length)]
    ends = ibis.union(*ends, distinct=True) if length > 1 else ends[0]
    changes = moved.select("person", "month", "booked", "constant")
    beside = ends.join(changes, "person").filter(_.month <= _.period)
    is_inside = later(beside.month, months=length).cast("date") > beside.period
    sides = beside.group_by("person", "cell", "period").agg(
        start=ibis.ifelse(is_inside, 0, beside.booked).sum(),
        change=ibis.ifelse(is_inside, beside.booked, 0).sum(),
        constant_start=ibis.ifelse(is_inside, 0, beside.constant).sum(),
        constant_change=ibis.ifelse(is_inside, beside.constant, 0).sum(),
    )
    there = sides.filter(_.constant_start > 0)
    gain, loss = ibis.greatest(there.change, 0), ibis.greatest(-there.change, 0)
    constant_gain, constant_loss = (ibis.greatest(sign * there.constant_change, 0) for sign in (1, -1))
    columns = {
        (f"customers.lost:{length}", 0): is_(there.constant_start + there.constant_change == 0),
        (f"kept.gain:{length}", 0): gain,
        (f"kept.loss:{length}", 0): loss,
        (f"rates.gain:{length}", 0): constant_gain - gain,
        (f"rates.loss:{length}", 0): constant_loss - loss,
    }
    return sums(there, ["period", "cell"], columns)


def _revenue(t):
    paid = t.payments.left_join(t.people, "person")
    days = paid.group_by("cell", period=_.day).agg(cents=_.cents.sum())
    yield tally(days, "revenue.cents", days.cents)
    payers = paid.filter(_.cents > 0).group_by("person", "cell", period=month(_.day)).agg(n=_.count())
    counted = payers.group_by("cell", "period").agg(people=_.count())
    yield tally(counted, "revenue.payers", counted.people)


def _lifetime(t, meaning):
    """What the sign-ups of a week paid in their first n days, and how many of them paid; n = 0: until today."""
    cohort = t.entries.filter(_.role == "signup").select("unit", "cell", signed_up=_.day)
    paid = t.payments.join(t.people.select("person", "unit"), "person").select("unit", "day", "cents")
    aged = cohort.join(paid, "unit").filter(_.day >= _.signed_up)
    aged = aged.mutate(age=_.day.delta(_.signed_up, unit="day"), week=week(_.signed_up, meaning.week_start))
    within = {f"in{n}": ibis.ifelse(aged.age < n, aged.cents, 0).sum() for n in AGES}
    mine = aged.group_by("unit", "cell", period=_.week).agg(in0=_.cents.sum(), **within)
    columns = {("lifetime.cents", n): mine[f"in{n}"] for n in (0, *AGES)}
    columns |= {("lifetime.payers", n): is_(mine[f"in{n}"] > 0) for n in (0, *AGES)}
    return sums(mine, ["period", "cell"], columns)
