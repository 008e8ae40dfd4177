"""What campaigns cost and brought: only where spend names one and sign-ups carry the same id or name."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, Sum

from metrics.definitions.catalog import value
from metrics.definitions.limits import CATEGORIES
from metrics.models import Tally
from metrics.readout.tallies import Where

SIGNUPS, REVENUE, SPEND = "funnel.entered:signup", "revenue.cents", "acquisition.spend:"
# All that begins with "campaign.": LIKE, which might leak, is not looked up in an index of walled rows.
NAMED = {"measure__gte": "campaign.", "measure__lt": "campaign/"}


@dataclass(frozen=True)
class Campaign:
    """Sign-ups of some days, who of them became customers and what they paid since, and the spend of these days."""

    name: str = ""
    spend: Decimal = Decimal(0)
    signups: int = 0
    customers: int = 0
    revenue: Decimal = Decimal(0)
    newest: date = date.min  # day of spend or of a sign-up

    def __add__(self, more: "Campaign") -> "Campaign":
        return Campaign(
            self.name,
            self.spend + more.spend,
            self.signups + more.signups,
            self.customers + more.customers,
            self.revenue + more.revenue,
            max(self.newest, more.newest),
        )

    @property
    def roas(self) -> Decimal | None:
        """Revenue ÷ spend; None without spend."""
        return value(self.revenue, self.spend)

    def roi(self, gross_margin: Decimal | None) -> Decimal | None:
        """(Gross profit − spend) ÷ spend; None without spend or where the margin is not known."""
        return None if gross_margin is None else value(self.revenue * gross_margin - self.spend, self.spend)


@dataclass(frozen=True)
class Campaigns:
    """Every sign-up and all spend of the days stand in exactly one of the three."""

    paid: list[Campaign]  # with spend, the dearest first
    unpaid: Campaign  # those that only sign-ups name
    unnamed: Campaign  # spend and sign-ups without a campaign; what these paid is not known
    is_paid: bool  # whether payments were imported

    @property
    def together(self) -> Campaign:
        return sum(self.paid, Campaign())


def campaigns(first: date, last: date, where: Where) -> Campaigns:
    """Of the days from the first to the last; two queries."""
    found = _by_name(first, last, where)
    paid = sorted((each for each in found if each.spend), key=lambda each: (-each.spend, each.name))
    named = sum(found, Campaign())
    totals = _totals(first, last, where)
    spend = sum((amount for measure, amount in totals.items() if measure.startswith(SPEND)), Decimal(0)) / 100
    unnamed = Campaign(spend=spend - named.spend, signups=int(totals.get(SIGNUPS, 0)) - named.signups)
    return Campaigns(paid, sum((each for each in found if not each.spend), Campaign()), unnamed, REVENUE in totals)


def _rows(first, last, where):
    return Tally.objects.filter(period__range=(first, last), **where.chosen).values_list("measure")


def _by_name(first, last, where) -> list[Campaign]:
    found = defaultdict(Campaign)
    rows = _rows(first, last, where).filter(**NAMED)
    for measure, total, newest in rows.annotate(Sum("value"), Max("period")):
        what, _colon, name = measure.removeprefix("campaign.").partition(":")
        found[name] += _part(what, total, newest)
    return [Campaign(name) + each for name, each in found.items()]


def _part(what, total, newest) -> Campaign:
    if what in ("signups", "customers"):
        return Campaign(newest=newest, **{what: int(total)})
    return Campaign(newest=newest, **{"spend" if what == "spend" else "revenue": Decimal(total) / 100})


def _totals(first, last, where) -> dict[str, int]:
    measures = [SIGNUPS, REVENUE, *(SPEND + category for category in CATEGORIES)]
    names = {where.named(measure, by=""): measure for measure in measures}
    totals = _rows(first, last, where).filter(measure__in=list(names)).annotate(Sum("value"))
    return {names[name]: total for name, total in totals}
