"""Small lakes for tests: rows as dictionaries, stored by the same steps as a file's, without a file."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from metrics import store
from metrics.models import ImportRun
from metrics.parsing.tables import TABLES
from metrics.store import changes, facts, intake, lake, publishing, terms, undoing
from metrics.store.engine import connected
from metrics.store.lake import Owner

SLICES = {"channel": "", "segment": "", "plan": "", "product": ""}
DEFAULTS = {
    "events": SLICES | {"currency": ""},
    "people": SLICES,
    "spend": {"channel": "", "currency": ""},
    "subscriptions": {"status": "active", "interval": "month", "interval_count": 1, "currency": "", "plan": ""},
    "payments": {"status": "paid", "currency": ""},
    "movements": {"currency": ""},
    "deals": {"currency": ""},
    "leads": {},
}


def at(text):
    """Microseconds of a UTC time such as "2026-01-05" or "2026-01-05T10:30"."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1_000_000)


def event(person, name="signed_up", when="2026-01-05", **more):
    return {"person": person, "event": name, "at": at(when)} | more


def written(engine, folder, tables):
    """The canonical Parquet files that a parsed file would be."""
    for table, rows in tables.items():
        columns = TABLES[table]
        declared = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        engine.execute(f"CREATE TEMP TABLE given ({declared})")
        full = [DEFAULTS[table] | {"record": number} | row for number, row in enumerate(rows, start=1)]
        values = [[row.get(name) for name in columns] for row in full]
        if values:
            engine.executemany(f"INSERT INTO given VALUES ({', '.join('?' * len(columns))})", values)
        engine.execute(f"COPY given TO '{folder}/{table}.parquet' (FORMAT parquet)")
        engine.execute("DROP TABLE given")


@transaction.atomic
def imported(source="", replaces=None, **tables):
    """Store these rows as one import: the run, and what its rows were to the lake."""
    run = ImportRun.objects.create(workspace_id=store.lock().workspace_id, name="rows", replaces=replaces)
    with TemporaryDirectory() as folder, connected() as engine:
        written(engine, folder, tables)
        settings = store.lock()
        change = undoing.leaving(replaces) if replaces else changes.Change(before=lake.live())
        position = settings.lake_version + 1
        taken = intake.take(engine, Path(folder), owner=Owner(run.pk, position), source=source, against=change.kept)
        change.added += taken.files
        undoing.promote(engine, change)
        publishing.publish(engine, change, settings)
    return run, taken


@transaction.atomic
def undone(run):
    with connected() as engine:
        settings = store.lock()
        publishing.publish(engine, undoing.without(engine, run), settings)


def laid(name, **options):
    """The rows of one table of facts, from all live files."""
    with connected() as engine:
        facts.lay(engine, "main", lake.live(), terms.terms())
        order = ", ".join(options.get("order", ["ALL"]))
        found = engine.execute(f"SELECT * FROM {name} ORDER BY {order}")
        columns = [column[0] for column in found.description]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]


def everything():
    """All facts, comparable whatever the order of imports."""
    return {name: laid(name) for name in ("events", "levels", "payments", "spend", "leads", "deals", "belongs")}
