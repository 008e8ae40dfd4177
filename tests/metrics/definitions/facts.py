"""Small histories in words, laid out as facts: many of them in one run, each in a channel of its own.

ann signed_up 2026-01-05T10:00      an event; a day alone is its noon
ann mrr 2026-01-10 100.00           her MRR from that day on; a second amount is the one at a constant rate
ann payment 2026-01-10 50.00        a payment less refunds
- spend 2026-01-01 100.00 tools     money spent in the channel
x lead 2026-01-01 mql [day of conversion]
x deal 2026-01-01 won|lost|open 500.00 [day of closing]; "-" is a day that nobody told
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from zoneinfo import ZoneInfo

import duckdb

from metrics.definitions.facts import DIMENSIONS, SCHEMAS
from metrics.definitions.meaning import Meaning
from metrics.recalculation import running

MEANING = Meaning(value=("used", "reported"))
NUMBERS = count(1)
TYPES = {"int64": "BIGINT", "string": "VARCHAR", "date": "DATE", "boolean": "BOOLEAN"}


@dataclass
class History:
    channel: str = ""
    segment: str = ""
    plan: str = ""
    product: str = ""
    campaign: str = ""
    zone: str = "UTC"
    people: dict[str, int] = field(default_factory=dict)
    accounts: dict[str, int] = field(default_factory=dict)
    rows: dict[str, list[dict]] = field(default_factory=lambda: {name: [] for name in SCHEMAS})

    def person(self, name: str) -> int:
        if name not in self.people:
            self.people[name] = next(NUMBERS)
            home = {name: getattr(self, name) for name in DIMENSIONS}
            self.rows["belongs"].append({"person": self.people[name], **home, "first_day": None})
        return self.people[name]

    def _seen(self, name: str, day: date) -> int:
        number = self.person(name)
        home = next(row for row in self.rows["belongs"] if row["person"] == number)
        home["first_day"] = min(home["first_day"] or day, day)
        return number

    def tell(self, text: str) -> "History":
        for line in filter(None, map(str.strip, text.splitlines())):
            who, what, when, *rest = line.split()
            getattr(self, f"_{what}", self._event)(who, what, when, *rest)
        return self

    def _event(self, who, event, when, account=""):
        at = datetime.fromisoformat(when if "T" in when else f"{when}T12:00").replace(tzinfo=ZoneInfo(self.zone))
        moment = at.astimezone(UTC)
        micros = int((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * 1_000_000
        number = self.accounts.setdefault(account, next(NUMBERS)) if account else 0
        self.rows["events"].append({
            "person": self._seen(who, at.date()), "account": number, "event": event, "at": micros, "tie": next(NUMBERS),
            "day": at.date(), **dict.fromkeys(DIMENSIONS, ""), "campaign": self.campaign,
        })  # fmt: skip

    def _mrr(self, who, _what, when, amount, constant=""):
        mine = [row for row in self.rows["levels"] if row["person"] == self.person(who)]
        cents, constant = cents_of(amount), cents_of(constant or amount)
        before = mine[-1] if mine else {"cents": 0, "constant_cents": 0}
        step = constant - before["constant_cents"]
        # at the rate of the day: what a unit of the constant currency costs today
        change = cents - int(Decimal(before["constant_cents"]) * cents / constant) if constant else -before["cents"]
        self.rows["levels"].append({
            "person": self.person(who), "day": date.fromisoformat(when), "plan": "", "cents": cents,
            "constant_cents": constant, "change_cents": change, "constant_change_cents": step,
        })  # fmt: skip

    def _payment(self, who, _what, when, amount):
        row = {"person": self.person(who), "day": date.fromisoformat(when), "cents": cents_of(amount)}
        self.rows["payments"].append(row)

    def _spend(self, _who, _what, when, amount, category=""):
        self.rows["spend"].append({
            "day": date.fromisoformat(when), "platform": "", "channel": self.channel, "campaign": self.campaign,
            "category": category, "cents": cents_of(amount), "impressions": 1000, "clicks": 10,
        })  # fmt: skip

    def _lead(self, _who, _what, when, stage, converted=None):
        day = converted and date.fromisoformat(converted)
        self.rows["leads"].append({
            "lead": next(NUMBERS), "day": date.fromisoformat(when), "channel": self.channel, "stage": stage,
            "converted_day": day,
        })  # fmt: skip

    def _deal(self, _who, _what, when, outcome, amount="0", closed=None):
        self.rows["deals"].append({
            "deal": next(NUMBERS), "day": None if when == "-" else date.fromisoformat(when), "channel": self.channel,
            "stage": outcome, "cents": cents_of(amount), "closed_day": closed and date.fromisoformat(closed),
            "is_won": outcome == "won", "is_closed": outcome != "open",
        })  # fmt: skip


def cents_of(amount: str) -> int:
    return int(Decimal(amount) * 100)


def together(histories) -> dict[str, list[dict]]:
    return {name: [row for each in histories for row in each.rows[name]] for name in SCHEMAS}


def laid(connection, rows: dict[str, list[dict]], schema: str) -> None:
    """The facts as tables of one schema of a DuckDB connection."""
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    for name, columns in SCHEMAS.items():
        types = ", ".join(f'"{column}" {TYPES[kind]}' for column, kind in columns.items())
        connection.execute(f"CREATE OR REPLACE TABLE {schema}.{name} ({types})")
        values = [[row[column] for column in columns] for row in rows[name]]
        if values:
            connection.executemany(f"INSERT INTO {schema}.{name} VALUES ({', '.join('?' * len(columns))})", values)


def engine():
    return duckdb.connect(config={"threads": 1})


def tallied(connection, rows, meaning=MEANING, schema="facts") -> dict[tuple, int]:
    """{(measure, period, n, each dimension): value} by DuckDB."""
    laid(connection, rows, schema)
    return read(connection, running.tallied(connection, meaning, facts=schema, into=f"tally_{schema}"))


def read(connection, table) -> dict[tuple, int]:
    rows = connection.execute(f"SELECT {running.COLUMNS} FROM {table}").fetchall()
    found = {tuple(row[:-1]): row[-1] for row in rows}
    assert len(found) == len(rows), "a key stands twice"
    return found
