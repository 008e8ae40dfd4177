"""Lines over periods, several at once, and the curve of how many got there by which day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby, pairwise
from typing import ClassVar

from metrics.readout.charts import BOTTOM, TOP, Frame, Framed, Line, Reading, line_at

MOST = 5  # lines that can still be told apart
DAYS_ON_AXIS = (0, 7, 14, 30, 60, 90, 180, 365)


@dataclass(frozen=True)
class Series:
    """One line; all lines of a drawing have readings for the same periods."""

    name: str
    readings: Sequence[Reading]


@dataclass(frozen=True)
class Dot:
    x: int
    y: int
    is_open: bool


@dataclass(frozen=True)
class Stroke:
    """`number` says how it is drawn: 1 to MOST, each with a colour and a pattern of dashes of its own."""

    number: int
    name: str
    settled: str  # SVG path data
    open: str
    before: str
    dots: list[Dot]


@dataclass(frozen=True)
class Piece:
    """Of what is read out."""

    text: str
    href: str = ""  # of what stands behind it, where it is a value


@dataclass(frozen=True)
class Spot:
    """What is read out at one place of the axis. `mark` is the number of an annotation."""

    x: int
    width: int
    middle: int
    text: str
    label: str
    is_open: bool = False
    mark: str = ""
    is_redefined: bool = False
    href: str = ""  # of what stands behind it, where that is one thing
    pieces: Sequence[Piece] = ()  # of the text, where each line has a value


@dataclass(frozen=True)
class LineChart(Framed):
    template: ClassVar[str] = "metrics/_chart_lines.html"

    strokes: list[Stroke]
    spots: list[Spot]
    target: Line | None = field(default=None)
    unit: str = ""  # of the labels under the axis

    @property
    def newest(self) -> Spot | None:
        settled = [spot for spot in self.spots if not spot.is_open]
        return settled[-1] if settled else None

    @property
    def room(self) -> int:
        return self.height - TOP - BOTTOM


def line_chart(
    series: Sequence[Series], axis_label, *, width: int, height: int, target=None, places: Sequence[int] = ()
) -> LineChart:
    """Lines from zero; what is not settled is dashed over a hatched ground, what is not known is a gap.

    The readings stand one beside the other, or at `places` of an axis that begins at zero.
    """
    readings = [reading for each in series for reading in each.readings]
    values = [value for reading in readings for value in (reading.value, reading.before)]
    frame = Frame.around([*values, target and target[0]], axis_label, width=width, height=height)
    columns = frame.columns_at(places) if places else frame.columns(len(series[0].readings) if series else 0)
    strokes = [_stroke(number, each, frame, columns) for number, each in enumerate(series[:MOST], start=1)]
    spots = [_spot(column, [each.readings[n] for each in series], series) for n, column in enumerate(columns)]
    return LineChart(frame, strokes, spots, line_at(frame, target))


def _stroke(number, series, frame, columns):
    places = [
        None if reading.value is None else Dot(column.middle, frame.y(reading.value), reading.is_open)
        for reading, column in zip(series.readings, columns, strict=True)
    ]
    earlier = [
        None if reading.before is None else Dot(column.middle, frame.y(reading.before), False)
        for reading, column in zip(series.readings, columns, strict=True)
    ]
    links = [(one, other) for one, other in pairwise(places) if one and other]
    return Stroke(
        number,
        series.name,
        _path(link for link in links if not link[1].is_open),
        _path(link for link in links if link[1].is_open),
        _path((one, other) for one, other in pairwise(earlier) if one and other),
        [place for place in places if place],
    )


def _path(links) -> str:
    """One move for every unbroken run of links."""
    said, at = [], None
    for one, other in links:
        said.append(f"L{other.x} {other.y}" if one is at else f"M{one.x} {one.y}L{other.x} {other.y}")
        at = other
    return "".join(said)


def _spot(column, readings, series):
    first, is_alone = readings[0], len(readings) == 1
    pieces = [] if is_alone else _pieces(readings, series)
    text = first.text if is_alone else "".join(piece.text for piece in pieces)
    label, href = first.label if column.has_label else "", first.href if is_alone else ""
    is_open = any(reading.is_open for reading in readings)
    place = column.x, column.width, column.middle
    return Spot(*place, text, label, is_open, first.mark, first.is_redefined, href, pieces)


def _pieces(readings, series):
    values = [Piece(f"{each.name} {reading.shown}", reading.href)
              for each, reading in zip(series, readings, strict=True)]  # fmt: skip
    apart = [piece for value in values for piece in (Piece("; "), value)]
    return [Piece(f"{readings[0].label}: "), *apart[1:], Piece(f". {readings[0].note}")]


def curve_chart(
    shares: Sequence[float], say, lead, axis_label, *, width: int, height: int, spots: int = 30, unit: str = ""
) -> LineChart:
    """Steps from day 0 to the last: `shares[k - 1]` got there within k days.

    `say(day, share)` reads one out, `lead(day)` is the address of what stands behind it.
    """
    frame = Frame.around([*map(Decimal, map(str, shares))], axis_label, width=width, height=height)
    a_day = frame.breadth / max(len(shares), 1)
    across = [frame.left + round(a_day * day) for day in range(len(shares) + 1)]
    path = f"M{frame.left} {frame.y(0)}" + "".join(_steps(shares, across, frame))
    stroke = Stroke(1, "", path, "", "", [])
    days = list(_days(shares, across, say, lead, spots))
    return LineChart(frame, [stroke], days, unit=unit)


def _steps(shares, across, frame) -> Iterator[str]:
    """One flat and one rise for each day on which the share changes."""
    day = 0
    for share, run in groupby(shares):
        yield f"H{across[day + 1]}V{frame.y(share)}"
        day += len(list(run))
    yield f"H{across[-1]}"


def _days(shares, across, say, lead, spots) -> Iterator[Spot]:
    every = max(1, -(-len(shares) // spots))
    labelled = {day for day in DAYS_ON_AXIS if day <= len(shares)}
    for last in range(every, len(shares) + every, every):
        day, first = min(last, len(shares)), last - every
        inside = labelled & set(range(first + 1, day + 1))
        shown = max(inside, default=day)
        yield Spot(
            across[first], across[day] - across[first], across[shown], say(shown, shares[shown - 1]),
            str(shown) if inside else "", href=lead(shown),
        )  # fmt: skip
