"""Sums from the engine into PostgreSQL: differences added, or everything replaced. In the caller's transaction.

Beside each tally stands the sum by channel alone, as one more measure of the same relation, which is what most readers
want and far fewer rows where people are told apart by everything.
"""

import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.db import connection as database
from django.db import transaction

from metrics.definitions.facts import DIMENSIONS
from metrics.models import FunnelSettings
from metrics.store.engine import quoted
from pmm_workspace.common import tenancy

AT_ONCE = 500  # places to go to, few enough for the planner also while it knows nothing of a table just filled
SLICE = ", ".join(DIMENSIONS)
ONLY_CHANNEL = "channel, " + ", ".join(f"'' AS {name}" for name in DIMENSIONS if name != "channel")
KEYS = f"measure, period, n, {SLICE}"

BY_CHANNEL = "channel/"  # before the name of a measure: added up over everything but channels
ADDED_UP = f"""
    SELECT '{BY_CHANNEL}' || measure, period, n, {ONLY_CHANNEL}, sum(value) AS value
    FROM {{}} GROUP BY 1, 2, 3, 4 HAVING sum(value) <> 0
"""

_STAGING = f"""
    CREATE TEMPORARY TABLE fresh_tally ON COMMIT DROP AS
    SELECT {KEYS}, value FROM metrics_tally WITH NO DATA
"""
_COPY = f"COPY fresh_tally ({KEYS}, value) FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({SLICE}))"
_SAME = " AND ".join(f"fresh.{key} = tally.{key}" for key in KEYS.split(", "))
_ADD = f"""
    WITH landed AS (
        INSERT INTO metrics_tally AS tally (workspace_id, {KEYS}, value)
        SELECT %(workspace)s, {KEYS}, value FROM fresh_tally
        ON CONFLICT (workspace_id, {KEYS}) DO UPDATE SET value = tally.value + excluded.value
        RETURNING tally.ctid AS place, value
    )
    SELECT place::text FROM landed WHERE value = 0
"""
# By where they lie, which nothing can change before this transaction ends.
_FORGET_ZEROS = """
    DELETE FROM metrics_tally WHERE ctid = ANY(%(zeros)s::tid[]) AND workspace_id = %(workspace)s
"""
# What is older than the events that are kept can no longer be computed, and stays as it was.
_FORGET = f"""
    DELETE FROM metrics_tally AS tally
    WHERE workspace_id = %(workspace)s AND (%(kept_from)s::date IS NULL OR period >= %(kept_from)s)
      AND NOT EXISTS (SELECT FROM fresh_tally AS fresh WHERE {_SAME} AND fresh.value = tally.value)
"""
_DIFFERING = f"""
    SELECT {KEYS}, tally.value AS kept, fresh.value AS counted
    FROM (SELECT {KEYS}, value FROM metrics_tally
          WHERE workspace_id = %(workspace)s AND (%(kept_from)s::date IS NULL OR period >= %(kept_from)s)) AS tally
    FULL JOIN (SELECT {KEYS}, value FROM fresh_tally
               WHERE %(kept_from)s::date IS NULL OR period >= %(kept_from)s) AS fresh USING ({KEYS})
    WHERE tally.value IS DISTINCT FROM fresh.value
    ORDER BY {KEYS}
"""
_AHEAD = f"""
    CREATE TEMPORARY VIEW tally_ahead AS
    SELECT workspace_id, {KEYS}, value FROM metrics_tally
    WHERE workspace_id = %(workspace)s AND (NOT %(is_whole)s OR period < %(kept_from)s::date)
    UNION ALL
    SELECT %(workspace)s::bigint AS workspace_id, {KEYS}, value FROM fresh_tally
    WHERE NOT %(is_whole)s OR %(kept_from)s::date IS NULL OR period >= %(kept_from)s
"""
_APART = f"""
    CREATE TEMPORARY VIEW tally_apart AS
    SELECT %(workspace)s::bigint AS workspace_id, {KEYS}, value FROM fresh_tally
"""
_FILL = f"""
    INSERT INTO metrics_tally (workspace_id, {KEYS}, value)
    SELECT %(workspace)s, {KEYS}, value FROM fresh_tally AS fresh
    WHERE value <> 0 AND (%(kept_from)s::date IS NULL OR period >= %(kept_from)s)
      AND NOT EXISTS (SELECT FROM metrics_tally AS tally WHERE workspace_id = %(workspace)s AND {_SAME})
"""


def add(engine, table: str) -> int:
    """Add the rows of a table with the columns of `facts.TALLY` to what is there; how many there were."""
    with _staged(engine, table) as (cursor, count):
        cursor.execute(_ADD, _parameters())
        zeros = [place for (place,) in cursor.fetchall()]
        for first in range(0, len(zeros), AT_ONCE):
            cursor.execute(_FORGET_ZEROS, _parameters() | {"zeros": zeros[first : first + AT_ONCE]})
        return count


def replace(engine, table: str) -> int:
    """Put the rows of a table in the place of all that can be computed, where they differ; how many there were."""
    with _staged(engine, table) as (cursor, count):
        cursor.execute(_FORGET, _parameters())
        cursor.execute(_FILL, _parameters())
        transaction.on_commit(_tell_planner)
        return count


def _tell_planner():
    """How many there are now. It would know within a minute by itself, and sort on disk for every chart until then."""
    with database.cursor() as cursor:
        cursor.execute("ANALYZE (SKIP_LOCKED) metrics_tally")


def differing(engine, table: str) -> list[tuple]:
    """(measure, period, n, each dimension, kept, counted) wherever what is kept is not what was counted."""
    with _staged(engine, table) as (cursor, _count):
        cursor.execute(_DIFFERING, _parameters())
        return cursor.fetchall()


@contextmanager
def ahead(engine, table: str, *, is_whole: bool):
    """While the block runs, `tally_ahead` reads as the tallies would with these rows added, or in their place."""
    with transaction.atomic(), _staged(engine, table) as (cursor, _count):
        cursor.execute(_AHEAD, _parameters() | {"is_whole": is_whole})
        yield
        cursor.execute("DROP VIEW tally_ahead; DROP TABLE fresh_tally")


@contextmanager
def apart(engine, table: str):
    """While the block runs, `tally_apart` reads as the tallies do and holds the rows of this table, not added up."""
    with transaction.atomic(), _staged(engine, table, is_added_up=False) as (cursor, _count):
        cursor.execute(_APART, _parameters())
        yield
        cursor.execute("DROP VIEW tally_apart; DROP TABLE fresh_tally")


@contextmanager
def _staged(engine, table, *, is_added_up=True):
    """The rows in a temporary table beside the tallies, in the order of their index, and how many there are."""
    with tempfile.TemporaryDirectory(prefix="tally-") as folder, database.cursor() as cursor:
        path = Path(folder) / "tally.csv"
        added_up = f"UNION ALL {ADDED_UP.format(table)}" if is_added_up else ""
        columns = f"SELECT {KEYS}, value FROM {table} {added_up} ORDER BY {KEYS}"
        (count,) = engine.execute(f"COPY ({columns}) TO {quoted(str(path))} (FORMAT csv, HEADER false)").fetchone()
        cursor.execute("DROP TABLE IF EXISTS fresh_tally")
        cursor.execute(_STAGING)
        with open(path, encoding="utf-8") as rows:
            cursor.copy_expert(_COPY, rows)
        cursor.execute("ANALYZE fresh_tally")
        yield cursor, count


def _parameters():
    return {"workspace": tenancy.current(), "kept_from": kept_from()}


def kept_from():
    """The first period that is still computed; None while nothing has been dropped."""
    return FunnelSettings.objects.values_list("kept_from", flat=True).first()
