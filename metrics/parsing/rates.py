"""Exchange rates as people paste them: from a day on, what one unit of a currency is worth in the workspace's own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

MOST = 10_000
DECIMALS = Decimal("0.00000001")
CODE = re.compile(r"[A-Z]{3}")
SEPARATOR = re.compile(r"[;\t|]|,\s*|\s+")
HEADER = ("day", "date", "from")


@dataclass(frozen=True, order=True)
class Rate:
    currency: str
    day: date
    rate: Decimal


class NoRate(ValueError):
    """A line that is no rate."""

    def __init__(self, line: int):
        super().__init__(line)
        self.line = line


def example(ours: str) -> str:
    """A line with a currency that is not the workspace's own."""
    return "2026-01-31,USD,0.9214" if ours == "EUR" else "2026-01-31,EUR,1.0853"


class TooMany(ValueError):
    """More rates than MOST at once."""


def read(text: str) -> list[Rate]:
    """A rate in each line: day, currency, rate. A heading and empty lines are skipped. Raises NoRate and TooMany."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    filled = [(number, line) for number, line in lines if line]
    if filled and filled[0][1].lower().startswith(HEADER):
        del filled[0]
    if len(filled) > MOST:
        raise TooMany
    return [of_cells(_cells(line), number) for number, line in filled]


def _cells(line):
    """A comma is a decimal one where something else parts the cells."""
    parts = SEPARATOR.split(line) if not re.search(r"[;\t|]", line) else re.split(r"[;\t|]", line)
    return [part.strip().strip('"') for part in parts]


def of_cells(cells: Iterable[str], line: int) -> Rate:
    """The rate of (day, currency, rate) as texts. Raises NoRate."""
    try:
        day, currency, rate = cells
        found = Rate(currency.strip().upper(), date.fromisoformat(day), Decimal(rate.replace(",", ".")))
        if not CODE.fullmatch(found.currency) or not DECIMALS <= found.rate < 10**9:
            raise NoRate(line)
        return Rate(found.currency, found.day, found.rate.quantize(DECIMALS))
    except (TypeError, ValueError, InvalidOperation):
        raise NoRate(line) from None
