"""Files of the lake: written whole, fsynced, never changed. A file exists for readers once PostgreSQL has its row."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import file_digest
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.db.models import Sum
from django.utils.timezone import now

from metrics.models import ImportRun, LakeFile
from metrics.store.engine import listed, quoted
from pmm_workspace.common import tenancy

GRACE = timedelta(days=30)  # as long as an import can be undone
SPARED = GRACE + timedelta(days=1)  # an undo that was asked for at the last moment finds the files when its turn comes
ABANDONED = timedelta(hours=24)  # no attempt takes longer

ORDER = 'person, "at", ident'  # of the events in a file
ORDERS = {"events": ORDER, "persons": "number", "merges": "number"}

State = LakeFile.State


@dataclass(frozen=True)
class Owner:
    """Whose rows a new file holds: the import, and where it stands in the order of imports.

    Where no import is named, rows of several are in it, each with the number of its own in the column `run`.
    """

    run_id: int | None
    position: int


def root() -> Path:
    return settings.LAKE_DIR / f"ws-{tenancy.current()}"


def rows() -> int:
    """How many readers see, of all tables."""
    return LakeFile.objects.filter(state=State.LIVE).aggregate(rows=Sum("rows"))["rows"] or 0


def place(file: LakeFile) -> str:
    """Where a file lies."""
    return str(settings.LAKE_DIR / file.path)


def write(connection, query: str, *, table: str, owner: Owner, month: date | None = None, state=State.LIVE):
    """The file that holds the rows of a query, not yet registered; None when there are none."""
    path = root() / table / (f"{month:%Y-%m}" if month else "all") / f"{uuid4()}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    copied = connection.execute(
        f"COPY ({query}) TO {quoted(str(path))} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, RETURN_STATS)"
    )
    _path, rows, size, _footer, statistics, *_ = copied.fetchone() or (None, 0, 0, 0, {})
    if not rows:
        path.unlink(missing_ok=True)
        return None
    return LakeFile(
        workspace_id=tenancy.current(),
        run_id=owner.run_id,
        position=owner.position,
        table=table,
        state=state,
        path=str(path.relative_to(settings.LAKE_DIR)),
        rows=rows,
        bytes=size,
        sha256=_made_durable(path),
        month=month,
        **_reach(statistics),
    )


def _made_durable(path):
    with open(path, "rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return digest


def _reach(statistics):
    """Days are those of UTC here: only to find files by."""
    people, moments, days = (statistics.get(f'"{name}"', {}) for name in ("person", "at", "day"))
    found = {}
    if "min" in people:
        found |= {"first_person": int(people["min"]), "last_person": int(people["max"])}
    if "min" in moments:
        found |= {"first_day": _day_of(moments["min"]), "last_day": _day_of(moments["max"])}
    elif "min" in days:
        found |= {"first_day": date.fromisoformat(days["min"]), "last_day": date.fromisoformat(days["max"])}
    return found


def _day_of(microseconds):
    return datetime.fromtimestamp(int(microseconds) // 1_000_000, UTC).date()


def live(**which) -> list[LakeFile]:
    """What readers see, in the order of imports."""
    return list(LakeFile.objects.filter(state=State.LIVE, **which).order_by("position", "pk"))


def kinds() -> set[str]:
    """What there are rows of, by kind of import: a list of movements tells of subscriptions, too."""
    tables = set(LakeFile.objects.filter(state=State.LIVE).values_list("table", flat=True).distinct())
    return tables | ({"subscriptions"} if "movements" in tables else set())


def places() -> dict[str, list[str]]:
    """Where the live files of each table lie."""
    found = defaultdict(list)
    for file in live():
        found[file.table].append(place(file))
    return found


def shadows(**which) -> list[LakeFile]:
    """Rows that another import had brought before."""
    return list(LakeFile.objects.filter(state=State.SHADOW, **which).order_by("position", "pk"))


def with_runs(files: Iterable[LakeFile]) -> str:
    """SQL for the rows of these files; `run` is the import that brought each."""
    files = list(files)
    runs = ", ".join(f"({quoted(place(file))}, {file.run_id or 'NULL'}::BIGINT)" for file in files)
    return f"""
        SELECT rows.* EXCLUDE (filename, run), coalesce(rows.run, files.run) AS run
        FROM (
            SELECT NULL::BIGINT AS run WHERE false UNION ALL BY NAME
            FROM read_parquet({listed(map(place, files))}, filename = true, union_by_name = true)
        ) AS rows
        JOIN (VALUES {runs}) AS files (place, run) ON files.place = rows.filename
    """


def standing(files: Iterable[LakeFile]) -> dict[int, int]:
    """{import: its place in the order of imports}, of all that may have rows in these files."""
    own = {file.run_id: file.position for file in files}
    if own.pop(None, None) is None:
        return own
    return own | dict(ImportRun.objects.exclude(position=None).values_list("pk", "position"))


def in_order(table: str) -> str:
    """SQL for how the rows of a table lie in a file."""
    return f"ORDER BY {ORDERS.get(table, 'ident, record')}"


def holding(connection, files: Iterable[LakeFile], condition: str) -> list[tuple[LakeFile, int]]:
    """The files with rows of which the condition holds, and how many these are."""
    there = {place(file): file for file in files}
    if not there:
        return []
    found = connection.execute(
        f"""SELECT filename, count(*) FROM read_parquet({listed(there)}, filename = true)
            WHERE {condition} GROUP BY filename"""
    )
    return [(there[name], count) for name, count in found.fetchall()]


def of_table(files: Iterable[LakeFile], *tables: str) -> list[LakeFile]:
    return [file for file in files if file.table in tables]


def collect_garbage(*, at: datetime | None = None) -> int:
    """Delete what nobody will read again: files dead for long enough, and what died attempts have left."""
    at = at or now()
    dead = LakeFile.objects.filter(state=State.DEAD, died_at__lte=at - SPARED)
    gone = list(dead)
    for file in gone:
        delete(file)
    dead.filter(pk__in=[file.pk for file in gone]).delete()
    return len(gone) + sum(_delete_path(path) for path in _abandoned(at - ABANDONED))


def forget_lost() -> int:
    """Delete every file that was never published. The caller holds the workspace's lock: nobody is writing one.

    Questions write files, too; one that loses them is asked again.
    """
    return sum(_delete_path(path) for path in _abandoned(datetime.max.replace(tzinfo=UTC)))


def delete(file: LakeFile) -> None:
    _delete_path(settings.LAKE_DIR / file.path)


def _delete_path(path):
    with suppress(FileNotFoundError):
        path.unlink()
        return True
    return False


def _abandoned(before: datetime) -> Iterator[Path]:
    old = [path for path in root().rglob("*.parquet") if path.stat().st_mtime < before.timestamp()]
    known = set(LakeFile.objects.values_list("path", flat=True))
    return (path for path in old if str(path.relative_to(settings.LAKE_DIR)) not in known)
