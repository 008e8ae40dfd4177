"""The definitions, run by DuckDB over facts that lie in one of its schemas."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from metrics.definitions.facts import TALLY
from metrics.definitions.meaning import CHOICES, Meaning
from metrics.recalculation import compiled

KEYS = ", ".join(name for name in TALLY if name != "value")
COLUMNS = f"{KEYS}, value"


def tallied(connection: duckdb.DuckDBPyConnection, meaning: Meaning, *, facts: str = "main", into: str) -> str:
    """Make the table `into` (the columns of TALLY) from the tables or views in the schema `facts`.

    Where no schema is named it is a temporary one, which other cursors do not see.
    """
    types = ", ".join(f"{name} {'VARCHAR' if kind == 'string' else kind}" for name, kind in TALLY.items())
    connection.execute(f"CREATE OR REPLACE {'' if '.' in into else 'TEMP'} TABLE {into} ({types})")
    with steps(connection, meaning, facts):
        for each in _statements(meaning):
            if not each.name:
                connection.execute(f"INSERT INTO {into} {each.sql}")
    return into


@contextmanager
def steps(connection: duckdb.DuckDBPyConnection, meaning: Meaning, facts: str) -> Iterator[None]:
    """While the block runs, what measures stand on lies in temporary tables, and bare names find the facts."""
    connection.execute(f"SET schema = '{facts}'")
    _lay_choices(connection, meaning)
    named = [each for each in _statements(meaning) if each.name]
    for each in named:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {each.name} AS {each.sql}")
    yield
    for name in (*CHOICES, *(each.name for each in named)):
        connection.execute(f"DROP TABLE temp.{name}")


def _statements(meaning):
    return compiled.statements("duckdb", meaning.unit, meaning.week_start)


def _lay_choices(connection, meaning):
    for name, rows in meaning.choices().items():
        columns = ", ".join(
            f"{column} {'VARCHAR' if kind == 'string' else kind}" for column, kind in CHOICES[name].items()
        )
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({columns})")
        connection.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(CHOICES[name]))})", rows)  # noqa: S608


def differences(connection: duckdb.DuckDBPyConnection, new: str, old: str) -> str:
    """The name of a temporary table with what `new` has more than `old`, without zeros."""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE difference AS
        SELECT {KEYS}, CAST(sum(value) AS BIGINT) AS value
        FROM (SELECT {COLUMNS} FROM {new} UNION ALL SELECT {KEYS}, -value FROM {old})
        GROUP BY ALL HAVING sum(value) <> 0
        """  # noqa: S608 - made of constants
    )
    return "difference"
