"""From the canonical tables of one import to files of the lake: numbers for names, and what is new among the rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from metrics.definitions.facts import DIMENSIONS
from metrics.models import LakeFile
from metrics.parsing.tables import rows_in
from metrics.store import identity, lake, moments, months
from metrics.store.engine import both, listed, quoted
from metrics.store.identity import ACCOUNT, PERSON
from metrics.store.lake import Owner, State

PLAIN = "plain"  # a list, which says once what it says twice in the same words; a platform has a row for each ad
_SLICES = ", ".join(DIMENSIONS)
_ACCOUNT = f"{ACCOUNT} AS account"
_CUSTOMER = "coalesce(nullif(customer, ''), email)"
_SPEND_KEY = """
    concat_ws(chr(31), "day", coalesce(platform, ''), coalesce(account, ''),
        coalesce(nullif(campaign_id, ''), campaign, ''),
        if(coalesce(platform, '') = '', channel || chr(30) || coalesce(category, ''), ''))
"""

# What is kept of a row: `ident` is what makes it the same row in another file, by a number.
STORED = {
    "people": f"""
        record, {PERSON.format("person")} AS ident, ident AS person, {_ACCOUNT}, created, {_SLICES}
    """,
    "spend": f"""
        record, number_of({_SPEND_KEY}) AS ident, * EXCLUDE (record)
    """,
    "subscriptions": f"""
        record, number_of({{source}} || chr(31) || id) AS ident, {PERSON.format(_CUSTOMER)} AS person,
        * EXCLUDE (record, customer, email)
    """,
    "movements": f"""
        record,
        number_of({{source}} || chr(31) || coalesce(id, concat_ws(chr(31), customer, "at", type, amount, currency)))
            AS ident,
        {PERSON.format("customer")} AS person, * EXCLUDE (record, customer)
    """,
    "payments": f"""
        record,
        number_of({{source}} || chr(31) || coalesce(id, concat_ws(chr(31), {_CUSTOMER}, "at", amount, currency)))
            AS ident,
        {PERSON.format(_CUSTOMER)} AS person, * EXCLUDE (record, customer, email)
    """,
    "deals": f"""
        record, number_of({{source}} || chr(31) || id) AS ident, {_ACCOUNT}, * EXCLUDE (record, account, person)
    """,
    "leads": f"""
        record, number_of({{source}} || chr(31) || coalesce(id, email)) AS ident,
        if(email <> '', {PERSON.format("email")}, 0) AS person, {_ACCOUNT}, * EXCLUDE (record, email, account)
    """,
}
MOMENTS = {
    "events": '"at"',
    "payments": '"at"',
    "movements": '"at"',
    "people": "created",
    "subscriptions": "coalesce(started, created)",
    "deals": "created",
    "leads": "created",
}


@dataclass
class Taken:
    """What an import adds to the lake, and what its rows were to it."""

    files: list[LakeFile] = field(default_factory=list)
    rows: int = 0
    new: int = 0
    changed: int = 0
    first: int | None = None  # microseconds
    last: int | None = None
    first_day: date | None = None  # of spend, as the platform says
    last_day: date | None = None

    @property
    def duplicate(self) -> int:
        return self.rows - self.new - self.changed

    def add(self, file: LakeFile | None) -> None:
        if file is not None:
            self.files.append(file)


def take(connection, folder: Path, *, owner: Owner, source: str, against: Sequence[LakeFile]) -> Taken:
    """Write the files of an import. `against` are the live files that were there before it."""
    taken = Taken()
    tables = _tables_in(folder)

    def take_rows(own):
        for table, rows in tables.items():
            _measure(own, table, rows, taken)
            if table == "events":
                _take_events(own, folder, owner, against, taken)
            else:
                _take_rows(own, table, rows, owner, source, against, taken)

    def take_identities(own):
        _take_identities(own, tables, owner, taken)
        moments.passed(moments.IDENTITY)

    both(connection, lambda own, part: part(own), take_rows, take_identities)
    return taken


def weigh(connection, folder: Path, *, source: str, against: Sequence[LakeFile]) -> Taken:
    """What the rows of an import would be to the lake; no file is written."""
    taken = Taken()
    for table, rows in _tables_in(folder).items():
        _measure(connection, table, rows, taken)
        if table == "events":
            taken.new += _new_events(connection, rows, lake.of_table(against, "events"))
        else:
            _stage(connection, table, rows, source)
            _compare(connection, table, lake.of_table(against, table), taken)
    return taken


def _tables_in(folder):
    """SQL for the rows of each table that there is."""
    found = {table: rows_in(folder, table) for table in ("events", *STORED)}
    return {table: rows for table, rows in found.items() if rows}


def _new_events(connection, rows, known):
    there = f"ANTI JOIN read_parquet({listed(map(lake.place, known))}) AS there USING (ident)" if known else ""
    return connection.execute(f"SELECT count(DISTINCT ident) FROM {rows} AS ours {there}").fetchone()[0]


def _take_identities(connection, tables, owner, taken):
    connection.execute("CREATE OR REPLACE TEMP TABLE keys (number BIGINT, key VARCHAR)")
    connection.execute("CREATE OR REPLACE TEMP TABLE pairs (number BIGINT, other BIGINT)")
    for table, rows in tables.items():
        if table in identity.PAIRS:
            connection.execute(f"INSERT INTO keys {identity.keys_query(table, rows)}")
            connection.execute(f"INSERT INTO pairs {identity.pairs_query(table, rows)}")
    taken.add(lake.write(connection, "SELECT DISTINCT * FROM keys ORDER BY number", table="persons", owner=owner))
    taken.add(lake.write(connection, "SELECT DISTINCT * FROM pairs ORDER BY number", table="merges", owner=owner))
    connection.execute("DROP TABLE temp.keys; DROP TABLE temp.pairs")


def _measure(connection, table, rows, taken):
    moment = MOMENTS.get(table, "NULL::BIGINT")
    days = 'min("day"), max("day")' if table == "spend" else "NULL, NULL"
    found = connection.execute(f"SELECT count(*), min({moment}), max({moment}), {days} FROM {rows}").fetchone()
    taken.rows += found[0]
    taken.first, taken.last = _least(taken.first, found[1]), _most(taken.last, found[2])
    taken.first_day, taken.last_day = _least(taken.first_day, found[3]), _most(taken.last_day, found[4])


def _least(one, other):
    return min((value for value in (one, other) if value is not None), default=None)


def _most(one, other):
    return max((value for value in (one, other) if value is not None), default=None)


def _take_events(connection, folder, owner, against, taken):
    for files in months.take(connection, folder, owner, lake.of_table(against, "events")):
        taken.files.extend(files)
        taken.new += sum(file.rows for file in files if file.state == State.LIVE)
        moments.passed(moments.BETWEEN_FILES)


def _take_rows(connection, table, rows, owner, source, against, taken):
    """All rows are kept: the newest of an ident counts, and comes forward when a newer one is undone."""
    _stage(connection, table, rows, source)
    _compare(connection, table, [file for file in against if file.table == table], taken)
    taken.add(lake.write(connection, "SELECT * FROM staged ORDER BY ident, record", table=table, owner=owner))
    connection.execute("DROP TABLE temp.staged")


def _stage(connection, table, rows, source):
    stored = STORED[table].format(source=quoted(source))
    rows = f"SELECT {stored} FROM {rows}"
    if table == "spend" and source == PLAIN:
        rows = f"SELECT min(record) AS record, * EXCLUDE (record) FROM ({rows}) GROUP BY ALL"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE staged AS {rows}")


def _compare(connection, table, known, taken):
    if not known:
        taken.new += connection.execute("SELECT count(DISTINCT ident) FROM staged").fetchone()[0]
        return
    new, changed = connection.execute(
        f"""
        WITH ours AS ({_content(table, "staged")}),
             theirs AS ({_content(table, f"({newest(table, known)})")})
        SELECT count(*) FILTER (WHERE theirs.ident IS NULL), count(*) FILTER (WHERE ours.content <> theirs.content)
        FROM ours LEFT JOIN theirs USING (ident)
        """
    ).fetchone()
    taken.new += new
    taken.changed += changed


def _content(table, rows):
    """(ident, a number that tells what its rows say)."""
    last = "" if table == "spend" else "QUALIFY row_number() OVER (PARTITION BY ident ORDER BY record DESC) = 1"
    return f"""
        SELECT ident, sum(hash(words)) AS content
        FROM (SELECT COLUMNS(* EXCLUDE (record)) FROM (SELECT * FROM {rows} {last})) AS words GROUP BY ident
    """


def newest(table: str, files: Sequence[LakeFile], *told: str) -> str:
    """The rows that count, where the newest import of an ident wins (in spend with all its rows).

    `told` may name the `run` that brought each.
    """
    imports = ", ".join(f"({run}, {position})" for run, position in lake.standing(files).items())
    order = "rank() OVER (PARTITION BY ident ORDER BY position DESC)"
    if table != "spend":
        order = "row_number() OVER (PARTITION BY ident ORDER BY position DESC, record DESC)"
    return f"""
        SELECT {", ".join(("rows.* EXCLUDE (run)", *told))}
        FROM ({lake.with_runs(files)}) AS rows JOIN (VALUES {imports}) AS imports (run, position) USING (run)
        QUALIFY {order} = 1
    """
