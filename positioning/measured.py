"""What a customer costs in each channel, as the funnel has it: beside what somebody typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.timezone import localdate

from metrics import store
from metrics.definitions.catalog import CAC
from metrics.readout import numbers
from metrics.readout.figures import Figures
from pmm_workspace.accounts.models import Workspace
from pmm_workspace.common import tenancy

MONTHS = 3  # the newest settled ones


@dataclass(frozen=True)
class Measured:
    """The cost of a customer in one channel over the settled months from `first` to `last`."""

    value: Decimal
    customers: int
    first: date
    last: date
    currency: str

    @property
    def amount(self) -> str:
        return numbers.money(self.value, self.currency)

    @property
    def months(self) -> str:
        return " – ".join(dict.fromkeys([numbers.short_month(self.first), numbers.short_month(self.last)]))


def of_channels(rows: Iterable) -> Mapping[str, Measured]:
    """Of the rows of a sheet whose channel the funnel knows by that name, {key: Measured}: three queries."""
    named = {row.key: _plain(row.channel) for row in rows if row.channel}
    known = _by_channel() if named else {}
    return {key: known[name] for key, name in named.items() if name in known}


def _by_channel() -> dict[str, Measured]:
    today, metric = localdate(), CAC
    first = date(today.year - 1, today.month, 1)
    readout = Figures(store.settings(), today, first, today.replace(day=1))
    points = readout.points(metric, metric.main)
    months = [point.month for point in points if point.is_settled and point.value is not None][-MONTHS:]
    if not months:
        return {}
    currency = store.currency(readout.settings, Workspace.objects.get(pk=tenancy.current()))
    return {
        _plain(each.channel): Measured(each.value, int(each.denominator), months[0], months[-1], currency)
        for each in readout.by_channel(metric, metric.main, months)
        if each.value is not None
    }


def _plain(channel) -> str:
    return " ".join(channel.split()).casefold()
