"""Drawings as integers: frames with a scale, and bars in them. Nothing here knows a screen or a locale."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import ClassVar
from unicodedata import east_asian_width

# The words of an axis need room: to the left as much as the longest has, to the right for half of the last one.
LEFT, RIGHT, TOP, BOTTOM = 56, 24, 36, 28
GAP, LETTER = 8, 7  # from those words to the axis; of a digit, at most
STEPS = (2, Decimal("2.5"), 5, 10, 20, 25, 50)
LABEL = 58  # room that a label under the axis needs


@dataclass(frozen=True)
class Reading:
    """One value to draw. `is_open` means: not settled, drawn hatched. `mark` is the number of an annotation."""

    label: str
    value: Decimal | None
    shown: str
    note: str
    is_open: bool
    before: Decimal | None = None  # of the period compared with
    mark: str = ""
    is_redefined: bool = False  # a definition was changed in this period
    href: str = ""  # of what stands behind it

    @property
    def text(self) -> str:
        return f"{self.label}: {self.shown.removesuffix('.')}. {self.note}"


@dataclass(frozen=True)
class Tick:
    y: int
    label: str


@dataclass(frozen=True)
class Frame:
    """The room between the axes; `steps` are the round values at its lines, the least first."""

    width: int
    height: int
    steps: list[Decimal]
    labels: list[str]

    @classmethod
    def around(
        cls, values: Iterable[Decimal | None], axis_label: Callable[[Decimal], str], *, width: int, height: int
    ) -> "Frame":
        steps = ticks([value for value in values if value is not None])
        return cls(width, height, steps, [axis_label(step) for step in steps])

    @property
    def left(self) -> int:
        return max(LEFT, GAP + LETTER * max(map(_letters, self.labels)))

    @property
    def breadth(self) -> int:
        """From one side to the other."""
        return self.width - self.left - RIGHT

    def y(self, value: Decimal | float) -> int:
        lowest, highest = float(self.steps[0]), float(self.steps[-1])
        room = self.height - TOP - BOTTOM
        return TOP + round((highest - float(value)) / (highest - lowest) * room)

    def lines(self) -> list[Tick]:
        return [Tick(self.y(step), label) for step, label in zip(self.steps, self.labels, strict=True)]

    def columns(self, count: int) -> list["Column"]:
        """The frame's width in equal parts; the newest has a label, and as many before it as there is room for."""
        room = self.breadth / max(count, 1)
        every = max(1, -(-LABEL // int(max(room, 1))))
        return [
            _column(self.left + int(room * n), self.left + int(room * (n + 1)), (count - 1 - n) % every == 0)
            for n in range(count)
        ]

    def columns_at(self, places: Sequence[int]) -> list["Column"]:
        """Columns around places of an axis that begins at zero; each reaches half way to the next one."""
        middles = [self.left + round(self.breadth * place / places[-1]) for place in places]
        labelled = _with_room(middles)
        edges = [self.left, *(sum(pair) // 2 for pair in pairwise(middles)), self.width - RIGHT]
        return [
            Column(start, end - start, middle, middle in labelled)
            for middle, (start, end) in zip(middles, pairwise(edges), strict=True)
        ]


def _letters(text):
    """How wide it is; a Chinese character is as wide as two letters."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


@dataclass(frozen=True)
class Column:
    x: int
    width: int
    middle: int
    has_label: bool


def _column(start, end, has_label):
    return Column(start, end - start, start + (end - start) // 2, has_label)


def _with_room(middles):
    """The last one, and before it those between which labels have room."""
    kept = [middles[-1]]
    for middle in reversed(middles):
        if kept[-1] - middle >= LABEL:
            kept.append(middle)
    return kept


@dataclass(frozen=True)
class Framed:
    """What every drawing with axes has."""

    frame: Frame

    @property
    def ticks(self) -> list[Tick]:
        return self.frame.lines()

    @property
    def width(self) -> int:
        return self.frame.width

    @property
    def height(self) -> int:
        return self.frame.height

    @property
    def left(self) -> int:
        return self.frame.left

    @property
    def tick_end(self) -> int:
        return self.left - GAP

    @property
    def right(self) -> int:
        return self.width - RIGHT

    @property
    def top(self) -> int:
        return TOP

    @property
    def floor(self) -> int:
        return self.height - BOTTOM


@dataclass(frozen=True)
class Bar:
    x: int
    y: int
    width: int
    height: int
    middle: int
    reading: Reading
    label: str = ""
    before: int | None = None

    @property
    def text(self) -> str:
        return self.reading.text

    @property
    def href(self) -> str:
        return self.reading.href

    @property
    def right(self) -> int:
        return self.x + self.width

    @property
    def top(self) -> int:
        """Of the bar, or of the line of the period compared with."""
        return self.y if self.before is None else min(self.y, self.before)

    @property
    def edge(self) -> int:
        """Between this bar and the one before it."""
        return self.x - self.width // 4


@dataclass(frozen=True)
class Line:
    """A level to reach, across the drawing."""

    y: int
    label: str


@dataclass(frozen=True)
class BarChart(Framed):
    template: ClassVar[str] = "metrics/_chart_bars.html"

    bars: list[Bar]
    marked: Bar | None = field(default=None)
    target: Line | None = None
    unit: str = ""  # of the labels under the axis

    @property
    def mark_y(self) -> int:
        """Over the marked bar and those beside it, which its value is wider than."""
        at = self.bars.index(self.marked)
        return min(bar.top for bar in self.bars[max(at - 1, 0) : at + 2])

    @property
    def newest(self) -> Bar | None:
        return self.marked


def bar_chart(
    readings: Sequence[Reading],
    axis_label,
    *,
    width: int,
    height: int,
    target: tuple[Decimal, str] | None = None,
    unit: str = "",
) -> BarChart:
    """Bars from zero, under a round number; the newest settled one is marked with its value."""
    values = [each for reading in readings for each in (reading.value, reading.before)]
    frame = Frame.around([*values, target and target[0]], axis_label, width=width, height=height)
    bars = [_bar(frame, *each) for each in zip(frame.columns(len(readings)), readings, strict=True)]
    return BarChart(frame, bars, _newest_settled(bars), line_at(frame, target), unit)


def line_at(frame: Frame, target: tuple[Decimal, str] | None) -> Line | None:
    return Line(frame.y(target[0]), target[1]) if target else None


def _bar(frame, column, reading):
    thick = max(2, int(column.width * 0.68))
    end, zero = frame.y(reading.value or 0), frame.y(0)
    label = reading.label if column.has_label else ""
    before = None if reading.before is None else frame.y(reading.before)
    x = column.middle - thick // 2
    return Bar(x, min(end, zero), thick, abs(zero - end), column.middle, reading, label, before)


def _newest_settled(bars):
    settled = [bar for bar in bars if not bar.reading.is_open and bar.reading.value is not None]
    return settled[-1] if settled else None


def ticks(values: Sequence[Decimal]) -> list[Decimal]:
    """Round steps that hold zero and every value: at most five lines where none is below zero."""
    largest, least = max([*values, Decimal(0)]), min([*values, Decimal(0)])
    if largest == least:
        largest = Decimal(1)
    span = largest - least
    power = Decimal(10) ** (span.adjusted() - 1)
    step = next(size * power for size in STEPS if size * power * 4 >= span)
    first = int((least / step).to_integral_value(ROUND_FLOOR))
    last = int((largest / step).to_integral_value(ROUND_CEILING))
    return [step * n for n in range(first, last + 1)]


def share_of(part: Decimal | None, largest: Decimal | None, width: int) -> int:
    """How long a bar in a table row is; a value that is not zero is never invisible."""
    if not part or not largest:
        return 0
    return max(2, round(float(part / largest) * width))
