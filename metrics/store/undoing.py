"""An import leaves the lake again: what it had kept in the shadow comes forward."""

from datetime import date

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
        for file, _rows in lake.holding(connection, lake.live(run=None), f"run = {run.pk}"):
            _leave(connection, file, run, change)
    return change


def _leave(connection, file, run, change):
    """A file of several imports is written anew for the others."""
    others = f"SELECT * FROM read_parquet({quoted(lake.place(file))}) WHERE run <> {run.pk} {lake.in_order(file.table)}"
    change.removed.append(file)
    change.add(lake.write(connection, others, table=file.table, owner=Owner(None, file.position), month=file.month))


def left(connection) -> set[int]:
    """The imports that have rows, for readers or in the shadow."""
    there = LakeFile.objects.exclude(state=State.DEAD)
    own = set(there.exclude(run=None).values_list("run", flat=True))
    shared = [lake.place(file) for file in there.filter(run=None)]
    if shared:
        runs = connection.execute(f"SELECT DISTINCT run FROM read_parquet({listed(shared)}, union_by_name = true)")
        own |= {run for (run,) in runs.fetchall()}
    return own


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


def brings_back(connection, run: ImportRun) -> bool:
    """Whether rows that it had replaced would be back without it."""
    return bool(run.replaces_id and _replaced(connection, run.replaces))


def _bring_back(connection, run, change):
    """Events are compared again: others may have brought them since."""
    files, owner = _replaced(connection, run), Owner(run.pk, run.position)
    for table, month in dict.fromkeys((file.table, file.month) for file in files):
        parts = [file for file in files if (file.table, file.month) == (table, month)]
        rows = f"SELECT * EXCLUDE (run) FROM ({lake.with_runs(parts)}) WHERE run = {run.pk}"
        if table == "events":
            change.added.extend(months.of_month(connection, f"({rows})", month, owner, _events_of(change, month)))
        else:
            change.add(lake.write(connection, f"{rows} {lake.in_order(table)}", table=table, owner=owner))


def _replaced(connection, run) -> list[LakeFile]:
    """The files with its rows that died when it was replaced; others had died before, when they were compacted."""
    dead = LakeFile.objects.filter(state=State.DEAD)
    shared = lake.holding(connection, dead.filter(run=None), f"run = {run.pk}")
    files = [*dead.filter(run=run).order_by("pk"), *(file for file, _rows in shared)]
    last = max((file.died_at for file in files), default=None)
    return [file for file in files if file.died_at == last]
