"""A cohort grid: a table whose cells are tinted by their share, in a few levels whose text stays readable."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

LEVELS = 6


@dataclass(frozen=True)
class Cell:
    """`level` 0 has no tint, LEVELS the strongest; an open one is hatched and in no average."""

    shown: str
    note: str
    level: int = 0
    is_open: bool = False
    href: str = ""  # of those who came back

    @property
    def marked(self) -> str:
        """Where nothing can be hatched."""
        return f"{self.shown} *" if self.is_open else self.shown


@dataclass(frozen=True)
class GridRow:
    name: str
    size: str
    cells: list[Cell]
    href: str = ""  # of the cohort


@dataclass(frozen=True)
class GridTable:
    ages: list[str]
    rows: list[GridRow]
    pooled: GridRow
    plain: list[Sequence]  # for programs: each cell in a row of its own, the head first

    @property
    def together(self) -> list[GridRow]:
        return [*self.rows, self.pooled]


def level(share: Decimal | None, largest: Decimal) -> int:
    """Of 0 to LEVELS: nobody is 0, the largest share of the grid is LEVELS."""
    if not share or not largest:
        return 0
    return max(1, min(LEVELS, -(-int(share / largest * LEVELS * 1000) // 1000)))


def largest_share(rows: Sequence[Sequence[Decimal | None]]) -> Decimal:
    return max((share for row in rows for share in row if share is not None), default=Decimal(0))
