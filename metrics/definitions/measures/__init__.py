"""Everything that is counted, each thing once: facts in, whole numbers that add up out. Compiled for three engines."""

from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace

import ibis
from ibis import _

from metrics.definitions import facts
from metrics.definitions.compiling import compiled, schema
from metrics.definitions.meaning import ROLES, Meaning
from metrics.definitions.measures import acquisition, engagement, funnel, ground, monetization, retention, sales

GROUPS = (funnel, acquisition, engagement, retention, monetization, sales)
SLICES = ("channel", "segment", "plan")


@dataclass(frozen=True)
class Statement:
    """One SELECT. With a name: a table that later statements read; without: rows of tallies."""

    name: str
    sql: str


@cache
def statements(dialect: str, unit: str = "person", week_start: int = 0) -> tuple[Statement, ...]:
    """In the order in which to run them, for "duckdb", "postgres" or "spark".

    They read the tables of `facts` and `roles`, by bare names. The names of events are rows of `roles`, so that the
    text is the same for every workspace.
    """
    return tuple(Statement(name, compiled(table, dialect)) for name, table in expressions(unit, week_start))


def expressions(unit: str, week_start: int):
    """(name, Table): the steps by name, then the tallies of each group under ""."""
    meaning = Meaning(unit=unit, week_start=week_start)
    tables = SimpleNamespace(**facts.tables(), roles=ibis.table(ROLES, name="roles"))
    for step in ground.STEPS:
        made = step(tables, meaning)
        yield step.__name__, made
        setattr(tables, step.__name__, ibis.table(schema(made), name=step.__name__))
    for group in GROUPS:
        yield "", _union(tables, group.tallies(tables, meaning))


def _union(tables, parts):
    """In words again, with the columns of `facts.TALLY`."""
    parts = list(parts)
    found = [_in_words(tables, [part for part in parts if "cell" in part.columns])]
    unplaced = {"segment": ibis.literal(""), "plan": ibis.literal("")}
    found += [part.mutate(**unplaced) for part in parts if "cell" not in part.columns]
    return ibis.union(*(part.select(*facts.TALLY) for part in found if part is not None))


def _in_words(tables, parts):
    if not parts:
        return None
    rows = ibis.union(*parts) if len(parts) > 1 else parts[0]
    named = rows.left_join(tables.cells, "cell")
    return named.mutate(**{name: ibis.coalesce(_[name], "") for name in SLICES})
