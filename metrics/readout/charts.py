"""Bars as integers in a drawing: where each one stands, how high it is, which labels have room."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal

LEFT, RIGHT, TOP, BOTTOM = 56, 8, 20, 28
STEPS = (2, Decimal("2.5"), 5, 10, 20, 25, 50)


@dataclass(frozen=True)
class Reading:
    """One bar's content. `is_open` means: not settled, drawn hatched."""

    label: str
    value: Decimal | None
    shown: str
    note: str
    is_open: bool


@dataclass(frozen=True)
class Bar:
    x: int
    y: int
    width: int
    height: int
    middle: int
    reading: Reading
    label: str = ""

    @property
    def text(self) -> str:
        return f"{self.reading.label}: {self.reading.shown}. {self.reading.note}"


@dataclass(frozen=True)
class Tick:
    y: int
    label: str


@dataclass(frozen=True)
class BarChart:
    """Everything the template needs to draw; nothing in it depends on a screen or a locale."""

    width: int
    height: int
    bars: list[Bar]
    ticks: list[Tick]
    left: int = LEFT
    tick_end: int = LEFT - 8
    marked: Bar | None = field(default=None)

    @property
    def right(self) -> int:
        return self.width - RIGHT

    @property
    def floor(self) -> int:
        return self.height - BOTTOM


def bar_chart(readings: Sequence[Reading], axis_label, *, width: int, height: int) -> BarChart:
    """Bars from zero, under a round number; the newest settled one is marked with its value."""
    steps = ticks([reading.value for reading in readings if reading.value is not None])
    scale = (height - TOP - BOTTOM) / float(steps[-1])
    drawn = _bars(readings, scale, width, height)
    lines = [Tick(height - BOTTOM - round(float(step) * scale), axis_label(step)) for step in steps]
    return BarChart(width, height, drawn, lines, marked=_newest_settled(drawn))


def _bars(readings, scale, width, height):
    room = (width - LEFT - RIGHT) / max(len(readings), 1)
    every = max(1, -(-58 // int(max(room, 1))))
    thick = max(2, int(room * 0.68))
    return [_bar(n, reading, room, thick, scale, height, every, len(readings)) for n, reading in enumerate(readings)]


def _bar(n, reading, room, thick, scale, height, every, count):
    tall = round(float(reading.value or 0) * scale)
    middle = LEFT + int(room * n + room / 2)
    label = reading.label if (count - 1 - n) % every == 0 else ""
    return Bar(middle - thick // 2, height - BOTTOM - tall, thick, tall, middle, reading, label)


def _newest_settled(bars):
    settled = [bar for bar in bars if not bar.reading.is_open and bar.reading.value is not None]
    return settled[-1] if settled else None


def ticks(values: Sequence[Decimal]) -> list[Decimal]:
    """Zero and two to five round steps up to the largest value."""
    largest = max(values, default=Decimal(0)) or Decimal(1)
    power = Decimal(10) ** (largest.adjusted() - 1)
    step = next(size * power for size in STEPS if size * power * 4 >= largest)
    count = int((largest / step).to_integral_value(ROUND_CEILING))
    return [step * n for n in range(count + 1)]


def share_of(part: Decimal | None, largest: Decimal | None, width: int) -> int:
    """How long a bar in a table row is; a value that is not zero is never invisible."""
    if not part or not largest:
        return 0
    return max(2, round(float(part / largest) * width))
