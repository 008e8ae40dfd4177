"""What any file becomes: the columns of the canonical tables, with DuckDB's types, and where they are found.

`record` is the number of the row in its file. Words nobody gave are '' where they slice (channel, segment, plan,
product), NULL elsewhere. Money is in major units of `currency` ('' is the workspace's). Times are microseconds UTC.
"""

from pathlib import Path

MONEY = "DECIMAL(18, 6)"
NEVER_NULL = ("channel", "segment", "plan", "product", "currency")
_SLICES = {"channel": "VARCHAR", "segment": "VARCHAR", "plan": "VARCHAR", "product": "VARCHAR"}

TABLES: dict[str, dict[str, str]] = {
    "events": {
        "record": "BIGINT",
        "ident": "BIGINT",  # by which it is the same event in another file, a number
        "person": "VARCHAR",  # the known id, else the anonymous one
        "anonymous": "VARCHAR",  # the anonymous id, where the row also has a known one
        "account": "VARCHAR",
        "email": "VARCHAR",
        "event": "VARCHAR",
        "at": "BIGINT",
        "received": "BIGINT",
        **_SLICES,
        "campaign": "VARCHAR",
        "campaign_id": "VARCHAR",
        "amount": MONEY,
        "currency": "VARCHAR",
    },
    # who is who: `alias` is another id of the same person
    "people": {
        "record": "BIGINT",
        "person": "VARCHAR",
        "alias": "VARCHAR",
        "account": "VARCHAR",
        "email": "VARCHAR",
        "created": "BIGINT",
        **_SLICES,
    },
    # replaced per platform, account, campaign and day
    "spend": {
        "record": "BIGINT",
        "day": "DATE",
        "platform": "VARCHAR",
        "account": "VARCHAR",
        "campaign_id": "VARCHAR",
        "campaign": "VARCHAR",
        "channel": "VARCHAR",
        "category": "VARCHAR",  # media, tools, agencies, salaries, overhead
        "amount": MONEY,
        "currency": "VARCHAR",
        "impressions": "BIGINT",
        "clicks": "BIGINT",
        "conversions": MONEY,
    },
    # the newest row of an id counts
    "subscriptions": {
        "record": "BIGINT",
        "id": "VARCHAR",
        "customer": "VARCHAR",
        "email": "VARCHAR",
        "plan": "VARCHAR",
        "status": "VARCHAR",
        "amount": MONEY,  # of one interval, all quantities, after recurring discounts
        "currency": "VARCHAR",
        "interval": "VARCHAR",  # day, week, month, year
        "interval_count": "INTEGER",
        "created": "BIGINT",
        "started": "BIGINT",
        "trial_started": "BIGINT",
        "trial_ended": "BIGINT",
        "canceled": "BIGINT",
        "ended": "BIGINT",
        "is_live": "BOOLEAN",
    },
    # a list of MRR movements, as billing tools export it
    "movements": {
        "record": "BIGINT",
        "id": "VARCHAR",
        "customer": "VARCHAR",
        "at": "BIGINT",
        "type": "VARCHAR",  # new, expansion, contraction, churn, reactivation
        "amount": MONEY,  # what MRR changed by; negative for contraction and churn
        "currency": "VARCHAR",
    },
    "payments": {
        "record": "BIGINT",
        "id": "VARCHAR",
        "customer": "VARCHAR",
        "email": "VARCHAR",
        "at": "BIGINT",
        "amount": MONEY,
        "refunded": MONEY,
        "currency": "VARCHAR",
        "status": "VARCHAR",  # paid, refunded, failed; disputed: taken back until that is won
        "is_live": "BOOLEAN",
        "invoice": "VARCHAR",  # that it pays; of an invoice its own id
        "charge": "VARCHAR",  # by which it was paid, several with blanks between them; of a charge its own id
        "intent": "VARCHAR",  # several, too
    },
    "deals": {
        "record": "BIGINT",
        "id": "VARCHAR",
        "name": "VARCHAR",
        "account": "VARCHAR",
        "person": "VARCHAR",
        "pipeline": "VARCHAR",
        "stage": "VARCHAR",
        "amount": MONEY,
        "currency": "VARCHAR",
        "source": "VARCHAR",
        "created": "BIGINT",
        "closed": "BIGINT",
        "is_won": "BOOLEAN",
        "is_closed": "BOOLEAN",
    },
    "leads": {
        "record": "BIGINT",
        "id": "VARCHAR",
        "email": "VARCHAR",
        "account": "VARCHAR",
        "stage": "VARCHAR",  # lead, mql, sql, opportunity, customer, other
        "source": "VARCHAR",
        "created": "BIGINT",
        "converted": "BIGINT",
    },
}


def lines_of(folder: Path, table: str) -> Path:
    return folder / f"{table}.lines.parquet"


def file_of(folder: Path, table: str) -> Path | None:
    """Where the rows of a table lie among what was made of a file; None when it has none.

    `<table>.parquet` has the rows; `<table>.lines.parquet` has a row for each line after so many `lines_before`, and
    the line itself and its fault where it is none of the table. A column that the file has nothing for is in neither.
    """
    return next((path for path in (folder / f"{table}.parquet", lines_of(folder, table)) if path.exists()), None)


def rows_in(folder: Path, table: str) -> str | None:
    """SQL for the accepted rows of a table, with all its columns; None when it has none."""
    path = file_of(folder, table)
    if path is None:
        return None
    rows = f"FROM {_quoted(path)}"
    if path == lines_of(folder, table):
        rows = f"SELECT * EXCLUDE (fault, line) FROM ({_NUMBERED.format(_quoted(path))}) WHERE fault IS NULL"
    nothing = ", ".join(f'{nothing_of(table, name)} AS "{name}"' for name in TABLES[table])
    whole = f"SELECT {nothing} WHERE false UNION ALL BY NAME {rows}"
    return f"(SELECT {', '.join(map(_never_null, TABLES[table]))} FROM ({whole}))"


def _never_null(name):
    return f"coalesce({name}, '') AS {name}" if name in NEVER_NULL else f'"{name}"'


def given_in(db, folder: Path, table: str) -> set[str]:
    """The columns that a file had something for; the number of the row is always known."""
    schema = f"parquet_schema({_quoted(file_of(folder, table))})"
    return {"record", *(name for (name,) in db.execute(f"SELECT name FROM {schema}").fetchall())}


def nothing_of(table: str, name: str) -> str:
    """SQL for the value of a column that a file has nothing for."""
    return "''" if name in NEVER_NULL else f"NULL::{TABLES[table][name]}"


def faults_in(folder: Path, table: str) -> str:
    """SQL for (record, fault, line) of every line that is no row of the table."""
    lines = _NUMBERED.format(_quoted(lines_of(folder, table)))
    return f"SELECT record, fault, line FROM ({lines}) WHERE fault IS NOT NULL"


_NUMBERED = """
    SELECT lines_before + file_row_number + 1 AS record, * EXCLUDE (lines_before, file_row_number)
    FROM read_parquet({}, file_row_number = true)
"""


def _quoted(path):
    return "'" + str(path).replace("'", "''") + "'"
