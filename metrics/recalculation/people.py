"""Who a number is made of: the same definitions, with everybody and every row that has no person in a cell alone."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from metrics.recalculation import compiled, publish, running
from metrics.recalculation.publish import Writing
from metrics.store import facts, lake, tallies
from metrics.store.engine import bounded, listed, quoted
from metrics.store.tallies import ONLY_CHANNEL, SLICE

PEOPLE = "people"
KINDS = {  # of what a tally counts, by what its name begins with; everything else counts people
    **dict.fromkeys(("acquisition.spend", "acquisition.impressions", "acquisition.clicks", "campaign.spend"), "spend"),
    "leads.": "leads",
    "deals.": "deals",
}
# `name` stands in the place of the channel: the kind and the number of one of them
_APART = f"""
    CREATE OR REPLACE TEMP TABLE spent AS
        SELECT row_number() OVER () AS unit, * FROM (
            SELECT day, platform, channel, campaign, category, sum(cents) AS cents, sum(impressions) AS impressions,
                sum(clicks) AS clicks
            FROM spend GROUP BY ALL
        );
    CREATE OR REPLACE TEMP TABLE homes AS
        SELECT DISTINCT 'people:' || unit AS name, unit, {SLICE} FROM people JOIN cells USING (cell)
        UNION ALL SELECT 'spend:' || unit, unit, {ONLY_CHANNEL} FROM spent
        UNION ALL SELECT 'leads:' || lead, lead, {ONLY_CHANNEL} FROM leads
        UNION ALL SELECT 'deals:' || deal, deal, {ONLY_CHANNEL} FROM deals;
    CREATE OR REPLACE TEMP TABLE deltas AS
        SELECT deltas.* REPLACE (people.unit AS cell) FROM deltas LEFT JOIN people USING (person);
    CREATE OR REPLACE TEMP TABLE cells AS
        SELECT unit AS cell, name AS {ONLY_CHANNEL} FROM homes WHERE starts_with(name, 'people:');
    CREATE OR REPLACE TEMP TABLE spend AS SELECT * REPLACE ('spend:' || unit AS channel) FROM spent;
    CREATE OR REPLACE TEMP TABLE leads AS SELECT * REPLACE ('leads:' || lead AS channel) FROM new.leads;
    CREATE OR REPLACE TEMP TABLE deals AS SELECT * REPLACE ('deals:' || deal AS channel) FROM new.deals;
"""  # noqa: S608 - made of constants
_OF_UNITS = """
    SELECT table_name FROM duckdb_columns() WHERE database_name = 'temp' AND column_name IN ('unit', 'cell')
    GROUP BY table_name HAVING count(*) = 2
"""


def kind_of(measure: str) -> str:
    """What a tally counts: "people", "spend", "leads" or "deals"."""
    return next((kind for prefix, kind in KINDS.items() if measure.startswith(prefix)), PEOPLE)


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
    product: str


@contextmanager
def apart(wanted: Sequence[str], where: dict[str, str], until: date, seconds: float) -> Iterator[Writing]:
    """While the block runs, `tally_apart` holds these tallies, each in a channel that names whom it counts.

    `where` names the channel, segment, plan and product to which they belong. Raises engine.TooLong.
    """
    with publish.looking() as held, bounded(held.engine, seconds):
        facts.lay(held.engine, "new", lake.live(), held.terms)
        with running.steps(held.engine, held.meaning, "new"):
            held.engine.execute(_APART)
            _set_apart(held.engine)
            _count(held, wanted, where, until)
            with tallies.apart(held.engine, "tally_people"):
                yield held


def _set_apart(engine):
    """Every unit in a cell of its own, wherever one stands beside its cell."""
    for (table,) in engine.execute(_OF_UNITS).fetchall():
        engine.execute(f"UPDATE {table} SET cell = unit")  # noqa: S608 - our own tables


def _count(held, wanted, where, until):
    groups = [each for each in compiled.statements("duckdb", held.meaning.unit, held.week_start) if not each.name]
    parts = " UNION ALL ".join(
        f"SELECT * FROM ({each.sql}) WHERE list_contains({listed(wanted)}, measure) AND period <= {quoted(str(until))}"  # noqa: S608
        for each in groups
    )
    chosen = "".join(f" AND homes.{name} = {quoted(value)}" for name, value in where.items())
    held.engine.execute(f"""
        CREATE OR REPLACE TEMP TABLE tally_people AS
        SELECT counted.* FROM ({parts}) AS counted JOIN homes ON homes.name = counted.channel{chosen}
    """)  # noqa: S608 - made of statements of our own and quoted words


def homes(held: Writing) -> dict[str, str]:
    """{name of one that is counted: the channel they belong to}; inside of `apart`."""
    rows = held.engine.execute("SELECT name, channel FROM homes WHERE name IN (SELECT channel FROM tally_people)")
    return dict(rows.fetchall())


_PEOPLE = f"""
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
    SELECT unit, coalesce(names, []), begun.day, begun.event, {SLICE}
    FROM chosen JOIN (FROM homes WHERE starts_with(name, 'people:')) USING (unit)
    LEFT JOIN named USING (unit) LEFT JOIN begun USING (unit)
    ORDER BY since DESC NULLS LAST, unit
"""  # noqa: S608 - made of constants


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
