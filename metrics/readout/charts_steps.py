"""What goes from one thing to the next: the steps of a funnel, and the movements between two levels."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import ClassVar

ROW, THICK, SIDE = 56, 20, 0
WORDS = 20  # the height of the words over a plank, which no line may cross


@dataclass(frozen=True)
class Step:
    """How many are here, and how that is said: of all, and of the step before."""

    name: str
    count: int
    shown: str
    note: str
    share: str = ""  # of all, where there is no room for the note
    href: str = ""  # of those who are here

    @property
    def text(self) -> str:
        return ". ".join(filter(None, [f"{self.name}: {self.shown}", self.note]))


@dataclass(frozen=True)
class StepBar:
    y: int  # of the words; the bar stands below them
    top: int
    width: int
    step: Step


@dataclass(frozen=True)
class FunnelChart:
    """Bars from the left, one under the other, on one scale."""

    template: ClassVar[str] = "metrics/_chart_funnel.html"

    width: int
    height: int
    bars: list[StepBar]
    thick: int = THICK
    side: int = SIDE

    @property
    def end(self) -> int:
        return self.width - SIDE

    @property
    def full(self) -> int:
        return self.width - 2 * SIDE

    @property
    def newest(self) -> Step | None:
        return self.bars[-1].step if self.bars else None


def funnel_chart(steps: Sequence[Step], *, width: int, height: int = 0) -> FunnelChart:
    """The height follows from the number of steps."""
    most = max((step.count for step in steps), default=0) or 1
    room = width - 2 * SIDE
    bars = [
        StepBar(ROW * n + 16, ROW * n + 24, max(2, round(step.count / most * room)) if step.count else 0, step)
        for n, step in enumerate(steps)
    ]
    return FunnelChart(width, ROW * len(steps), bars)


@dataclass(frozen=True)
class Movement:
    """`amount` has a sign; a level stands on the ground, a movement where the one before it ended."""

    name: str
    amount: Decimal
    shown: str
    is_level: bool = False
    href: str = ""  # of those who moved, or pay at this level

    @property
    def text(self) -> str:
        return f"{self.name}: {self.shown}"

    @property
    def way(self) -> str:
        if self.is_level:
            return "level"
        return "less" if self.amount < 0 else "more"


@dataclass(frozen=True)
class Plank:
    y: int  # of the words; the plank lies below them
    top: int
    x: int
    width: int
    joint: int  # where the next one begins
    movement: Movement

    @property
    def bottom(self) -> int:
        return self.top + THICK


@dataclass(frozen=True)
class BridgeChart:
    """Planks on one scale, one under the other: each begins where the one above it ended."""

    template: ClassVar[str] = "metrics/_chart_bridge.html"

    width: int
    height: int
    planks: list[Plank]
    thick: int = THICK
    words: int = WORDS
    gap: int = ROW - THICK - WORDS - 4  # from a plank to the words of the next
    rest: int = 4  # from the words to their plank
    side: int = SIDE

    @property
    def end(self) -> int:
        return self.width - SIDE

    @property
    def newest(self) -> Movement | None:
        return self.planks[-1].movement if self.planks else None


def bridge_chart(movements: Sequence[Movement], *, width: int, height: int = 0) -> BridgeChart:
    """Level, movements, level. The height follows from their number."""
    ends = list(accumulate(movements, lambda at, each: each.amount if each.is_level else at + each.amount, initial=0))
    starts = [Decimal(0) if each.is_level else Decimal(ends[n]) for n, each in enumerate(movements)]
    lowest, highest = min([*ends, 0]), max([*ends, 0]) or 1
    scale = (width - 2 * SIDE) / float(highest - lowest or 1)
    places = [
        (place(start, lowest, scale), place(end, lowest, scale)) for start, end in zip(starts, ends[1:], strict=True)
    ]
    planks = [_plank(n, *each) for n, each in enumerate(zip(movements, places, strict=True))]
    return BridgeChart(width, ROW * len(movements), planks)


def place(amount, lowest, scale) -> int:
    return SIDE + round(float(amount - lowest) * scale)


def _plank(n, movement, between):
    left, right = sorted(between)
    return Plank(ROW * n + 16, ROW * n + 24, left, max(right - left, 2), between[1], movement)
