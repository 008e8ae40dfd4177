"""The definitions run inside PostgreSQL, on the facts that the embedded engine has laid."""

import tempfile
import time
from pathlib import Path

from django.db import connection, transaction

from metrics.definitions.facts import SCHEMAS
from metrics.definitions.meaning import CHOICES
from metrics.recalculation import compiled

TYPES = {"int64": "bigint", "string": 'text COLLATE "C"', "date": "date", "boolean": "boolean"}


@transaction.atomic
def seconds(engine, meaning) -> tuple[float, int]:
    """How long counting took and how many tallies it gave; bringing the facts there and compiling is not counted."""
    statements = compiled.statements("postgres", meaning.unit, meaning.week_start)
    with tempfile.TemporaryDirectory() as folder, connection.cursor() as cursor:
        for name, columns in (SCHEMAS | CHOICES).items():
            told = ", ".join(f'"{column}" {TYPES[kind]}' for column, kind in columns.items())
            cursor.execute(f"CREATE TEMPORARY TABLE {name} ({told}) ON COMMIT DROP")
        for name, columns in SCHEMAS.items():
            _copy(engine, cursor, name, columns, Path(folder) / "facts.csv")
        for name, rows in meaning.choices().items():
            cursor.executemany(f"INSERT INTO {name} VALUES ({', '.join(['%s'] * len(CHOICES[name]))})", rows)
        for name in SCHEMAS:
            cursor.execute(f"ANALYZE {name}")
        begun = time.perf_counter()
        count = sum(_ran(cursor, each) for each in statements)
        return time.perf_counter() - begun, count


def _copy(engine, cursor, name, columns, path):
    names = ", ".join(f'"{column}"' for column in columns)
    maybe = ", ".join(f'"{column}"' for column, kind in columns.items() if kind != "string")  # a text may be empty
    engine.execute(f"COPY (SELECT {names} FROM new.{name}) TO '{path}' (FORMAT csv, HEADER false, FORCE_QUOTE *)")
    with open(path) as rows:
        cursor.copy_expert(f"COPY {name} ({names}) FROM STDIN WITH (FORMAT csv, FORCE_NULL ({maybe}))", rows)


def _ran(cursor, each):
    """The rows stay in a table, as they do in the embedded engine."""
    table = each.name or "tallied"
    cursor.execute(f"CREATE TEMPORARY TABLE {table} ON COMMIT DROP AS {each.sql}")
    if each.name:
        return 0
    cursor.execute("SELECT count(*) FROM tallied")
    (count,) = cursor.fetchone()
    cursor.execute("DROP TABLE tallied")
    return count
