"""Leads and deals on the cohort of their creation: whoever skipped a stage or was moved back was still there once."""

import ibis
from ibis import _

from metrics.definitions.limits import LEAD_STAGES
from metrics.definitions.measures.tallying import is_, sums, tally


def tallies(t, meaning):
    yield _leads(t)
    yield from _deals(t)


def _leads(t):
    """A lead reached its stage and all before it; one that became a customer reached all of them."""
    place = ibis.cases(*((t.leads.stage == stage, place) for place, stage in enumerate(LEAD_STAGES)), else_=0)
    known = t.leads.mutate(period=_.day, place=place)
    columns = {("leads.entered", 0): is_(known.place >= 0)}
    for n, stage in enumerate(LEAD_STAGES[1:], start=1):
        columns[f"leads.reached:{stage}", 0] = is_(known.place >= n)
    columns["leads.converted", 0] = is_(known.converted_day.notnull() | (known.stage == "customer"))
    return sums(known, ["period", "channel"], columns)


def _deals(t):
    """A deal whose first day nobody told is in no cohort; it counts where it was closed."""
    opened = t.deals.filter(_.day.notnull()).mutate(period=_.day)
    is_won = opened.is_won & opened.is_closed
    is_lost = ~opened.is_won & opened.is_closed
    columns = {
        ("deals.opened", 0): is_(opened.deal.notnull()),
        ("deals.won", 0): is_(is_won),
        ("deals.lost", 0): is_(is_lost),
        ("deals.won_cents", 0): ibis.ifelse(is_won, opened.cents, 0),
    }
    yield sums(opened, ["period", "channel"], columns)
    closed = t.deals.filter(_.is_closed & _.closed_day.notnull()).mutate(period=_.closed_day)
    columns = {("deals.closed", 0): is_(closed.is_closed), ("deals.closed_won", 0): is_(closed.is_won)}
    yield sums(closed, ["period", "channel"], columns)
    stages = opened.group_by("channel", "stage", "period").agg(deals=_.count())
    yield tally(stages, ibis.literal("deals.stage:").concat(stages.stage), stages.deals)
