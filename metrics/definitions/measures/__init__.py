"""Everything that is counted, each thing once: facts in, whole numbers that add up out. Compiled for three engines."""

from types import SimpleNamespace

import ibis
from ibis import _

from metrics.definitions.compiling import compiled, schema
from metrics.definitions.facts import DIMENSIONS, SCHEMAS, TALLY, Statement
from metrics.definitions.meaning import CHOICES, Meaning
from metrics.definitions.measures import (
    acquisition,
    campaigns,
    engagement,
    funnel,
    ground,
    monetization,
    retention,
    sales,
)

GROUPS = (funnel, acquisition, campaigns, engagement, retention, monetization, sales)


def statements(dialect: str, unit: str = "person", week_start: int = 0) -> tuple[Statement, ...]:
    """In the order in which to run them, for "duckdb", "postgres" or "spark".

    They read the tables of `facts` and of `meaning.CHOICES`, by bare names. The names of events are rows there, so
    that the text is the same for every workspace.
    """
    found = expressions(unit, week_start)
    return tuple(Statement(name, compiled(table, dialect), group) for name, group, table in found)


def expressions(unit: str, week_start: int):
    """(name, "", Table) of the steps, then ("", group, Table) of the tallies of each group."""
    meaning = Meaning(unit=unit, week_start=week_start)
    tables = SimpleNamespace(**{name: ibis.table(each, name=name) for name, each in (SCHEMAS | CHOICES).items()})
    for step in ground.STEPS:
        made = step(tables, meaning)
        yield step.__name__, "", made
        setattr(tables, step.__name__, ibis.table(schema(made), name=step.__name__))
    for group in GROUPS:
        yield "", _name(group), _union(tables, group.tallies(tables, meaning))


def _name(group):
    return group.__name__.rpartition(".")[2]


def _union(tables, parts):
    """In words again, with the columns of `facts.TALLY`."""
    parts = list(parts)
    found = [_in_words(tables, [part for part in parts if "cell" in part.columns])]
    unplaced = {name: ibis.literal("") for name in DIMENSIONS if name != "channel"}
    found += [part.mutate(**unplaced) for part in parts if "cell" not in part.columns]
    return ibis.union(*(part.select(*TALLY) for part in found if part is not None))


def _in_words(tables, parts):
    if not parts:
        return None
    rows = ibis.union(*parts) if len(parts) > 1 else parts[0]
    named = rows.left_join(tables.cells, "cell")
    return named.mutate(**{name: ibis.coalesce(_[name], "") for name in DIMENSIONS})
