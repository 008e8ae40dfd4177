"""The definitions, run by DuckDB over facts that lie in one of its schemas."""

import duckdb

from metrics.definitions import measures
from metrics.definitions.facts import TALLY
from metrics.definitions.meaning import Meaning

KEYS = ", ".join(name for name in TALLY if name != "value")
COLUMNS = f"{KEYS}, value"


def tallied(connection: duckdb.DuckDBPyConnection, meaning: Meaning, *, facts: str = "main", into: str) -> str:
    """Make the temporary table `into` (the columns of TALLY) from the tables or views in the schema `facts`."""
    statements = measures.statements("duckdb", meaning.unit, meaning.week_start)
    connection.execute(f"SET schema = '{facts}'")
    _lay_roles(connection, meaning)
    types = ", ".join(f"{name} {'VARCHAR' if kind == 'string' else kind}" for name, kind in TALLY.items())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {into} ({types})")
    for each in statements:
        head = f"CREATE OR REPLACE TEMP TABLE {each.name} AS" if each.name else f"INSERT INTO {into}"
        connection.execute(f"{head} {each.sql}")
    for name in ("roles", *(each.name for each in statements if each.name)):
        connection.execute(f"DROP TABLE temp.{name}")
    return into


def _lay_roles(connection, meaning):
    connection.execute("CREATE OR REPLACE TEMP TABLE roles (event VARCHAR, role VARCHAR)")
    connection.executemany("INSERT INTO roles VALUES (?, ?)", list(meaning.roles()))


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
