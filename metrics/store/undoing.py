"""An import leaves the lake again: what it had kept in the shadow comes forward."""

from datetime import date

from django.db.models import Max

from metrics.models import ImportRun, LakeFile
from metrics.store import lake, moments, months
from metrics.store.changes import Change
from metrics.store.engine import listed, quoted
from metrics.store.lake import Owner, State


def without(connection, run: ImportRun) -> Change:
    """The lake as if this import had never been; what it had replaced is back."""
    change = leaving(connection, run)
    moments.passed(moments.IDENTITY)
    if run.replaces_id:
        _bring_back(connection, run.replaces, change)
    promote(connection, change)
    return change


def leaving(connection, run: ImportRun | None) -> Change:
    """Only its rows go, where there is an import to go; to be followed by `promote`."""
    change = Change(before=lake.live())
    if run:
        change.removed = list(LakeFile.objects.filter(run=run).exclude(state=State.DEAD))
        for file in lake.live(run=None):
            _leave(connection, file, run, change)
    return change


def _leave(connection, file, run, change):
    """A file of several imports is written anew for the others."""
    rows = f"read_parquet({quoted(lake.place(file))})"
    if connection.execute(f"SELECT count(*) FROM {rows} WHERE run = {run.pk}").fetchone()[0]:
        query = f"SELECT * FROM {rows} WHERE run <> {run.pk} ORDER BY {lake.ORDER}"
        owner = Owner(None, file.position)
        change.removed.append(file)
        change.add(lake.write(connection, query, table=file.table, owner=owner, month=file.month))


def promote(connection, change: Change) -> None:
    """Shadows that nothing covers any longer become live, of several the first."""
    for month in _months(change):
        moments.passed(moments.BETWEEN_FILES)
        gone = {file.pk for file in change.removed}
        shadows = [file for file in lake.shadows(table="events", month=month) if file.pk not in gone]
        for owner in _uncovered(connection, shadows, _events_of(change, month)):
            change.add(
                lake.write(
                    connection,
                    f"""SELECT * EXCLUDE (run, position) FROM uncovered WHERE run = {owner.run_id}
                        ORDER BY {lake.ORDER}""",
                    table="events",
                    owner=owner,
                    month=month,
                )
            )


def _months(change) -> list[date]:
    live = [file for file in change.removed if file.table == "events" and file.state == State.LIVE]
    return sorted({file.month for file in live})


def _events_of(change, month):
    return [file for file in change.after if file.table == "events" and file.month == month]


def _uncovered(connection, shadows, live):
    """Make the table of rows to be promoted; whose they are."""
    if not shadows:
        return []
    files = ", ".join(f"({quoted(lake.place(file))}, {file.run_id}, {file.position})" for file in shadows)
    covered = (
        f"ANTI JOIN read_parquet({listed(map(lake.place, live))}) AS live ON live.ident = rows.ident" if live else ""
    )
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE uncovered AS
        SELECT rows.* EXCLUDE (filename), files.run, files.position
        FROM read_parquet({listed(map(lake.place, shadows))}, filename = true, union_by_name = true) AS rows
        JOIN (VALUES {files}) AS files (place, run, position) ON files.place = rows.filename
        {covered}
        QUALIFY row_number() OVER (PARTITION BY rows.ident ORDER BY files.position, rows.record) = 1
        """
    )
    owners = connection.execute("SELECT DISTINCT run, position FROM uncovered ORDER BY position").fetchall()
    return [Owner(run_id, position) for run_id, position in owners]


def _bring_back(connection, run, change):
    """Its files died when it was replaced. Events are compared again: others may have brought them since."""
    dead = LakeFile.objects.filter(state=State.DEAD)
    last = dead.filter(run=run).aggregate(last=Max("died_at"))["last"]
    own = list(dead.filter(run=run, died_at=last))
    for file in own:
        if file.table != "events":
            rows = f"SELECT * FROM read_parquet({quoted(lake.place(file))})"
            change.add(lake.write(connection, rows, table=file.table, owner=Owner(run.pk, file.position)))
    events = lake.of_table([*own, *dead.filter(run=None, died_at=last)], "events")
    for month in sorted({file.month for file in events}):
        files = [file for file in events if file.month == month]
        rows = f"(SELECT * EXCLUDE (run) FROM ({lake.with_runs(files)}) WHERE run = {run.pk})"
        owner = Owner(run.pk, own[0].position)
        change.added.extend(months.of_month(connection, rows, month, owner, _events_of(change, month)))
