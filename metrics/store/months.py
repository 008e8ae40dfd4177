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

AGAIN = 4  # times that rows may be read where they lie, before it costs less to put the months apart

# By `ident` it is the same event in another file.
IDENT = """
    number_of(if(key IS NULL, concat_ws(chr(31), 'event', person, event, "at"),
                 concat_ws(chr(31), 'key', {source}, key)))
"""
_MONTH = """date_trunc('month', make_timestamp("at"))::DATE"""
AS_IT_IS = (
    *("event", "at", "received", "channel", "segment", "plan", "product"),
    *("campaign", "campaign_id", "amount", "currency"),
)
STORED = {
    "record": "record",
    "ident": IDENT,
    "person": identity.PERSON.format("person"),
    "account": identity.ACCOUNT,
    **{name: f'"{name}"' for name in AS_IT_IS},
}


def take(connection, folder: Path, owner: Owner, source: str, known: Sequence[LakeFile]) -> Iterator[list[LakeFile]]:
    """Write the files of each month. `known` are those with events that were there before."""
    given = given_in(connection, folder, "events")
    whole = _whole(given)

    def files_of(month, rows):
        there = [file for file in known if file.month == month]
        with connection.cursor() as own:
            own.execute(f"CREATE TEMP TABLE events_of_month AS {rows}")
            files = list(of_month(own, "events_of_month", month, owner, there, whole))
            own.execute("DROP TABLE events_of_month")
            return files

    return _side_by_side(files_of, _apart(connection, folder, _stored(given, source)))


def _stored(given, source):
    """SQL for what is kept of each row, as far as the file has something for it."""
    return _named(
        {name: value.format(source=quoted(source)) for name, value in STORED.items() if name in given | {"ident"}}
    )


def _whole(given):
    """SQL for all columns: what no row of a file has is added last, when nothing needs to carry it any longer."""
    lacking = [name for name in STORED if name in TABLES["events"] and name not in given]
    nothing = "".join(f', {nothing_of("events", name)} AS "{name}"' for name in lacking)
    values = {name: STORED[name] if name in lacking else f'"{name}"' for name in STORED}
    return f"SELECT {_named(values)} FROM (SELECT *{nothing} FROM ({{}}))"


def _named(values):
    return ", ".join(f'{value} AS "{name}"' for name, value in values.items())


def _apart(connection, folder, stored):
    """(month, SQL for its rows), where they lie in the order of time, or in files of their own."""
    rows = rows_in(folder, "events")
    months = _months_of(connection, rows)
    if _times_read(connection, file_of(folder, "events"), months) <= AGAIN:
        return [(month, f"SELECT {stored} FROM {rows} WHERE {_is_in(month)}") for month in months]
    parts = folder / "months"
    connection.execute(
        f"""
        COPY (SELECT {stored}, {_MONTH} AS month FROM {rows})
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
    return f"SELECT * FROM read_parquet({quoted(f'{folder}/*.parquet')}, hive_partitioning = false)"


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
    """The engine sorts a small month on one processor."""
    with ThreadPoolExecutor(settings.LAKE_THREADS) as pool:
        yield from pool.map(lambda context, part: context.run(work, *part), [copy_context() for _ in parts], parts)


def of_month(connection, rows: str, month: date, owner: Owner, known: Sequence[LakeFile], whole: str = "{}"):
    """The files of one month: events nobody had brought, and the shadows of those somebody had.

    `whole` is SQL for the columns to be written, over those that `rows` has.
    """
    order = f"ORDER BY {lake.ORDER}"
    once = _once(connection, rows)
    if not known:
        yield from _written(connection, whole.format(f"SELECT * FROM {once} {order}"), month, owner, State.LIVE)
        return
    there = f"(SELECT ident FROM read_parquet({listed(map(lake.place, known))})) AS there"
    for join, state in (("ANTI", State.LIVE), ("SEMI", State.SHADOW)):
        query = f"SELECT * FROM {once} {join} JOIN {there} USING (ident) {order}"
        yield from _written(connection, whole.format(query), month, owner, state)


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
