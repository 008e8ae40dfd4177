"""The metrics. Pages, REST, exports and the computation all read from here and declare nothing themselves."""

import hashlib
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Variant:
    """One way to compute a metric. The fields say it in words; `entry`, `target` and `window` to the machine."""

    name: str
    title: Words
    formula: Words
    population: Words
    target_in_words: Words
    maturity: Words
    entry: str = ""  # the stages are fields of FunnelSettings
    target: str = ""
    window: int | None = None  # days

    @property
    def is_cohort(self) -> bool:
        return bool(self.entry)


@dataclass(frozen=True)
class Metric:
    name: str
    title: Words
    unit: str  # "share" or "money"
    is_less_better: bool
    zero_rule: Words
    calendar: Words
    slices: Words
    source: Words
    version: int
    variants: tuple[Variant, ...]

    @property
    def main(self) -> Variant:
        return self.variants[0]

    def variant(self, name: str) -> Variant:
        return next(variant for variant in self.variants if variant.name == name)


IN_CALENDAR_MONTHS = _("Calendar months in the workspace's time zone. The unit is a person; each is counted once.")
BY_FIRST_TOUCH = _("A person belongs to the channel and segment of their sign-up; without one, of their first event.")

CAC = Metric(
    name="cac",
    title=_("CAC"),
    unit="money",
    is_less_better=True,
    zero_rule=_("No new paying customer: no base. No spend imported for the month or channel: not known."),
    calendar=IN_CALENDAR_MONTHS,
    slices=_(
        "Spend counts for its own channel, a customer for the channel of their sign-up. The channels add up to the "
        "total; spend and customers without a channel are shown as unattributed."
    ),
    source=_("Total acquisition cost ÷ number of acquisitions, where an acquisition is a paying customer."),
    version=1,
    variants=(
        Variant(
            name="total",
            title=_("Total"),
            formula=_("total acquisition cost ÷ new paying customers"),
            population=_("Everybody whose first payment is in the month."),
            target_in_words=_("All imported spend of the same month."),
            maturity=_("Spend and customers of one month are compared, whatever the length of the sales cycle."),
        ),
    ),
)

ACTIVATION_RATE = Metric(
    name="activation_rate",
    title=_("Activation rate"),
    unit="share",
    is_less_better=False,
    zero_rule=_("No sign-up in the month: no base, never 0 %."),
    calendar=IN_CALENDAR_MONTHS,
    slices=BY_FIRST_TOUCH,
    source=_("Users who trigger the activation event ÷ all users, where all users are the month's new sign-ups."),
    version=1,
    variants=(
        Variant(
            name="ever",
            title=_("Ever"),
            formula=_("sign-ups of the month who triggered the activation event ÷ all sign-ups of the month"),
            population=_("Everybody whose first sign-up is in the month."),
            target_in_words=_("The activation event, at any time from the sign-up on."),
            maturity=_("Everybody is counted at once: a month may still rise while its people activate."),
            entry="signup",
            target="activation",
        ),
        Variant(
            name="within_7_days",
            title=_("Within 7 days"),
            formula=_("sign-ups who triggered the activation event within 7 days ÷ sign-ups older than 7 days"),
            population=_("Everybody whose first sign-up is in the month and over 7 full days before the data ends."),
            target_in_words=_("The activation event less than 7 × 24 hours after the sign-up."),
            maturity=_("Younger sign-ups are shown as in progress and counted on neither side."),
            entry="signup",
            target="activation",
            window=7,
        ),
    ),
)

FREE_TO_PAID = Metric(
    name="free_to_paid",
    title=_("Free-to-paid"),
    unit="share",
    is_less_better=False,
    zero_rule=_("No trial in the month: no base, never 0 %."),
    calendar=IN_CALENDAR_MONTHS,
    slices=BY_FIRST_TOUCH,
    source=_("Paid customers ÷ free-trial users. Who pays without a trial is counted on neither side."),
    version=1,
    variants=(
        Variant(
            name="within_30_days",
            title=_("Within 30 days"),
            formula=_("trial users who paid within 30 days ÷ trial users older than 30 days"),
            population=_("Everybody whose first trial is in the month and over 30 full days before the data ends."),
            target_in_words=_("The first payment less than 30 × 24 hours after the start of the trial."),
            maturity=_("Younger trials are shown as in progress and counted on neither side."),
            entry="trial",
            target="paid",
            window=30,
        ),
        Variant(
            name="ever",
            title=_("Ever"),
            formula=_("trial users of the month who have paid since ÷ all trial users of the month"),
            population=_("Everybody whose first trial starts in the month."),
            target_in_words=_("A payment at any time from the start of the trial on."),
            maturity=_("Everybody is counted at once: past months change as people decide late."),
            entry="trial",
            target="paid",
        ),
    ),
)

METRICS = {metric.name: metric for metric in (CAC, ACTIVATION_RATE, FREE_TO_PAID)}
STAGES = ("signup", "activation", "trial", "paid")
LONGEST_WINDOW = max(variant.window or 0 for metric in METRICS.values() for variant in metric.variants)


def value(numerator: Decimal | int | None, denominator: int) -> Decimal | None:
    """The division, made in this one place; None where there is no base or nothing is known."""
    if numerator is None or not denominator:
        return None
    return Decimal(numerator) / denominator


def fingerprint(stages: dict[str, str], timezone: str) -> str:
    """Changes when any stored value may mean something else than before."""
    versions = sorted((metric.name, metric.version) for metric in METRICS.values())
    return hashlib.sha256(repr((versions, sorted(stages.items()), timezone)).encode()).hexdigest()
