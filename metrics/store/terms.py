"""What a workspace wants of its facts: its clock, its money, whom to leave out. And the rates it has entered."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from metrics.models import ExchangeRate, FunnelSettings
from metrics.parsing.rates import Rate
from metrics.store.settings import criteria
from pmm_workspace.accounts.models import Workspace
from pmm_workspace.common import tenancy

FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC)
MICROSECONDS = 1_000_000
MOST_LEFT_OUT = 1000  # people, and as many domains
LONGEST_KEY = 320  # of a person: an id or an e-mail address
RATE_UNITS = 10**8  # a rate is kept with eight decimals


@dataclass(frozen=True)
class Terms:
    timezone: str = "UTC"
    currency: str = "USD"
    signup: str = "signed_up"
    stages: tuple[str, ...] = ()  # names of events that the workspace's stages use
    excluded_people: tuple[str, ...] = ()
    internal_domains: tuple[str, ...] = ()
    rates: tuple[tuple[str, date, int], ...] = ()  # (currency, from this day, RATE_UNITS of the base currency)


class NoDomain(ValueError):
    """What is no domain of e-mail addresses."""


def as_domain(text: str) -> str:
    """A domain the way addresses are compared with it. Raises NoDomain."""
    domain = text.strip().lower().lstrip("@")
    try:
        validate_email(f"somebody@{domain}")
    except ValidationError:
        raise NoDomain(domain) from None
    return domain


class RateMissing(ValueError):
    """Money in a currency whose rate nobody has entered: (currency, first day) pairs."""

    def __init__(self, missing: Sequence[tuple[str, date]]):
        super().__init__(", ".join(f"{currency} from {day}" for currency, day in missing))
        self.missing = list(missing)


def terms() -> Terms:
    """Those of the workspace in force."""
    workspace = Workspace.objects.get(pk=tenancy.current())
    meaning = FunnelSettings.objects.first() or FunnelSettings()
    rates = ExchangeRate.objects.order_by("currency", "day").values_list("currency", "day", "rate")
    return Terms(
        timezone=workspace.timezone,
        currency=workspace.currency,
        signup=meaning.signup,
        stages=(meaning.signup, *criteria(meaning).names, meaning.trial, meaning.paid),
        excluded_people=tuple(meaning.excluded_people),
        internal_domains=tuple(domain.lower().lstrip("@") for domain in meaning.internal_domains),
        rates=tuple((currency, day, int(rate * RATE_UNITS)) for currency, day, rate in rates),
    )


@dataclass(frozen=True)
class Changes:
    """What somebody wants to be different; None leaves as it is."""

    excluded_people: tuple[str, ...] | None = None
    internal_domains: tuple[str, ...] | None = None
    rates: tuple[Rate, ...] = ()  # entered, or in the place of those of the same day
    removed: tuple[tuple[str, date], ...] = ()  # (currency, day)

    def lists(self) -> dict[str, list[str]]:
        named = {"excluded_people": self.excluded_people, "internal_domains": self.internal_domains}
        return {name: list(entries) for name, entries in named.items() if entries is not None}

    def as_plain(self) -> dict:
        """For `from_plain`, as JSON can carry it."""
        rates = [(each.currency, each.day.isoformat(), f"{each.rate:f}") for each in self.rates]
        return self.lists() | {"rates": rates, "removed": [(code, day.isoformat()) for code, day in self.removed]}

    @classmethod
    def from_plain(cls, rates, removed, **lists):
        entered = tuple(Rate(code, date.fromisoformat(day), Decimal(rate)) for code, day, rate in rates)
        gone = tuple((code, date.fromisoformat(day)) for code, day in removed)
        return cls(rates=entered, removed=gone, **{name: tuple(entries) for name, entries in lists.items()})


def changed(terms: Terms, changes: Changes) -> Terms:
    """The terms as they would be."""
    rates = {(currency, day): rate for currency, day, rate in terms.rates}
    rates |= {(each.currency, each.day): int(each.rate * RATE_UNITS) for each in changes.rates}
    kept = sorted((*key, rate) for key, rate in rates.items() if key not in changes.removed)
    lists = {name: tuple(entries) for name, entries in changes.lists().items()}
    return replace(terms, rates=tuple(kept), **lists)


def keep(changes: Changes, settings: FunnelSettings) -> None:
    """Write them down, in the caller's transaction and under the workspace's lock."""
    for name, entries in changes.lists().items():
        setattr(settings, name, entries)
    settings.save()
    for each in changes.rates:
        ExchangeRate.objects.update_or_create(day=each.day, currency=each.currency, defaults={"rate": each.rate})
    for currency, day in changes.removed:
        ExchangeRate.objects.filter(currency=currency, day=day).delete()


def day_of(moment: str, timezone: str, first: int | None = None, last: int | None = None) -> str:
    """SQL for the calendar day of a time in microseconds. `first` and `last` bound the times there are."""
    changes = _within(offsets(timezone), first, last)
    *earlier, (_at, newest) = changes
    cases = [
        f"WHEN {moment} < {changes[at + 1][0]} THEN {offset * MICROSECONDS}"
        for at, (_since, offset) in enumerate(earlier)
    ]
    shift = f"CASE {' '.join(cases)} ELSE {newest * MICROSECONDS} END" if cases else str(newest * MICROSECONDS)
    return f"(DATE '1970-01-01' + (({moment} + {shift}) // 86400000000)::INTEGER)"


def _within(changes, first, last):
    moments = [since for since, _offset in changes]
    start = max(0, bisect_left(moments, first) - 1) if first is not None else 0
    end = bisect_left(moments, last + 1) if last is not None else len(changes)
    return changes[start : max(end, start + 1)]


@lru_cache(maxsize=32)
def offsets(timezone: str) -> list[tuple[int, int]]:
    """(since, seconds east of UTC) from 2000 to 2050, told by the tz database itself."""
    zone, found, day = ZoneInfo(timezone), [], FIRST
    while day < LAST:
        offset = _offset(zone, day)
        if not found or found[-1][1] != offset:
            found.append((_microseconds(_change(zone, day, offset) if found else FIRST), offset))
        day += timedelta(days=1)
    return found


def _offset(zone, moment):
    return int(moment.astimezone(zone).utcoffset().total_seconds())


def _change(zone, day, offset):
    """The second at which the clock took this offset, within the day that ends here."""
    low, high = 0, 86_400
    while low < high:
        middle = (low + high) // 2
        if _offset(zone, day - timedelta(seconds=86_400 - middle)) == offset:
            high = middle
        else:
            low = middle + 1
    return day - timedelta(seconds=86_400 - low)


def _microseconds(moment):
    return int(moment.timestamp()) * MICROSECONDS
