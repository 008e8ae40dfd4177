"""Who a number is made of: the same definitions, with everybody in a cell of their own."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from metrics.definitions import measures
from metrics.recalculation import publish, running
from metrics.recalculation.publish import Writing
from metrics.store import facts, lake, tallies
from metrics.store.engine import bounded, listed, quoted

NOBODYS = ("campaign.", "acquisition.spend", "acquisition.impressions", "acquisition.clicks", "leads.", "deals.")
_APART = """
    CREATE OR REPLACE TEMP TABLE homes AS
        SELECT DISTINCT unit, channel, segment, plan FROM people JOIN cells USING (cell);
    CREATE OR REPLACE TEMP TABLE deltas AS
        SELECT deltas.* REPLACE (people.unit AS cell) FROM deltas LEFT JOIN people USING (person);
    UPDATE people SET cell = unit;
    UPDATE units SET cell = unit;
    CREATE OR REPLACE TEMP TABLE cells AS
        SELECT unit AS cell, unit::VARCHAR AS channel, '' AS segment, '' AS plan FROM homes;
"""


def is_of_people(measure: str) -> bool:
    """Whether a tally counts somebody; money spent, leads and deals have no person."""
    return not measure.startswith(NOBODYS)


@dataclass(frozen=True)
class Person:
    """One of those counted: a person, or an account where those are counted."""

    unit: int
    names: list[str]  # as the sources call them
    first_day: date | None
    first_event: str | None
    channel: str
    segment: str
    plan: str


@contextmanager
def apart(wanted: Sequence[str], where: dict[str, str], until: date) -> Iterator[Writing]:
    """While the block runs, `tally_apart` holds these tallies, each in a channel that is the number of its unit.

    `where` names the channel, segment and plan whose people they are. Raises engine.TooLong.
    """
    with publish.looking() as held, bounded(held.engine):
        facts.lay(held.engine, "new", lake.live(), held.terms)
        with running.steps(held.engine, held.meaning, "new"):
            held.engine.execute(_APART)
            _count(held, wanted, where, until)
            with tallies.apart(held.engine, "tally_people"):
                yield held


def _count(held, wanted, where, until):
    groups = [each for each in measures.statements("duckdb", held.meaning.unit, held.week_start) if not each.name]
    parts = " UNION ALL ".join(
        f"SELECT * FROM ({each.sql}) WHERE list_contains({listed(wanted)}, measure) AND period <= {quoted(str(until))}"  # noqa: S608
        for each in groups
    )
    chosen = "".join(f" AND homes.{name} = {quoted(value)}" for name, value in where.items())
    held.engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE tally_people AS
        SELECT counted.* FROM ({parts}) AS counted JOIN homes ON homes.unit::VARCHAR = counted.channel{chosen}
    """)  # noqa: S608 - made of statements of our own and quoted words


_PEOPLE = """
    WITH chosen AS (SELECT unnest($units::BIGINT[]) AS unit),
    named AS (
        SELECT unit, list_sort(list_distinct(list(name))) AS names FROM (
            SELECT people.unit, substr(key, strpos(key, ':') + 1) AS name
            FROM read_parquet($places) AS persons LEFT JOIN new.groups AS grouping USING (number)
            JOIN people ON people.person = coalesce(grouping.person, number)
            WHERE NOT starts_with(key, 'account:') AND (NOT $by_account OR people.unit = -people.person)
            UNION ALL
            SELECT number, substr(key, strpos(key, ':') + 1) FROM read_parquet($places)
            WHERE starts_with(key, 'account:') AND $by_account
        ) SEMI JOIN chosen USING (unit) GROUP BY unit
    ),
    begun AS (
        SELECT unit, min("at") AS since, min(day) AS day, first(event ORDER BY "at", tie) AS event
        FROM events JOIN people USING (person) SEMI JOIN chosen USING (unit) GROUP BY unit
    )
    SELECT unit, coalesce(names, []), begun.day, begun.event, channel, segment, plan
    FROM chosen JOIN homes USING (unit) LEFT JOIN named USING (unit) LEFT JOIN begun USING (unit)
    ORDER BY since DESC NULLS LAST, unit
"""


def named(held: Writing, units: Sequence[int]) -> list[Person]:
    """These, whoever came last first; inside of `apart`."""
    said = {"units": list(units), "places": _places("persons"), "by_account": held.meaning.unit == "account"}
    return [Person(*row) for row in held.engine.execute(_PEOPLE, said).fetchall()] if said["places"] else []


def imports(held: Writing, units: Sequence[int], tables: Sequence[str]) -> dict[int, int]:
    """{import: rows of these people in these tables}; of events those that mean something. Inside of `apart`."""
    found: dict[int, int] = {}
    for table in tables:
        for run, rows in _rows_of(held, units, table):
            found[run] = found.get(run, 0) + rows
    return found


def _rows_of(held, units, table):
    files = lake.live(table=table)
    if not files:
        return []
    means = "event IN (SELECT event FROM roles UNION SELECT event FROM criteria)" if table == "events" else "true"
    return held.engine.execute(
        f"""
        SELECT rows.run, count(*) FROM ({lake.with_runs(files)}) AS rows
        LEFT JOIN new.groups AS grouping ON grouping.number = rows.person
        JOIN people ON people.person = coalesce(grouping.person, rows.person)
        WHERE {means} AND people.unit IN (SELECT unnest(?::BIGINT[])) GROUP BY ALL
        """,  # noqa: S608 - made of our own files
        [list(units)],
    ).fetchall()


def _places(table):
    return [lake.place(file) for file in lake.live(table=table)]
