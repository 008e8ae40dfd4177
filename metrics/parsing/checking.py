"""Every row of a file is accepted or rejected, with the reason; every row is counted once."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from metrics.parsing import limits, values
from metrics.parsing.columns import Kind
from metrics.parsing.problems import BadCell, Unclear, Unreadable
from metrics.parsing.values import Rules

# Where no value proves anything, the plain way is meant.
NOTHING_TO_TELL = {"day_order": "ymd", "decimal_mark": "."}


@dataclass
class Reject:
    """A row that was refused: where, what was read there, and why."""

    line: int
    column: str
    value: str
    code: str
    details: dict[str, Any]
    cells: list[str]


@dataclass
class Tally:
    read: int = 0
    rejected: int = 0
    causes: Counter = field(default_factory=Counter)

    def refuse(self, reject: Reject):
        self.rejected += 1
        self.causes[f"{reject.column}|{reject.code}"] += 1


def settle(kind: Kind, rows: Iterable, mapping: dict[str, int], rules: Rules) -> None:
    """Find out what only the whole file can tell: the order of day and month, the decimal mark."""
    clues: dict[str, dict[str, str]] = {question: {} for question in QUESTIONS if not getattr(rules, question)}
    asked = [(clues[question], mapping[name], clue) for question, name, clue in _asked(mapping) if question in clues]
    for _line, cells in rows:
        for found, position, clue in asked:
            _gather(found, cells, position, clue)
    for question, found in clues.items():
        setattr(rules, question, _answer(question, found))


QUESTIONS = {
    "day_order": (("time", "day"), values.clues_of_order),
    "decimal_mark": (("amount",), values.clues_of_mark),
}


def _asked(mapping):
    for question, (names, clue) in QUESTIONS.items():
        yield from ((question, name, clue) for name in names if name in mapping)


def _gather(found, cells, position, clue):
    if isinstance(cells, list) and position < len(cells):
        cell = cells[position].strip()
        sign = clue(cell)
        if sign is not None:
            found.setdefault(sign, cell)


def _answer(question, found):
    """Proof wins; two proofs that disagree, or a doubt without proof, are for a person."""
    proofs = [sign for sign in found if sign != "?"]
    if len(proofs) == 1:
        return proofs[0]
    if found:
        raise Unclear(question, found.get("?") or found[proofs[0]])
    return NOTHING_TO_TELL[question]


class Checker:
    """Reads the cells of one kind of row by one mapping."""

    def __init__(self, kind: Kind, mapping: dict[str, int], rules: Rules, width: int):
        self.rules = rules
        self.width = width
        self.blank = dict.fromkeys(column.name for column in kind.columns)
        columns = [column for column in kind.columns if column.name in mapping]
        self.plan = [(column.name, mapping[column.name], column.is_required, column.read) for column in columns]

    def check(self, line: int, cells: list[str] | csv.Error) -> dict | Reject:
        """The row's values by column name, or the first thing that is wrong with it."""
        if isinstance(cells, csv.Error):
            return Reject(line, "", "", "broken_quotes", {}, [])
        if len(cells) > self.width and any(cell.strip() for cell in cells[self.width :]):
            details = {"found": len(cells), "expected": self.width}
            return Reject(line, "", "", "too_many_cells", details, _storable(cells))
        return self._values(line, cells)

    def _values(self, line, cells):
        row, width = dict(self.blank), len(cells)
        for name, position, is_required, read in self.plan:
            cell = cells[position].strip() if position < width else ""
            try:
                row[name] = self._value(cell, is_required, read)
            except BadCell as bad:
                return Reject(line, name, _shown(cell), bad.code, bad.details, _storable(cells))
        return row

    def _value(self, cell, is_required, read):
        if values.is_missing(cell):
            if is_required:
                raise BadCell("missing")
            return None
        if not cell.isascii() or "\x00" in cell:
            _refuse_unstorable(cell)
        return read(cell, self.rules)


def _refuse_unstorable(cell):
    if "\x00" in cell:
        raise BadCell("zero_byte")
    if values.UNSTORABLE.search(cell):
        raise BadCell("bad_bytes")


def _shown(cell):
    return _clean(cell)[:200]


def _clean(text):
    return values.UNSTORABLE.sub("\ufffd", text)


def _storable(cells):
    return [_clean(cell) for cell in cells[: limits.COLUMNS]]


def refuse_too_many_rows(tally: Tally) -> None:
    if tally.read > limits.ROWS:
        raise Unreadable("too_many_rows", limit=limits.ROWS)


def event_key(row: dict) -> str:
    """What makes an event the same event: the source's own id, else who did what and when."""
    if row["id"]:
        return _digest(f"id\x1f{row['id']}")
    return _digest(f"event\x1f{row['user']}\x1f{row['event']}\x1f{row['time']}")


def _digest(text):
    return blake2b(text.encode(), digest_size=16).hexdigest()


class SpendOnce:
    """Within one file a day, channel and campaign has one amount."""

    def __init__(self):
        self.seen: dict[tuple, tuple] = {}

    def check(self, line: int, row: dict, cells) -> dict | Reject:
        key = row["day"], row["channel"], row["campaign"]
        first_line, amount = self.seen.setdefault(key, (line, row["amount"]))
        if amount == row["amount"]:
            return row
        return Reject(line, "amount", str(row["amount"]), "second_amount", {"line": first_line}, _storable(cells))
