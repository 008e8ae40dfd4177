"""Small lakes for tests: rows as dictionaries, stored by the same steps as a file's, without a file."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.timezone import now

from metrics.definitions.facts import DIMENSIONS, SCHEMAS
from metrics.importing import publishing as storing
from metrics.models import ImportRun, Tally
from metrics.parsing.tables import TABLES
from metrics.recalculation.publish import writing
from metrics.store import compaction, facts, lake, publishing, terms, undoing
from metrics.store.engine import connected
from metrics.store.tallies import BY_CHANNEL
from tests.metrics.idents import ident_of_event

SLICES = dict.fromkeys(DIMENSIONS, "")
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


def with_ident(row, source):
    return row | {"ident": ident_of_event(source, row.get("key"), row["person"], row["event"], row["at"])}


def written(engine, folder, tables, source):
    """The canonical Parquet files that a parsed file would be."""
    for table, rows in tables.items():
        columns = TABLES[table]
        declared = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        engine.execute(f"CREATE TEMP TABLE given ({declared})")
        full = [DEFAULTS[table] | {"record": number} | row for number, row in enumerate(rows, start=1)]
        if table == "events":
            full = [with_ident(row, source) for row in full]
        values = [[row.get(name) for name in columns] for row in full]
        if values:
            engine.executemany(f"INSERT INTO given VALUES ({', '.join('?' * len(columns))})", values)
        engine.execute(f"COPY given TO '{folder}/{table}.parquet' (FORMAT parquet)")
        engine.execute("DROP TABLE given")


def publish_files(held, change):
    """The lake alone, without the numbers."""
    publishing.publish(held.engine, change, held.settings, held.terms)


def imported(source="plain", replaces=None, publish=publish_files, **tables):
    """Store these rows as one import: the run, and what its rows were to the lake."""
    with writing() as held, TemporaryDirectory() as folder:
        done = {"state": ImportRun.State.DONE, "finished_at": now()}
        run = ImportRun(name="rows", preset=source, replaces=replaces, **done)
        run.save()
        written(held.engine, folder, tables, source)
        change, taken = storing.planned(held, run, Path(folder))
        run.save()
        publish(held, change)
    return run, taken


def put_together(*tables):
    """All files of these tables, or of every table, however few there are."""
    with writing() as held:
        files = [file for file in lake.live() if not tables or file.table in tables]
        parts = dict.fromkeys((file.table, file.month) for file in files)
        publish_files(held, compaction.compacted(held.engine, parts))


def undone(run, publish=publish_files):
    with writing() as held:
        publish(held, undoing.without(held.engine, run))


def tallied():
    """All tallies: {(measure, period, n, each dimension): value}; the sums by channel beside them are looked at."""
    keys = ("measure", "period", "n", *DIMENSIONS)
    found = {row[:-1]: row[-1] for row in Tally.objects.values_list(*keys, "value")}
    by_channel = {key: found.pop(key) for key in list(found) if key[0].startswith(BY_CHANNEL)}
    assert by_channel == _by_channel(found)
    return found


def _by_channel(found):
    """Added up over all but channels."""
    sums = Counter()
    for (measure, period, n, channel, *_rest), value in found.items():
        sums[BY_CHANNEL + measure, period, n, channel, "", "", ""] += value
    return {key: value for key, value in sums.items() if value}


def laid(name, order=("ALL",)):
    """The rows of one table of facts, from all live files."""
    return _facts([name], order)[name]


def everything():
    """All facts, comparable whatever the order of imports."""
    return _facts(SCHEMAS)


def _facts(names, order=("ALL",)):
    with connected() as engine:
        facts.lay(engine, "main", lake.live(), terms.terms())
        return {name: _rows(engine.execute(f"SELECT * FROM {name} ORDER BY {', '.join(order)}")) for name in names}


def _rows(found):
    columns = [column[0] for column in found.description]
    return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
