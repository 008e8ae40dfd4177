"""Events older than a workspace wants to keep are dropped; the numbers of kept periods stay exactly as they are."""

from datetime import date

from metrics.models import FunnelSettings
from metrics.store import identity, lake
from metrics.store.changes import Change
from metrics.store.engine import listed, quoted
from metrics.store.lake import Owner, State

MOST_MONTHS = 600


def cutoff(settings: FunnelSettings, today: date) -> date | None:
    """The first day that is kept; None where everything is."""
    if not settings.kept_months:
        return None
    months = today.year * 12 + today.month - 1 - settings.kept_months
    return date(months // 12, months % 12 + 1, 1)


def reach(months: int, today: date) -> tuple[date, int]:
    """The first day that would be kept, and at most how many rows of events would be dropped."""
    first_day = cutoff(FunnelSettings(kept_months=months), today)
    old = [file for file in lake.live(table="events") if file.month < _whole_from(first_day)]
    return first_day, sum(file.rows for file in old)


def _whole_from(first_day):
    return date(first_day.year - (first_day.month == 1), (first_day.month - 2) % 12 + 1, 1)


def trimmed(connection, first_day: date) -> Change | None:
    """The lake with only everybody's first event of each kind from before; None when there is nothing to drop.

    Cohorts, stages and "new" are told by first events. One month more is kept whole, for windows that reach back.
    """
    change = Change(before=lake.live(), people=[])
    whole_from = _whole_from(first_day)
    change.removed = lake.shadows(table="events", month__lt=whole_from)
    old = [file for file in lake.of_table(change.before, "events") if file.month < whole_from]
    if old:
        _lay_firsts(connection, change.before, old)
    for file in old:
        _trim(connection, file, change)
    return change if change.removed else None


def _lay_firsts(connection, files, old):
    has_groups = identity.lay_groups(connection, "main.who", files)
    person = "coalesce(who.person, rows.person)" if has_groups else "rows.person"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE firsts AS
        SELECT rows.ident FROM read_parquet({listed(map(lake.place, old))}) AS rows
        LEFT JOIN main.who AS who ON who.number = rows.person
        QUALIFY row_number() OVER (PARTITION BY {person}, rows.event ORDER BY rows.at, rows.ident) = 1
        """
    )


def _trim(connection, file, change):
    rows = f"SELECT * FROM read_parquet({quoted(lake.place(file))}) AS rows SEMI JOIN firsts USING (ident)"
    (kept,) = connection.execute(f"SELECT count(*) FROM ({rows})").fetchone()
    if kept < file.rows:
        owner = Owner(file.run_id, file.position)
        query = f"{rows} ORDER BY {lake.ORDER}"
        change.removed.append(file)
        change.add(lake.write(connection, query, table="events", owner=owner, month=file.month, state=State.LIVE))
