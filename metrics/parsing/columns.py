"""The kinds of files we take: their columns, the headings they go by, and how each cell is read."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from metrics.parsing import values

NOT_A_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Column:
    name: str
    read: Callable
    headings: tuple[str, ...] = ()
    is_required: bool = False
    example: str = ""

    @property
    def known_as(self) -> frozenset[str]:
        return frozenset({plain(self.name), *self.headings})


@dataclass(frozen=True)
class Kind:
    name: str
    columns: tuple[Column, ...]

    @property
    def required(self) -> list[str]:
        return [column.name for column in self.columns if column.is_required]

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


EVENTS = Kind(
    "events",
    (
        Column(
            "user",
            values.text(200),
            ("user id", "userid", "distinct id", "person", "person id", "customer", "customer id", "email"),
            is_required=True,
            example="u-1042",
        ),
        Column(
            "event",
            values.text(100),
            ("event name", "event type", "action", "name", "stage"),
            is_required=True,
            example="signed_up",
        ),
        Column(
            "time",
            values.moment,
            ("timestamp", "event time", "time stamp", "datetime", "date time", "occurred at", "created at", "date"),
            is_required=True,
            example="2026-01-31T14:05:00Z",
        ),
        Column(
            "channel",
            values.label(100),
            ("source", "utm source", "acquisition channel", "medium", "default channel group"),
            example="paid search",
        ),
        Column("segment", values.label(100), ("customer segment", "company size", "tier"), example="startup"),
        Column(
            "id",
            values.text(200),
            ("event id", "message id", "messageid", "insert id", "uuid", "row id"),
            example="evt-90021",
        ),
    ),
)

SPEND = Kind(
    "spend",
    (
        Column("day", values.day, ("date", "report date", "day of spend"), is_required=True, example="2026-01-31"),
        Column(
            "channel",
            values.label(100),
            ("source", "platform", "utm source", "acquisition channel", "medium"),
            is_required=True,
            example="paid search",
        ),
        Column(
            "amount",
            values.money,
            ("spend", "cost", "amount spent", "total cost", "costs"),
            is_required=True,
            example="120.50",
        ),
        Column("campaign", values.label(200), ("campaign name", "campaign id"), example="brand"),
        Column("currency", values.currency, ("currency code", "account currency"), example="USD"),
    ),
)

KINDS = {kind.name: kind for kind in (EVENTS, SPEND)}


def plain(heading: str) -> str:
    """ "User_ID", "user id" and "userId " are one heading."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return NOT_A_LETTER.sub(" ", spaced).strip().lower()


def recognised(kind: Kind, headings: list[str]) -> dict[str, int]:
    """Which column of the file is which of ours: an exact name before a synonym, the first before the next."""
    spelled = [plain(heading) for heading in headings]
    found: dict[str, int] = {}
    for is_exact in (True, False):
        for column in kind.columns:
            names = {plain(column.name)} if is_exact else column.known_as
            _take_first(found, column.name, spelled, names)
    return found


def _take_first(found, name, spelled, names):
    for position, heading in enumerate(spelled):
        if name not in found and heading in names and position not in found.values():
            found[name] = position


def is_complete(kind: Kind, mapping: dict[str, int]) -> bool:
    return all(name in mapping for name in kind.required)


def likeliest(headings: list[str]) -> tuple[Kind, dict[str, int]]:
    """The kind whose columns this header names best; events when it names none."""
    guesses = [(kind, recognised(kind, headings)) for kind in KINDS.values()]
    return max(guesses, key=lambda guess: (is_complete(*guess), _known_share(*guess)))


def _known_share(kind, mapping):
    return sum(name in mapping for name in kind.required) / len(kind.required)
