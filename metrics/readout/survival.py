"""How long it takes: Kaplan-Meier over full days, with those who may still come. Whole numbers all the way."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from metrics.definitions.limits import LATER
from metrics.models import FunnelSettings
from metrics.readout import tallies
from metrics.readout.tallies import By, Name, Where

Life = list  # measure, day of entry, full days it took, people


@dataclass(frozen=True)
class Day:
    """A full day of life: of those at risk, so many got there; `left` is the share that has not by its end."""

    at_risk: int
    got_there: int
    left: Fraction


@dataclass(frozen=True)
class Curve:
    """`days[k - 1]` is the k-th full day of life, as far as anybody was observed so long."""

    entered: int
    days: tuple[Day, ...]

    @property
    def reached(self) -> tuple[Fraction, ...]:
        """`reached[k - 1]` is the share that got there within k full days."""
        return tuple(1 - day.left for day in self.days)

    def quantile(self, share: Fraction) -> int | None:
        """The number of full days within which that share got there; None: not reached."""
        return next((day for day, part in enumerate(self.reached, start=1) if part >= share), None)

    def within(self, days: int) -> Fraction | None:
        """The share within that many days; None where nobody was observed so long."""
        return 1 - self.days[days - 1].left if days <= len(self.days) else None

    def steps(self, last: int) -> list[tuple[int, Day]]:
        """The days up to this one on which anybody got there, by number: each takes its share of what was left."""
        return [(number, day) for number, day in enumerate(self.days[:last], start=1) if day.got_there]


def curve(settings: FunnelSettings, funnel: str, base: str, first: date, last: date, where: Where) -> Curve:
    """Of everybody who entered within these days; one query."""
    return of(lives(settings, funnel, base, first, last, where).get("", []), settings.through)


def lives(
    settings: FunnelSettings, funnel: str, base: str, first: date, last: date, where: Where, by: By = ""
) -> dict[Name, list[Life]]:
    """{slice: what is known of everybody who entered within these days}; one query."""
    if settings.through is None:
        return {}
    measures = [f"funnel.entered:{base}", f"funnel.reached:{funnel}"]
    found = defaultdict(list)
    for name, *life in tallies.sliced(measures, first, last, where, by):
        found[name].append(life)
    return found


def of(lives: Iterable[Life], through: date | None) -> Curve:
    """Of everybody told."""
    rows = list(lives)
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
    return Curve(sum(people for _lived, people in came), tuple(_days(at_risk, events)))


def _add(changes, first, beyond, people):
    if first < beyond:
        changes[first] += people
        changes[beyond] -= people


def _days(at_risk, events):
    left, people = Fraction(1), 0
    for day in range(LATER):
        people += at_risk[day]
        if people <= 0:
            return
        if events[day]:
            left *= 1 - Fraction(events[day], people)
        yield Day(people, events[day], left)
