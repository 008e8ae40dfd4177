"""Who comes back: the grid of cohorts by age, and the curve over days, pooled over cohorts that are old enough."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from metrics.definitions.catalog import value
from metrics.definitions.limits import BRACKETS, DAYS, MONTHS, WEEKS, WEEKS_AGAIN
from metrics.models import FunnelSettings
from metrics.readout import periods, tallies
from metrics.readout.tallies import Where

LONGEST = {("grid", "week"): WEEKS, ("grid", "month"): MONTHS,
           ("recurring", "week"): WEEKS_AGAIN, ("recurring", "month"): MONTHS}  # fmt: skip


@dataclass(frozen=True)
class Age:
    """Those of a cohort (or of several) who were there at one age. Not complete: shown hatched and never pooled."""

    n: int
    returned: int
    base: int
    is_complete: bool = True

    @property
    def value(self) -> Decimal | None:
        return value(self.returned, self.base)


@dataclass(frozen=True)
class Cohort:
    start: date
    size: int
    ages: list[Age]  # from n = 0 on, as far as the data reaches


@dataclass(frozen=True)
class Grid:
    cohorts: list[Cohort]
    pooled: list[Age]  # returned and bases of the complete cohorts added up; divided once

    def complete(self, n: int) -> list[Cohort]:
        """Those that are pooled at this age: all up to some cohort."""
        return [cohort for cohort in self.cohorts if n < len(cohort.ages) and cohort.ages[n].is_complete]


def grid(
    settings: FunnelSettings,
    today: date,
    first: date,
    last: date,
    *,
    every: str = "month",
    kind: str = "grid",
    where: Where | None = None,
    week_start: int = 0,
) -> Grid:
    """`kind` "grid": of first sign-ups; "recurring": every active period is a start. One query."""
    measure = f"retention.{kind}:{every}"
    base = "funnel.entered:signup" if kind == "grid" else f"engagement.days_of_{every}"
    starts = periods.between(first, last, every, week_start)
    sizes, returned = defaultdict(int), defaultdict(int)
    for name, day, n, count in tallies.rows([measure, base], starts[0], _end(starts, every), where or Where()):
        if name == base:
            sizes[periods.start_of(day, every, week_start)] += count
        else:
            returned[day, n] = count
    if kind == "recurring":
        returned |= {(start, 0): size for start, size in sizes.items()}
    known = _Known(settings.through, today, every, LONGEST[kind, every])
    cohorts = [Cohort(start, sizes[start], known.ages(start, sizes[start], returned)) for start in starts]
    return Grid(cohorts, pooled(cohorts))


def _end(starts, every):
    return periods.end_of(starts[-1], every)


@dataclass(frozen=True)
class _Known:
    through: date | None
    today: date
    every: str
    longest: int

    def ages(self, start, size, returned):
        found = []
        for n in range(self.longest + 1):
            period = periods.later(start, n, self.every)
            if self.through is None or period > self.through:
                break
            is_complete = periods.is_over(period, self.every, self.today, self.through)
            found.append(Age(n, returned.get((start, n), 0), size, is_complete))
        return found


def pooled(cohorts: Iterable[Cohort]) -> list[Age]:
    """For each age the complete cohorts together: their sums, never the mean of their shares."""
    returned, bases = defaultdict(int), defaultdict(int)
    for cohort in cohorts:
        for age in cohort.ages:
            if age.is_complete:
                returned[age.n] += age.returned
                bases[age.n] += age.base
    return [Age(n, returned[n], bases[n]) for n in sorted(bases)]


def curve(
    settings: FunnelSettings,
    first: date,
    last: date,
    *,
    kind: str = "on",
    clock: str = "calendar",
    where: Where | None = None,
    week_start: int = 0,
) -> list[Age]:
    """Pooled retention at each day of DAYS ("on", "on_or_after") or in each of BRACKETS ("bracket"). One query.

    Each point has a base of its own: the cohorts of the weeks that begin within these days and are old enough.
    """
    measure = f"retention.{'until' if kind == 'on_or_after' else kind}:{clock}"
    weeks = [day for day in periods.between(first, last, "week", week_start) if day >= first]
    if not weeks or settings.through is None:
        return []
    rows = tallies.rows([measure, "funnel.entered:signup"], weeks[0], _end(weeks, "week"), where or Where())
    sizes, returned = defaultdict(int), defaultdict(int)
    for name, day, n, count in rows:
        if name == measure:
            for age in _ages(kind, n):
                returned[day, age] += count
        else:
            sizes[periods.start_of(day, "week", week_start)] += count
    return [_at(n, days, weeks, sizes, returned, settings.through) for n, days in _windows(kind, clock)]


def _ages(kind, n):
    """Of those who were there on or after day n at last: also on or after all before it."""
    return [age for age in DAYS if age <= n] if kind == "on_or_after" else [n]


def _windows(kind, clock):
    """(n, days until that age is over)."""
    if kind == "bracket":
        return [(first, last + 1) for first, last in BRACKETS]
    return [(n, n + (clock == "rolling")) for n in DAYS]


def _at(n, days, weeks, sizes, returned, through):
    old_enough = [week for week in weeks if week + timedelta(days=6 + days) < through]
    base = sum(sizes[week] for week in old_enough)
    return Age(n, sum(returned[week, n] for week in old_enough), base, len(old_enough) == len(weeks))
