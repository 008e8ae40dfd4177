"""How long it takes: Kaplan-Meier over full days, with those who may still come. Whole numbers all the way."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from metrics.definitions.limits import LATER
from metrics.models import FunnelSettings
from metrics.readout import periods, tallies
from metrics.readout.tallies import Where


@dataclass(frozen=True)
class Curve:
    """`reached[k - 1]` is the share that got there within k full days, as far as anybody was observed so long."""

    entered: int
    reached: tuple[Fraction, ...]

    def quantile(self, share: Fraction) -> int | None:
        """The number of full days within which that share got there; None: not reached."""
        return next((day for day, part in enumerate(self.reached, start=1) if part >= share), None)

    def within(self, days: int) -> Fraction | None:
        """The share within that many days; None where nobody was observed so long."""
        return self.reached[days - 1] if days <= len(self.reached) else None


def curve(settings: FunnelSettings, funnel: str, base: str, first: date, last: date, where: Where) -> Curve:
    """Of everybody who entered within these days; one query."""
    rows = _rows(settings, funnel, base, first, last, where)
    return _of(rows, settings.through)


def curves(
    settings: FunnelSettings, funnel: str, base: str, starts: list[date], bucket: str, where: Where, week_start: int = 0
) -> dict[date, Curve]:
    """One for those who entered in each of these periods; one query."""
    found = {start: [] for start in starts}
    last = periods.end_of(starts[-1], bucket)
    for row in _rows(settings, funnel, base, starts[0], last, where):
        found[periods.start_of(row[1], bucket, week_start)].append(row)
    return {start: _of(rows, settings.through) for start, rows in found.items()}


def _rows(settings, funnel, base, first, last, where):
    if settings.through is None:
        return []
    return tallies.rows([f"funnel.entered:{base}", f"funnel.reached:{funnel}"], first, last, where)


def _of(rows, through):
    came = [(_lived(day, through), value) for name, day, _n, value in rows if name.startswith("funnel.entered")]
    got = [(_lived(day, through), n, value) for name, day, n, value in rows if name.startswith("funnel.reached")]
    return estimated(came, got)


def _lived(day, through):
    """How many full days of everybody who entered on that day lie within the data."""
    return (through - day).days - 1


def estimated(came: Iterable[tuple[int, int]], got: Iterable[tuple[int, int, int]]) -> Curve:
    """`came`: (full days observed, people); `got`: (full days observed, full days it took, people).

    In each full day of life the risk is taken of those who lived all of it within the data and had not got there.
    """
    came, got = list(came), list(got)
    at_risk, events = defaultdict(int), defaultdict(int)  # changes from one day of life to the next; counts
    for lived, people in came:
        _add(at_risk, 0, lived, people)
    for lived, took, people in got:
        _add(at_risk, took + 1, lived, -people)
        events[took] += people if took < lived else 0
    return Curve(sum(people for _lived, people in came), tuple(_shares(at_risk, events)))


def _add(changes, first, beyond, people):
    if first < beyond:
        changes[first] += people
        changes[beyond] -= people


def _shares(at_risk, events):
    left, people = Fraction(1), 0
    for day in range(LATER):
        people += at_risk[day]
        if people <= 0:
            return
        left *= 1 - Fraction(events[day], people)
        yield 1 - left
