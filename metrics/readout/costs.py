"""How what the channels cost, and the customers they brought, add up to the blended CAC."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from metrics.definitions.catalog import value
from metrics.definitions.limits import CATEGORIES
from metrics.models import Tally
from metrics.readout.tallies import Where

CUSTOMERS, MEDIA, SPEND = "acquisition.customers", "acquisition.spend:media", "acquisition.spend:"


@dataclass(frozen=True)
class Cost:
    """Of some channels together; money in units of the currency."""

    channels: tuple[str, ...] = ()
    media: Decimal = Decimal(0)
    other: Decimal = Decimal(0)
    customers: int = 0

    def __add__(self, more: "Cost") -> "Cost":
        return Cost(
            self.channels + more.channels,
            self.media + more.media,
            self.other + more.other,
            self.customers + more.customers,
        )

    @property
    def spend(self) -> Decimal:
        return self.media + self.other

    @property
    def value(self) -> Decimal | None:
        """CAC; None where nothing was spent or nobody was won."""
        return value(self.spend or None, self.customers)


@dataclass(frozen=True)
class Reconciled:
    """Every channel stands in exactly one of the three: they add up to the whole."""

    paid: list[Cost]  # each channel with media spend, the dearest first
    organic: Cost  # all channels by name without any
    unattributed: Cost  # what has no channel

    @property
    def whole(self) -> Cost:
        return sum((*self.paid, self.organic, self.unattributed), Cost())


def reconciled(first: date, last: date, where: Where) -> Reconciled:
    """Of the days from the first to the last; one query."""
    costs = _by_channel(first, last, where)
    unattributed = costs.pop("", Cost())
    paid = sorted((cost for cost in costs.values() if cost.media), key=lambda cost: (-cost.spend, cost.channels))
    organic = sum((cost for _name, cost in sorted(costs.items()) if not cost.media), Cost())
    return Reconciled(paid, organic, unattributed)


def _by_channel(first, last, where) -> dict[str, Cost]:
    measures = [CUSTOMERS, *(SPEND + category for category in CATEGORIES)]
    names = {where.named(measure, by="channel"): measure for measure in measures}
    rows = Tally.objects.filter(measure__in=list(names), period__range=(first, last), **where.chosen)
    found = defaultdict(Cost)
    for channel, name, total in rows.values_list("channel", "measure").annotate(Sum("value")):
        found[channel] += _cost(names[name], total)
    return {channel: Cost((channel,), cost.media, cost.other, cost.customers) for channel, cost in found.items()}


def _cost(measure, total) -> Cost:
    if measure == CUSTOMERS:
        return Cost(customers=int(total))
    amount = Decimal(total) / 100
    return Cost(media=amount) if measure == MEDIA else Cost(other=amount)
