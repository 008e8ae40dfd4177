"""What a dashboard consists of, as plain values: templates lay them out, exports write them down."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from django.utils.translation import gettext as _

from metrics.definitions.catalog.words import Metric, Variant
from metrics.readout.charts import BarChart
from metrics.readout.charts_grid import GridTable
from metrics.readout.charts_lines import LineChart
from metrics.readout.charts_steps import BridgeChart, FunnelChart

Chart = BarChart | LineChart | FunnelChart | BridgeChart


@dataclass(frozen=True)
class Number:
    """One number with what makes it readable: of when, of what, against what, promised by whom."""

    metric: Metric
    variant: Variant
    value: str
    period: str = ""
    parts: str = ""
    change: str = ""
    trend: str = ""  # "up", "down" or ""
    verdict: str = ""  # "better", "worse" or ""
    target: str = ""
    target_href: str = ""
    is_on_target: bool = False
    age: str = ""
    href: str = ""
    people: str = ""  # the address of those whom it counts


@dataclass(frozen=True)
class TableRow:
    """`key` names the bucket or slice; `hrefs` lead from cells to the people behind them.

    `plain` are the cells as programs read them: numbers, with nothing where there is none.
    """

    cells: list[str]
    is_open: bool = False
    key: str = ""
    hrefs: tuple[str, ...] = ()
    plain: Sequence = ()

    @property
    def linked(self) -> list[tuple[str, str]]:
        """(cell, href), which may be empty."""
        return list(zip_longest(self.cells, self.hrefs, fillvalue=""))


@dataclass(frozen=True)
class Table:
    """The first column names the row."""

    head: list[str]
    rows: list[TableRow]


@dataclass(frozen=True)
class SliceRow:
    name: str
    value: str
    parts: str
    bar: int  # of ROW_BAR
    href: str = ""
    is_chosen: bool = False
    people: str = ""  # the address of those whom it counts


@dataclass(frozen=True)
class Slices:
    caption: str
    period: str
    rows: list[SliceRow]
    total: SliceRow


@dataclass(frozen=True)
class Choice:
    name: str
    title: str
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class Panel:
    """One metric on a dashboard. `missing` names the imports without which there is nothing to show."""

    name: str
    title: str
    metric: Metric
    variant: Variant | None = None
    caption: str = ""
    lede: str = ""
    number: Number | None = None
    wide: Chart | None = None
    narrow: Chart | None = None
    table: Table | None = None
    slices: Slices | None = None
    grid: GridTable | None = None
    legend: list[str] = field(default_factory=list)
    is_compared: bool = False
    choices: list[Choice] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    note: str = ""  # why there is nothing to see

    @property
    def rows(self) -> list[list[str]]:
        """What it says as a table, the head first."""
        if self.grid:
            rows = [[row.name, row.size, *(cell.marked for cell in row.cells)] for row in self.grid.together]
            return [[_("Cohort (* not complete)"), _("People"), *self.grid.ages], *rows]
        return [self.table.head, *(row.cells for row in self.table.rows)] if self.table else []

    @property
    def plain(self) -> list[Sequence]:
        """The same for programs."""
        if self.grid:
            return self.grid.plain
        return [self.table.head, *(row.plain or row.cells for row in self.table.rows)] if self.table else []

    @property
    def wide_id(self) -> str:
        return f"{self.name}-wide"

    @property
    def narrow_id(self) -> str:
        return f"{self.name}-narrow"
