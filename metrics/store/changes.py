"""What a publication would change: files that come and go, and whose facts it touches."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from metrics.models import LakeFile
from metrics.store import campaigns, facts, identity, lake, payments
from metrics.store.engine import listed
from metrics.store.lake import State
from metrics.store.terms import Terms

BY_PERSON = ("subscriptions", "movements", "payments", "people", "leads")  # rows of an ident, each with a person
BY_IDENT = ("spend", "leads", "deals")


@dataclass
class Change:
    """Files to be added and files to be removed, against those that were live when it was planned."""

    before: list[LakeFile]
    added: list[LakeFile] = field(default_factory=list)
    removed: list[LakeFile] = field(default_factory=list)
    people: list[int] | None = None  # when it is known beforehand who is touched

    def add(self, file: LakeFile | None) -> None:
        if file is not None:
            self.added.append(file)

    @property
    def after(self) -> list[LakeFile]:
        """The live files once it is published."""
        return self.kept + self.come

    @property
    def kept(self) -> list[LakeFile]:
        gone = {file.pk for file in self.removed}
        return [file for file in self.before if file.pk not in gone]

    @property
    def gone(self) -> list[LakeFile]:
        """Files whose rows go for readers."""
        gone = {file.pk for file in self.removed}
        return [file for file in self.before if file.pk in gone]

    @property
    def come(self) -> list[LakeFile]:
        return [file for file in self.added if file.state == State.LIVE]

    @property
    def moved(self) -> list[LakeFile]:
        return self.gone + self.come


@contextmanager
def supposed(change: Change) -> Iterator[None]:
    """The files that it adds are for a question only, and gone when the block ends."""
    try:
        yield
    finally:
        for file in change.added:
            lake.delete(file)


def lay(connection, change: Change, terms: Terms) -> int:
    """Lay the facts of everybody touched, as they were and as they will be, into `old` and `new`; how many they are.

    Every measure is a sum over people, spend rows, leads and deals: its difference over these is its difference.
    """
    touched = find_scope(connection, change)
    lay_touched(connection, change, terms)
    return touched


def lay_touched(connection, change: Change, terms: Terms) -> None:
    """Lay `old` and `new` for the scope that was found."""
    facts.lay_touched(connection, {"old": change.before, "new": change.after}, terms)


def find_scope(connection, change: Change) -> int:
    """Make `touched_people` and `touched_idents` in `main`; how many people are touched."""
    connection.execute("CREATE OR REPLACE TABLE main.touched_people (number BIGINT)")
    connection.execute("CREATE OR REPLACE TABLE main.touched_idents (number BIGINT)")
    if change.people is None:
        _add_people(connection, change)
    else:
        connection.execute("INSERT INTO main.touched_people SELECT unnest(?::BIGINT[])", [change.people])
    both = change.before + change.come
    if lake.of_table(change.moved, "payments"):
        connection.execute(f"INSERT INTO main.touched_people {payments.sharing(lake.of_table(both, 'payments'))}")
    _close(connection, both)
    _add_idents(connection, change, both)
    return connection.execute("SELECT count(*) FROM main.touched_people").fetchone()[0]


def _rows(files: Sequence[LakeFile]):
    return f"read_parquet({listed(map(lake.place, files))}, union_by_name = true)"


def _add_people(connection, change):
    parts = []
    if lake.of_table(change.moved, "events"):
        parts.append(f"SELECT person FROM ({_rows_that_moved(change, 'events', 'ident, person')})")
    both = [*change.before, *change.added]
    for table in BY_PERSON:
        if lake.of_table(change.moved, table):
            everywhere, moved = _rows(lake.of_table(both, table)), _rows_that_moved(change, table, "ident")
            parts.append(f"SELECT person FROM {everywhere} WHERE ident IN ({moved})")
    if lake.of_table(change.moved, "merges"):
        parts.append(f"SELECT unnest([number, other]) FROM ({_pairs_that_moved(change)})")
    if lake.of_table(change.moved, "spend"):
        parts.append(campaigns.people_of_renamed(connection, change.before, change.after))
    parts = list(filter(None, parts))
    if parts:
        connection.execute(f"INSERT INTO main.touched_people SELECT DISTINCT * FROM ({' UNION ALL '.join(parts)})")


def _rows_that_moved(change, table, columns):
    """What is said of the rows that come or go; not of those that only lie in another file now."""
    gone, come = (lake.of_table(files, table) for files in (change.gone, change.come))
    if not come or all(file.run_id for file in gone):
        return f"SELECT {columns} FROM {_rows(gone + come)}"
    old, new = (f"SELECT run, {columns} FROM ({lake.with_runs(files)})" for files in (gone, come))
    return f"SELECT {columns} FROM (({old} EXCEPT {new}) UNION ALL ({new} EXCEPT {old}))"


def _pairs_that_moved(change):
    """Those that no file tells on the other side."""
    gone, come = (
        f"{identity.pairs_in(moved)} EXCEPT {identity.pairs_in(others)}"
        for moved, others in ((change.gone, change.after), (change.come, change.before))
    )
    return f"({gone}) UNION ALL ({come})"


def _close(connection, files):
    """Whoever is, or was, the same person as one who is touched, or of the same account, is touched."""
    has_groups = identity.lay_groups(connection, "main.ever", files)
    _add_the_same(connection, has_groups)
    events = lake.of_table(files, "events")
    if not events or not connection.execute(f"SELECT max(account) FROM {_rows(events)}").fetchone()[0]:
        return
    connection.execute(
        f"""
        INSERT INTO main.touched_people
        SELECT DISTINCT person FROM {_rows(events)} AS colleagues SEMI JOIN (
            SELECT DISTINCT account FROM {_rows(events)} AS theirs
            SEMI JOIN main.touched_people AS touched ON touched.number = theirs.person WHERE account <> 0
        ) AS accounts ON accounts.account = colleagues.account
        WHERE person NOT IN (SELECT number FROM main.touched_people)
        """
    )
    _add_the_same(connection, has_groups)


def _add_the_same(connection, has_groups):
    if has_groups:
        connection.execute(
            """
            INSERT INTO main.touched_people SELECT number FROM main.ever
            WHERE person IN (SELECT person FROM main.ever SEMI JOIN main.touched_people AS t ON t.number = ever.number)
              AND number NOT IN (SELECT number FROM main.touched_people)
            """
        )


def _add_idents(connection, change, both):
    parts = []
    if change.people is None:
        tables = [table for table in BY_IDENT if lake.of_table(change.moved, table)]
        parts = [_rows_that_moved(change, table, "ident") for table in tables]
    if leads := lake.of_table(both, "leads"):
        parts.append(
            f"SELECT ident FROM {_rows(leads)} WHERE person <> 0 AND person IN (SELECT number FROM main.touched_people)"
        )
    if parts:
        connection.execute(f"INSERT INTO main.touched_idents SELECT DISTINCT * FROM ({' UNION ALL '.join(parts)})")
