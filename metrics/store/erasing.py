"""A person leaves everything that names them: files of every state, rejected rows, samples, waiting uploads."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import connection as database
from django.db import transaction

from metrics.models import ImportReject, ImportRun, LakeFile, UploadPart
from metrics.store import identity, lake, moments
from metrics.store.changes import Change
from metrics.store.engine import listed, quoted
from metrics.store.lake import Owner
from pmm_workspace.common import tenancy

# by which column a table names people, and how its files are sorted
NAMING = {
    "events": ("person", lake.ORDER),
    "people": ("person", "ident, record"),
    "subscriptions": ("person", "ident, record"),
    "movements": ("person", "ident, record"),
    "payments": ("person", "ident, record"),
    "leads": ("person", "ident, record"),
    "persons": ("number", "number"),
    "merges": ("number", "number"),
}
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # no grace for what an erased person stood in
OPEN = (ImportRun.State.COLUMNS, ImportRun.State.CHECKING, ImportRun.State.CHECKED, ImportRun.State.STORING)


@dataclass
class Trace:
    """All that is known by one id or address: its numbers, the words for them, and what was found."""

    numbers: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # ids and addresses, in lower case
    counts: dict[str, int] = field(default_factory=dict)


def trace_of(connection, subject: str) -> Trace:
    """Whoever has this id or address, with every other id that is the same person."""
    files = list(LakeFile.objects.all())
    identity.lay_groups(connection, "main.known", files)
    numbers = connection.execute(
        """
        WITH wanted AS (SELECT number_of(key_of(?)) AS number)
        SELECT number FROM wanted UNION SELECT number FROM main.known
        WHERE person IN (SELECT person FROM main.known WHERE number IN (FROM wanted))
        """,
        [subject.strip()],
    ).fetchall()
    trace = Trace([number for (number,) in numbers], [subject.strip().lower()])
    if persons := lake.of_table(files, "persons"):
        keys = connection.execute(
            f"""SELECT DISTINCT key FROM read_parquet({listed(map(lake.place, persons))})
                WHERE number IN {_numbers(trace)}"""
        ).fetchall()
        trace.words += [key.split(":", 1)[1].lower() for (key,) in keys]
    moments.passed(moments.IDENTITY)
    return trace


def _numbers(trace):
    return f"({', '.join(map(str, trace.numbers))})"


def without(connection, trace: Trace) -> Change:
    """The lake without this person; every file that held them is written anew, whatever its state."""
    change = Change(before=lake.live(), people=trace.numbers)
    for table, (column, order) in NAMING.items():
        files = {lake.place(file): file for file in LakeFile.objects.filter(table=table)}
        names = f"{column} IN {_numbers(trace)}" + (f" OR other IN {_numbers(trace)}" if table == "merges" else "")
        for place, rows in _holding(connection, list(files), names):
            trace.counts[table] = trace.counts.get(table, 0) + rows
            change.removed.append(files[place])
            change.add(_rewritten(connection, files[place], f"NOT ({names}) ORDER BY {order}"))
            moments.passed(moments.BETWEEN_FILES)
    return change


def _holding(connection, places, names):
    if not places:
        return []
    rows = f"read_parquet({listed(places)}, filename = true)"
    return connection.execute(f"SELECT filename, count(*) FROM {rows} WHERE {names} GROUP BY filename").fetchall()


def _rewritten(connection, file, condition):
    new = lake.write(
        connection,
        f"SELECT * FROM read_parquet({quoted(lake.place(file))}) WHERE {condition}",
        table=file.table,
        owner=Owner(file.run_id, file.position),
        month=file.month,
        state=file.state,
    )
    if new is not None:
        new.died_at = file.died_at
    return new


def forget_words(trace: Trace) -> None:
    """Delete what the database itself keeps of the rows of files: rejects, samples, uploads not yet imported."""
    trace.counts["rejects"] = _forget_rejects(trace.words)
    trace.counts["samples"] = _forget_samples(trace.words)
    trace.counts["uploads"] = _forget_uploads(trace.words)
    trace.counts = {name: count for name, count in trace.counts.items() if count}


def _patterns(words):
    """In JSON: an address anywhere, an id as a whole value."""
    escaped = [re.sub(r"([\\%_])", r"\\\1", word) for word in words]
    return [f"%{word}%" if "@" in word else f'%"{word}"%' for word in escaped]


def _forget_rejects(words):
    with database.cursor() as cursor:
        cursor.execute(
            f"""DELETE FROM {ImportReject._meta.db_table} WHERE workspace_id = %s
                AND (lower(cells::text) LIKE ANY(%s) OR lower(value) = ANY(%s))""",
            [tenancy.current(), _patterns(words), words],
        )
        return cursor.rowcount


def _forget_samples(words):
    with database.cursor() as cursor:
        cursor.execute(
            f"""UPDATE {ImportRun._meta.db_table} SET samples = '[]'
                WHERE workspace_id = %s AND lower(samples::text) LIKE ANY(%s)""",
            [tenancy.current(), _patterns(words)],
        )
        return cursor.rowcount


def _forget_uploads(words):
    """An upload that may name them is discarded: a file can be uploaded again, a person not be erased again."""
    named = [run for run in ImportRun.objects.filter(state__in=OPEN) if _names(run, words)]
    for run in named:
        run.parts.all().delete()
        run.rejects.all().delete()
        run.state, run.samples = ImportRun.State.DISCARDED, []
        run.save()
    return len(named)


def _names(run, words):
    wanted = re.compile(b"|".join(_in_bytes(words)), re.IGNORECASE)
    longest, rest = max(map(len, words)) * 4, b""
    for content in UploadPart.objects.filter(run=run).values_list("content", flat=True).iterator(chunk_size=4):
        if wanted.search(rest + bytes(content)):
            return True
        rest = bytes(content)[-longest:]
    return False


def _in_bytes(words):
    for word in words:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            yield re.escape(word.encode(encoding))


def when_committed() -> None:
    """The old files go as soon as nobody can see them; if we die before, the sweep does it."""
    transaction.on_commit(lake.collect_garbage)
