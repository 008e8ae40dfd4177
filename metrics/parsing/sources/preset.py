"""What a source is: by which columns it is known, and where our columns are in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from metrics.parsing import sql
from metrics.parsing.readers import (
    Count,
    Currency,
    Day,
    Email,
    Flag,
    Label,
    Moment,
    Money,
    OneOf,
    Text,
)
from metrics.parsing.tables import TABLES

INTERVALS = OneOf(
    (
        *((word, "day") for word in ("day", "daily")),
        *((word, "week") for word in ("week", "weekly")),
        *((word, "month") for word in ("month", "monthly")),
        *((word, "year") for word in ("year", "yearly", "annual", "annually")),
    )
)
MOVEMENTS = OneOf(
    (
        *((word, "new") for word in ("new", "new biz", "new business", "new mrr")),
        *((word, "expansion") for word in ("expansion", "upgrade", "expansion mrr")),
        *((word, "contraction") for word in ("contraction", "downgrade", "contraction mrr")),
        *((word, "churn") for word in ("churn", "cancellation", "churned mrr")),
        *((word, "reactivation") for word in ("reactivation", "reactivated", "reactivation mrr")),
    )
)
LEAD_STAGES = OneOf(
    (
        *((word, "lead") for word in ("lead", "subscriber", "open not contacted", "new", "open")),
        *((word, "mql") for word in ("mql", "marketing qualified lead", "marketingqualifiedlead", "qualified")),
        *((word, "sql") for word in ("sql", "sales qualified lead", "salesqualifiedlead", "working contacted")),
        *((word, "opportunity") for word in ("opportunity", "closed converted", "converted")),
        *((word, "customer") for word in ("customer", "evangelist")),
    ),
    other="other",
)
CATEGORIES = OneOf(
    tuple((word, word) for word in ("media", "tools", "agencies", "salaries", "overhead")), other="overhead"
)
PAYMENT_STATES = OneOf(
    (
        *((word, "paid") for word in ("paid", "succeeded", "partially refunded", "partial refund", "true")),
        *((word, word) for word in ("refunded", "disputed")),
        *((word, "failed") for word in ("failed", "canceled", "uncollectible", "void", "false")),
        *((word, "failed") for word in ("open", "draft", "pending", "processing", "incomplete", "blocked", "expired")),
        *((word, "failed") for word in ("requires payment method", "requires confirmation", "requires action")),
        *((word, "failed") for word in ("requires capture", "uncaptured")),
    )
)

READERS = {
    "person": Text(),
    "anonymous": Text(),
    "alias": Text(),
    "account": Text(),
    "email": Email(),
    "customer": Text(),
    "event": Text(100),
    "at": Moment(),
    "received": Moment(),
    "created": Moment(),
    "started": Moment(may_come=True),
    "trial_started": Moment(may_come=True),
    "trial_ended": Moment(may_come=True),
    "canceled": Moment(may_come=True),
    "ended": Moment(may_come=True),
    "closed": Moment(may_come=True),
    "converted": Moment(),
    "channel": Label(),
    "segment": Label(),
    "plan": Label(),
    "product": Label(),
    "source": Label(),
    "platform": Label(),
    "category": CATEGORIES,
    "campaign": Text(),
    "campaign_id": Text(),
    "amount": Money(),
    "refunded": Money(),
    "disputed": Money(),
    "conversions": Money(),
    "currency": Currency(),
    "impressions": Count(),
    "clicks": Count(),
    "interval": INTERVALS,
    "interval_count": Count(),
    "day": Day(),
    "quantity": Count(),
    "id": Text(),
    "key": Text(600),
    "name": Text(),
    "pipeline": Text(),
    "invoice": Text(),
    "charge": Text(),
    "intent": Text(),
    "status": Label(),
    "type": MOVEMENTS,
    "stage": Text(),
    "is_live": Flag(),
    "is_won": Flag(),
    "is_closed": Flag(),
}
# Where a column of the same name holds something else.
IN_TABLE = {
    ("events", "campaign"): Text(1000),
    ("leads", "stage"): LEAD_STAGES,
    ("payments", "status"): PAYMENT_STATES,
    ("movements", "amount"): Money(is_signed=True),
    ("deals", "amount"): Money(is_signed=True),
    ("subscriptions", "plan"): Text(),
}
REQUIRED = {
    "events": ("person", "event", "at"),
    "people": ("person",),
    "spend": ("day", "amount"),
    "subscriptions": ("id", "customer", "status", "amount", "started"),
    "movements": ("customer", "at", "type", "amount"),
    "payments": ("id", "at", "amount"),
    "deals": ("id", "stage"),
    "leads": ("id", "created"),
}


def reader_of(table: str, column: str):
    return IN_TABLE.get((table, column)) or READERS[column]


@dataclass(frozen=True)
class Computed:
    """A value made of several columns: SQL over their texts, which stand in it as {0}, {1}, …"""

    sql: str
    headings: tuple[str, ...]


@dataclass(frozen=True)
class Leave:
    """Rows that are no data of ours: where this column holds one of these words; without words, where it is empty."""

    reason: str
    heading: str | tuple[str, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One of our tables in a source, and which rows belong to it.

    `columns` says where each of our columns is: a heading, several of which the first with a value counts, or
    something computed. A heading may hold `(*)` where the currency's code stands.
    """

    table: str
    columns: dict[str, str | tuple[str, ...] | Computed]
    when: tuple[str, tuple[str, ...]] | None = None  # a heading and its words, "" for none at all
    readers: dict = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    keys: tuple[tuple[str, ...], ...] = ()  # the source's own key, or another one where a part of the first is missing

    def reader(self, column: str):
        return self.readers.get(column) or reader_of(self.table, column)


@dataclass(frozen=True)
class Source:
    """A program that exports files. `needs` are the columns by which it is known, each by one of its names."""

    name: str
    needs: tuple[str | tuple[str, ...], ...]
    parts: tuple[Part, ...]
    leave: tuple[Leave, ...] = ()
    zone: str = ""  # of times without an offset, when it is not the workspace's
    has_footer: bool = False

    @property
    def table(self) -> str:
        return self.parts[0].table

    def is_known_by(self, found: "Headings") -> bool:
        return all(any(found.has(name) for name in _names(need)) for need in self.needs)


def _names(need):
    return (need,) if isinstance(need, str) else need


class Headings:
    """The columns of a file, found whatever their capitals, spaces and underscores."""

    def __init__(self, headings: Sequence[str]):
        self.headings = list(headings)
        self.spelled = [sql.only_letters(heading) for heading in headings]
        self.places: dict[str, int] = {}
        for place, spelled in enumerate(self.spelled):
            self.places.setdefault(spelled, place)

    def has(self, name: str) -> bool:
        """Whether there is such a column, or such an object in JSON."""
        start = sql.only_letters(name) + " "
        return self.place(name) is not None or any(spelled.startswith(start) for spelled in self.spelled)

    def place(self, name: str) -> int | None:
        """Its position; "Amount spent (*)" is found with any currency, "a.b" also inside a column "a" of JSON text."""
        if "(*)" in name:
            return next((place for place, _code in self._with_currency(name)), None)
        return self.places.get(sql.only_letters(name))

    def currency(self, name: str) -> str:
        """The code in the heading of that column, or nothing."""
        return next((code for _place, code in self._with_currency(name)), "") if "(*)" in name else ""

    def _with_currency(self, name):
        pattern = re.escape(name).replace(r"\(\*\)", r"\(([A-Z]{3})\)").replace(r"\ ", r"\s+")
        for place, heading in enumerate(self.headings):
            if found := re.fullmatch(pattern, heading.strip(), re.IGNORECASE):
                yield place, found[1].upper()


def columns_of(table: str) -> list[str]:
    """What a file may have for a table; the ident of an event is made of its key."""
    return ["key" if column == "ident" else column for column in TABLES[table] if column != "record"]
