"""A person leaves the files of the lake, whatever their state."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db import transaction

from metrics.models import LakeFile
from metrics.store import identity, lake, moments
from metrics.store.changes import Change
from metrics.store.engine import listed, quoted
from metrics.store.lake import Owner

# by which column a table names people
NAMING = {
    **dict.fromkeys(("events", "people", "subscriptions", "movements", "payments", "leads"), "person"),
    **dict.fromkeys(("persons", "merges"), "number"),
}
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # no grace for what an erased person stood in


@dataclass
class Trace:
    """All that is known by one id or address: its numbers, the words for them, and what was found."""

    numbers: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)  # ids and addresses, as sources write them
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
    trace = Trace([number for (number,) in numbers], [subject.strip()])
    if persons := lake.of_table(files, "persons"):
        keys = connection.execute(
            f"""SELECT DISTINCT key FROM read_parquet({listed(map(lake.place, persons))})
                WHERE number IN {_numbers(trace)}"""
        ).fetchall()
        trace.words += [key.split(":", 1)[1] for (key,) in keys]
    moments.passed(moments.IDENTITY)
    return trace


def _numbers(trace):
    return f"({', '.join(map(str, trace.numbers))})"


def without(connection, trace: Trace) -> Change:
    """The lake without this person; every file that held them is written anew, whatever its state."""
    change = Change(before=lake.live(), people=trace.numbers)
    for table, column in NAMING.items():
        names = f"{column} IN {_numbers(trace)}" + (f" OR other IN {_numbers(trace)}" if table == "merges" else "")
        for file, rows in lake.holding(connection, LakeFile.objects.filter(table=table), names):
            trace.counts[table] = trace.counts.get(table, 0) + rows
            change.removed.append(file)
            change.add(_without(connection, file, names))
            moments.passed(moments.BETWEEN_FILES)
    return change


def _without(connection, file, names):
    new = lake.write(
        connection,
        f"SELECT * FROM read_parquet({quoted(lake.place(file))}) WHERE NOT ({names}) {lake.in_order(file.table)}",
        table=file.table,
        owner=Owner(file.run_id, file.position),
        month=file.month,
        state=file.state,
    )
    if new is not None:
        new.died_at = file.died_at
    return new


def when_committed() -> None:
    """The old files go as soon as nobody can see them; if we die before, the sweep does it."""
    transaction.on_commit(lake.collect_garbage)
