"""How the product is used: on how many days, and which features by whom."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Min

from metrics import store
from metrics.definitions.catalog import value
from metrics.definitions.limits import HABIT
from metrics.models import FunnelSettings, Tally
from metrics.readout import periods, tallies
from metrics.readout.tallies import By, Name, Where


@dataclass(frozen=True)
class Adoption:
    """Of one feature in one month. Eligible are the active of the month, from the month of its first use on."""

    event: str
    users: int
    adopters: int  # with at least so many uses
    uses: int
    eligible: int

    @property
    def value(self) -> Decimal | None:
        return value(self.adopters, self.eligible)


def days_of_use(month: date, where: Where | None = None) -> dict[int, int]:
    """{n: people active on exactly n days of the month}, also the numbers of days that nobody has."""
    rows = tallies.rows(["engagement.days_of_month"], month, month, where or Where())
    counted = {n: people for _name, _month, n, people in rows}
    return {n: counted.get(n, 0) for n in range(1, periods.end_of(month, "month").day + 1)}


def features(settings: FunnelSettings) -> list[str]:
    """The events that are features in this workspace."""
    return settings.features or settings.value_events or list(store.criteria(settings).names)


def released(events: Iterable[str]) -> dict[str, date]:
    """The month in which anybody at all first used each feature; those never used are left out. One query."""
    rows = Tally.objects.filter(measure__in=[f"features.users:{event}" for event in events])
    firsts = rows.values_list("measure").annotate(Min("period"))
    return {measure.partition(":")[2]: month for measure, month in firsts}


@dataclass(frozen=True)
class Uses:
    """Of one slice, by month: who was active, and how many used a feature n times."""

    active: dict[date, int]
    users: dict[date, dict[tuple[str, int], int]]  # by feature and n

    def by_period(self, start_of: Callable[[date], date]) -> dict[date, "Uses"]:
        found = defaultdict(lambda: Uses({}, {}))
        for month, people in self.active.items():
            found[start_of(month)].active[month] = people
            found[start_of(month)].users[month] = self.users[month]
        return found


def uses(events: Iterable[str], first: date, last: date, where: Where, by: By = "") -> dict[Name, Uses]:
    """{slice: its uses} in the months that begin within these days; one query."""
    names = {f"features.users:{event}": event for event in events}
    measures = ["engagement.days_of_month", *names]
    found = defaultdict(lambda: Uses(defaultdict(int), defaultdict(dict)))
    for slice_, name, month, n, people in tallies.sliced(measures, first, last, where, by):
        if name in names:
            found[slice_].users[month][names[name], n] = people
        else:
            found[slice_].active[month] += people
    return found


def adopted(told: Iterable[Uses], features: Mapping[str, date], least: int) -> tuple[int, int]:
    """Over all features since their release: who used one so often, and who could have; of slices together."""
    adopters = eligible = 0
    for each in told:
        for month, people in each.active.items():
            there = [event for event, since in features.items() if since <= month]
            eligible += people * len(there)
            adopters += sum(count for (event, n), count in each.users[month].items() if event in there and n >= least)
    return adopters, eligible


def adoption(events: list[str], month: date, *, least: int = HABIT, where: Where | None = None) -> list[Adoption]:
    """The features in one month, the most adopted first; two queries."""
    names = [f"features.{what}:{event}" for what in ("users", "uses") for event in events]
    there = {event for event, since in released(events).items() if since <= month}
    found, active = defaultdict(lambda: defaultdict(int)), 0
    for name, _month, n, count in tallies.rows(["engagement.days_of_month", *names], month, month, where or Where()):
        what, _colon, event = name.partition(":")
        if what == "engagement.days_of_month":
            active += count
        elif what == "features.uses":
            found[event]["uses"] += count
        else:
            found[event]["users"] += count
            found[event]["adopters"] += count if n >= least else 0
    adopted = [
        Adoption(event, found[event]["users"], found[event]["adopters"], found[event]["uses"], active)
        for event in events
        if event in there
    ]
    return sorted(adopted, key=lambda each: (-each.adopters, each.event))
