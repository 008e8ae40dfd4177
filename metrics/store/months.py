"""The events of an import become files of the lake: month by month, each event once."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import date
from pathlib import Path

from django.conf import settings

from metrics.models import LakeFile
from metrics.parsing.tables import TABLES, file_of, given_in, nothing_of, rows_in
from metrics.store import identity, lake
from metrics.store.engine import listed, quoted
from metrics.store.lake import Owner, State

AS_THEY_LIE = f"SELECT * FROM {{}} ORDER BY {lake.ORDER}"
AGAIN = 4  # times that rows may be read where they lie, before it costs less to put the months apart
_MONTH = """date_trunc('month', make_timestamp("at"))::DATE"""
STORED = {
    "record": "record",
    "ident": "ident",
    "person": identity.PERSON.format("person"),
    "account": identity.ACCOUNT,
    **{name: f'"{name}"' for name in ("event", "at", "received", "channel", "segment", "plan", "product")},
    **{name: name for name in ("campaign", "campaign_id", "amount", "currency")},
}


def take(connection, folder: Path, owner: Owner, known: Sequence[LakeFile]) -> Iterator[list[LakeFile]]:
    """Write the files of each month. `known` are those with events that were there before."""
    given = given_in(connection, folder, "events")
    stored = _stored(given)

    def files_of(month, rows):
        there = [file for file in known if file.month == month]
        with connection.cursor() as own:
            return list(of_month(own, rows, month, owner, there, stored))

    return _side_by_side(files_of, _apart(connection, folder, given))


def _stored(given):
    """SQL for what is kept of each row. What no row of a file has is added last, when nothing needs to carry it."""
    kept = _named({name: value for name, value in STORED.items() if name in given})
    lacking = [name for name in STORED if name not in given]
    nothing = "".join(f', {nothing_of("events", name)} AS "{name}"' for name in lacking)
    values = {name: STORED[name] if name in lacking else f'"{name}"' for name in STORED}
    return f"SELECT {_named(values)} FROM (SELECT *{nothing} FROM (SELECT {kept} FROM {{}} ORDER BY {lake.ORDER}))"


def _named(values):
    return ", ".join(f'{value} AS "{name}"' for name, value in values.items())


def _apart(connection, folder, given):
    """(month, SQL for its rows), where they lie in the order of time, or in files of their own."""
    rows = rows_in(folder, "events")
    months = _months_of(connection, rows)
    if _times_read(connection, file_of(folder, "events"), months) <= AGAIN:
        return [(month, f"(SELECT * FROM {rows} WHERE {_is_in(month)})") for month in months]
    parts = folder / "months"
    columns = ", ".join(f'"{name}"' for name in TABLES["events"] if name in given)
    connection.execute(
        f"""
        COPY (SELECT {columns}, {_MONTH} AS month FROM {rows})
        TO {quoted(str(parts))} (FORMAT parquet, COMPRESSION lz4, PARTITION_BY (month))
        """
    )
    return [(month, _read(parts / f"month={month}")) for month in months]


def _months_of(connection, rows) -> list[date]:
    return [month for (month,) in connection.execute(f"SELECT DISTINCT {_MONTH} FROM {rows} ORDER BY 1").fetchall()]


def _is_in(month):
    start = f"TIMESTAMP '{month}'"
    return f"""\"at" >= epoch_us({start}) AND "at" < epoch_us({start} + INTERVAL 1 MONTH)"""


def _read(folder):
    return f"read_parquet({quoted(f'{folder}/*.parquet')}, hive_partitioning = false)"


def _times_read(connection, path, months) -> float:
    """How often a row is read when each month is looked for in all groups of rows that may have some of its own."""
    return connection.execute(
        f"""
        WITH groups AS (
            SELECT row_group_num_rows AS rows, make_timestamp(stats_min_value::BIGINT) AS first,
                make_timestamp(stats_max_value::BIGINT) AS last
            FROM parquet_metadata({quoted(str(path))}) WHERE path_in_schema = 'at'
        )
        SELECT coalesce(sum(rows), 0) / (SELECT sum(rows) FROM groups)
        FROM groups JOIN (SELECT unnest($1) AS month) ON last >= month AND first < month + INTERVAL 1 MONTH
        """,
        [months],
    ).fetchone()[0]


def _side_by_side(work, parts):
    """The engine sorts a small month on one processor; while one waits for the disk another is sorted."""
    with ThreadPoolExecutor(2 * settings.LAKE_THREADS) as pool:
        yield from pool.map(lambda context, part: context.run(work, *part), [copy_context() for _ in parts], parts)


def of_month(connection, rows: str, month: date, owner: Owner, known: Sequence[LakeFile], stored: str = AS_THEY_LIE):
    """The files of one month: events nobody had brought, and the shadows of those somebody had.

    `stored` is SQL for what is written of some of these rows.
    """
    once = _once(connection, rows)
    if not known:
        yield from _written(connection, stored.format(once), month, owner, State.LIVE)
        return
    there = f"(SELECT ident FROM read_parquet({listed(map(lake.place, known))})) AS there"
    for join, state in (("ANTI", State.LIVE), ("SEMI", State.SHADOW)):
        query = stored.format(f"{once} {join} JOIN {there} USING (ident)")
        yield from _written(connection, query, month, owner, state)


def _once(connection, rows):
    """The rows without those that repeat an earlier one of the same file."""
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE twice AS
        SELECT ident, min(record) AS first FROM {rows} GROUP BY ident HAVING count(*) > 1
        """
    )
    if not connection.execute("SELECT count(*) FROM twice").fetchone()[0]:
        return f"{rows} AS rows"
    return f"""
        (SELECT rows.* FROM {rows} AS rows LEFT JOIN twice ON twice.ident = rows.ident
         WHERE twice.ident IS NULL OR twice.first = rows.record) AS rows
    """


def _written(connection, query, month, owner, state):
    file = lake.write(connection, query, table="events", owner=owner, month=month, state=state)
    return [] if file is None else [file]
