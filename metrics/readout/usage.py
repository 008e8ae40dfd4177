"""How the product is used: on how many days, and which features by whom."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from metrics.definitions.catalog import value
from metrics.models import FunnelSettings
from metrics.readout import periods, tallies
from metrics.readout.tallies import Where

HABIT = 3  # uses in a month that are more than a try


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


def adoption(
    settings: FunnelSettings, events: list[str], month: date, *, least: int = HABIT, where: Where | None = None
) -> list[Adoption]:
    """The features in one month, the most adopted first; one query."""
    names = [f"features.{what}:{event}" for what in ("users", "uses") for event in events]
    rows = tallies.rows(["engagement.days_of_month", *names], date.min, month, where or Where())
    released, found, active = {}, defaultdict(lambda: defaultdict(int)), 0
    for name, period, n, count in rows:
        what, _colon, event = name.partition(":")
        if what == "features.users":
            released[event] = min(released.get(event, period), period)
        if period != month:
            continue
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
        if event in released
    ]
    return sorted(adopted, key=lambda each: (-each.adopters, each.event))
