"""Who gets to the moment that matters, how soon, and who then pays."""

from functools import cache

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from metrics.definitions.catalog.words import (
    BY_FIRST_TOUCH,
    YOUNG,
    Cells,
    Metric,
    Ratio,
    Survival,
    Term,
    Variant,
    reached,
)
from metrics.definitions.limits import LATER

IN_CALENDAR_MONTHS = _("Calendar months in the workspace's time zone. The unit is a person; each is counted once.")


def _converted(funnel, base, within=None):
    """Who reached the target in less than `within` full days, or ever, of those who entered."""
    return Ratio((reached(funnel, within),), (Term(f"funnel.entered:{base}"),), window=within)


@cache
def rate(days: int) -> Metric:
    """As a workspace reads it that wants people to activate within so many full days of their sign-up."""
    return Metric(
        name="activation_rate",
        title=_("Activation rate"),
        unit="share",
        is_less_better=False,
        zero_rule=_("No sign-up in the month: no base, never 0%."),
        calendar=IN_CALENDAR_MONTHS,
        slices=BY_FIRST_TOUCH,
        source=_("Users who trigger the activation event ÷ all users, where all users are the month's new sign-ups."),
        version=2,
        category="activation",
        variants=(
            Variant(
                name="ever",
                title=_("Ever"),
                formula=_("sign-ups of the month who triggered the activation event ÷ all sign-ups of the month"),
                population=_("Everybody whose first sign-up is in the month."),
                target_in_words=_("The event that meets the criteria of activation, at any time from the sign-up on."),
                maturity=_("Everybody is counted at once: a month may still rise while its people activate."),
                reading=_converted("activation", "signup"),
            ),
            Variant(
                name="in_time",
                title=_("In time"),
                formula=_in(days, ngettext_lazy(
                    "sign-ups who triggered the activation event within {days} day ÷ sign-ups older than that",
                    "sign-ups who triggered the activation event within {days} days ÷ sign-ups older than that",
                    days,
                )),
                population=_in(days, ngettext_lazy(
                    "Everybody whose first sign-up is in the month and over {days} full day before the data ends.",
                    "Everybody whose first sign-up is in the month and over {days} full days before the data ends.",
                    days,
                )),
                target_in_words=_in(days, _(
                    "The event that meets the criteria of activation, less than {days} × 24 hours after the sign-up."
                )),
                maturity=_("Younger sign-ups are shown as in progress and counted on neither side."),
                reading=_converted("activation", "signup", days),
            ),
        ),
    )  # fmt: skip


def _in(days, words):
    return format_lazy(words, days=days)


DAYS = 7  # where a workspace has said nothing
ACTIVATION_RATE = rate(DAYS)


def as_set(metric: Metric, days: int) -> Metric:
    """The metric as it is where people should activate within so many days."""
    return rate(days) if metric.name == ACTIVATION_RATE.name else metric


TO_ACTIVATE = Survival("activation", "signup")

TIME_TO_ACTIVATE = Metric(
    name="time_to_activate",
    title=_("Time to activate"),
    unit="days",
    is_less_better=True,
    zero_rule=_("No sign-up: no base. Less than half activated: the median is “not reached”, which is an answer."),
    source=_("Kaplan–Meier over full days from the sign-up; who has not activated yet counts as long as observed."),
    version=1,
    category="activation",
    exclusions=_("Activations before the sign-up (merged identities, wrong clocks) are counted as a data problem."),
    variants=(
        Variant(
            name="median",
            title=_("Median"),
            formula=_("the first day by which half have activated, of those observed so long"),
            population=_("Everybody whose first sign-up is in the period, activated or not."),
            target_in_words=_("The event that meets the criteria of activation, at or after the sign-up."),
            maturity=_("A day of life counts only for sign-ups old enough to have lived it in full."),
            reading=TO_ACTIVATE,
        ),
    ),
    cells=(
        Cells(
            Variant(
                name="within",
                title=_("By day"),
                formula=_(
                    "1 − the product of (at risk − activated) ÷ at risk over the days so far on which anybody "
                    "activated; at risk: not activated before, and observed all day"
                ),
                population=_("Everybody whose first sign-up is in the period, activated or not."),
                target_in_words=_("The event that meets the criteria of activation, so many full days after it."),
                maturity=_("A day of life counts only for sign-ups old enough to have lived it in full."),
            ),
            lambda _every, days: TO_ACTIVATE.within(int(days)),
            tuple(str(days) for days in range(1, LATER + 1)),
        ),
    ),
)

TRIAL_RATE = Metric(
    name="trial_rate",
    title=_("Trial rate"),
    unit="share",
    is_less_better=False,
    zero_rule=_("No sign-up in the period: no base, never 0%."),
    source=_("Sign-ups who began a trial ÷ all sign-ups of the period."),
    version=1,
    category="activation",
    variants=(
        Variant(
            name="within_14_days",
            title=_("Within 14 days"),
            formula=_("sign-ups who began a trial within 14 days ÷ sign-ups older than 14 days"),
            population=_("Everybody whose first sign-up is in the period and over 14 full days before the data ends."),
            target_in_words=_("The first trial less than 14 × 24 hours after the sign-up."),
            maturity=YOUNG,
            reading=_converted("trial", "signup", 14),
        ),
        Variant(
            name="ever",
            title=_("Ever"),
            formula=_("sign-ups who began a trial since ÷ all sign-ups"),
            population=_("Everybody whose first sign-up is in the period."),
            target_in_words=_("A trial at any time from the sign-up on."),
            maturity=_("Everybody is counted at once: past periods rise as people begin trials late."),
            reading=_converted("trial", "signup"),
        ),
    ),
)

PAYING_RATE = Metric(
    name="paying_rate",
    title=_("Sign-up to customer"),
    unit="share",
    is_less_better=False,
    zero_rule=_("No sign-up in the period: no base, never 0%."),
    source=_("Sign-ups who became customers ÷ all sign-ups of the period, with or without a trial."),
    version=1,
    category="activation",
    variants=(
        Variant(
            name="within_30_days",
            title=_("Within 30 days"),
            formula=_("sign-ups who paid within 30 days ÷ sign-ups older than 30 days"),
            population=_("Everybody whose first sign-up is in the period and over 30 full days before the data ends."),
            target_in_words=_("A payment less than 30 × 24 hours after the sign-up."),
            maturity=YOUNG,
            reading=_converted("customer", "signup", 30),
        ),
        Variant(
            name="within_90_days",
            title=_("Within 90 days"),
            formula=_("sign-ups who paid within 90 days ÷ sign-ups older than 90 days"),
            population=_("Everybody whose first sign-up is in the period and over 90 full days before the data ends."),
            target_in_words=_("A payment less than 90 × 24 hours after the sign-up."),
            maturity=YOUNG,
            reading=_converted("customer", "signup", 90),
        ),
        Variant(
            name="ever",
            title=_("Ever"),
            formula=_("sign-ups who have paid since ÷ all sign-ups"),
            population=_("Everybody whose first sign-up is in the period."),
            target_in_words=_("A payment at any time from the sign-up on."),
            maturity=_("Everybody is counted at once: past periods rise as people decide late."),
            reading=_converted("customer", "signup"),
        ),
    ),
)

FREE_TO_PAID = Metric(
    name="free_to_paid",
    title=_("Free-to-paid"),
    unit="share",
    is_less_better=False,
    zero_rule=_("No trial in the month: no base, never 0%."),
    calendar=IN_CALENDAR_MONTHS,
    slices=BY_FIRST_TOUCH,
    source=_("Paid customers ÷ free-trial users. Who pays without a trial is counted on neither side."),
    version=1,
    category="activation",
    variants=(
        Variant(
            name="within_30_days",
            title=_("Within 30 days"),
            formula=_("trial users who paid within 30 days ÷ trial users older than 30 days"),
            population=_("Everybody whose first trial is in the month and over 30 full days before the data ends."),
            target_in_words=_("The first payment less than 30 × 24 hours after the start of the trial."),
            maturity=_("Younger trials are shown as in progress and counted on neither side."),
            reading=_converted("free_to_paid", "trial", 30),
        ),
        Variant(
            name="ever",
            title=_("Ever"),
            formula=_("trial users of the month who have paid since ÷ all trial users of the month"),
            population=_("Everybody whose first trial starts in the month."),
            target_in_words=_("A payment at any time from the start of the trial on."),
            maturity=_("Everybody is counted at once: past months change as people decide late."),
            reading=_converted("free_to_paid", "trial"),
        ),
    ),
)

METRICS = (ACTIVATION_RATE, TIME_TO_ACTIVATE, TRIAL_RATE, PAYING_RATE, FREE_TO_PAID)
