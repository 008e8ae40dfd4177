"""Who stays."""

from django.utils.translation import gettext_lazy as _

from metrics.definitions.catalog.words import (
    OF_TWELVE,
    SETTLES,
    TWELVE_BEFORE,
    YOUNG,
    Cells,
    Daily,
    Metric,
    Ratio,
    Term,
    Variant,
)
from metrics.definitions.limits import DAYS, MONTHS

COHORT = _("Sign-ups of the weeks that begin in the period; a week counts when all its people are old enough.")
SIGNUPS = (Term("funnel.entered:signup"),)
AT_START = _("Customers who paid when the month began.")
BACK = _("A value event in that time; the sign-up itself is none.")


def _customers(months=1):
    """Customers at the start of so many months, of which the period is the last."""
    kinds = (("new", 1), ("reactivated", 1), ("churned", -1))
    return tuple(Term(f"customers.{kind}", sign, when="start", back=months - 1) for kind, sign in kinds)


def _returned(measure, n, window):
    """Who was there until a day is told once, under the last such day: those of day n or after are n and all beyond."""
    last = None if measure.startswith("retention.until:") else n
    return Ratio((Term(measure, first=n, last=last),), SIGNUPS, window=window, is_weekly=True)


def _grid(every, n):
    return Ratio((Term(f"retention.grid:{every}", first=int(n), last=int(n)),), SIGNUPS)


def _again(every, n):
    """Whoever is active in a period is there at n = 0."""
    active = Term(f"engagement.days_of_{every}")
    return Ratio((Term(f"retention.recurring:{every}", first=int(n), last=int(n)) if int(n) else active,), (active,))


AGES = tuple(str(n) for n in range(MONTHS + 1))
ACTIVE_AGAIN = _("A value event in the later period; the sign-up itself is none.")
OVER_AT_END = _("A later period that is not over is shown hatched, and is not in the row of all together.")

RETENTION = Metric(
    name="retention",
    title=_("Retention"),
    unit="share",
    is_less_better=False,
    zero_rule=_("No sign-up old enough: no base, never 0%."),
    source=_("Those who came back ÷ those who signed up: added up over cohorts old enough, and divided once."),
    version=1,
    category="retention",
    variants=tuple(
        Variant(
            name=name,
            title=title,
            formula=formula,
            population=COHORT,
            target_in_words=BACK,
            maturity=YOUNG,
            reading=_returned(measure, n, window),
        )
        for name, title, formula, measure, n, window in (
            ("day_30_or_after", _("Day 30 or after"), _("active on the 30th calendar day after the sign-up, or later"),
             "retention.until:calendar", 30, 30),
            ("day_1", _("Day 1"), _("active on the next calendar day"), "retention.on:calendar", 1, 1),
            ("day_7", _("Day 7"), _("active on the 7th calendar day after the sign-up"),
             "retention.on:calendar", 7, 7),
            ("day_30", _("Day 30"), _("active on the 30th calendar day after the sign-up"),
             "retention.on:calendar", 30, 30),
            ("full_day_7", _("Day 7 in full days"), _("active from 7 × 24 to 8 × 24 hours after the sign-up"),
             "retention.on:rolling", 7, 8),
            ("full_day_30_or_after", _("Day 30 or after, in full days"),
             _("active 30 × 24 hours after the sign-up or later"), "retention.until:rolling", 30, 31),
            ("days_1_to_3", _("Days 1–3"), _("active from 24 hours to 4 × 24 hours after the sign-up"),
             "retention.bracket:rolling", 1, 4),
            ("days_4_to_7", _("Days 4–7"), _("active from 4 × 24 to 8 × 24 hours after the sign-up"),
             "retention.bracket:rolling", 4, 8),
            ("days_8_to_14", _("Days 8–14"), _("active from 8 × 24 to 15 × 24 hours after the sign-up"),
             "retention.bracket:rolling", 8, 15),
            ("days_15_to_30", _("Days 15–30"), _("active from 15 × 24 to 31 × 24 hours after the sign-up"),
             "retention.bracket:rolling", 15, 31),
        )
    ),
    cells=(
        Cells(
            Variant(
                name="grid",
                title=_("Cohorts"),
                formula=_("sign-ups of the period who were active so many periods later ÷ all sign-ups of the period"),
                population=_("Everybody whose first sign-up is in the calendar week or month."),
                target_in_words=ACTIVE_AGAIN,
                maturity=OVER_AT_END,
            ),
            _grid,
            AGES,
        ),
        Cells(
            Variant(
                name="recurring",
                title=_("Recurring"),
                formula=_("active users of the period who were active so many periods later ÷ all active users of it"),
                population=_("Everybody with a value event in the calendar week or month: each period is a new start."),
                target_in_words=ACTIVE_AGAIN,
                maturity=OVER_AT_END,
            ),
            _again,
            AGES,
        ),
        *(
            Cells(
                Variant(
                    name=name, title=title, formula=formula, population=COHORT, target_in_words=BACK, maturity=YOUNG
                ),
                lambda _every, n, kind=kind: _returned(f"retention.{kind}:calendar", int(n), int(n)),
                tuple(map(str, DAYS)),
            )
            for name, kind, title, formula in (
                ("on", "on", _("On the day"), _("active on that calendar day after the sign-up ÷ all sign-ups")),
                ("on_or_after", "until", _("On the day or after"),
                 _("active on that calendar day after the sign-up, or later ÷ all sign-ups")),
            )
        ),
    ),
)  # fmt: skip

LOGO_CHURN = Metric(
    name="logo_churn",
    title=_("Customer churn"),
    unit="share",
    is_less_better=True,
    zero_rule=_("No customer at the start: no base. Nobody left: 0%, and a lifetime that is not defined."),
    source=_("Customers who left ÷ customers at the start; a customer leaves with the last of their subscriptions."),
    version=1,
    category="retention",
    variants=(
        Variant(
            name="standard",
            title=_("Standard"),
            formula=_("customers at the start of the month who are none at its end ÷ customers at its start"),
            population=AT_START,
            target_in_words=_("Left by the end: who joined and left, or left and came back within it, is not counted."),
            reading=Ratio((Term("customers.lost:1"),), _customers()),
        ),
        Variant(
            name="twelve_months",
            title=_("Twelve months"),
            formula=_("customers at the start of the twelve months who are none at their end ÷ customers at the start"),
            population=TWELVE_BEFORE,
            target_in_words=_("Left by the end: who left and came back within the twelve months is not counted."),
            maturity=OF_TWELVE,
            reading=Ratio((Term("customers.lost:12"),), _customers(12)),
        ),
        Variant(
            name="daily",
            title=_("Daily, added up"),
            formula=_("for each day: customers who left ÷ customers at its start; all days added up"),
            population=_("Customers who paid when the day began: also those who joined in the same month."),
            reading=Daily((Term("customers.churned"),), _customers()),
        ),
    ),
)

CUSTOMER_RETENTION = Metric(
    name="customer_retention",
    title=_("Customer retention"),
    unit="share",
    is_less_better=False,
    zero_rule=_("No customer at the start: no base, never 0%."),
    source=_("Customers from the start who are customers at the end ÷ customers at the start: what churn leaves."),
    version=1,
    category="retention",
    variants=tuple(
        Variant(
            name=name,
            title=title,
            formula=_("(customers at the start − those of them who are none at the end) ÷ customers at the start"),
            population=population,
            target_in_words=_("Still a customer at the end, or one again; who joined meanwhile is on neither side."),
            maturity=maturity,
            reading=Ratio((*_customers(months), Term(f"customers.lost:{months}", -1)), _customers(months)),
        )
        for name, title, months, population, maturity in (
            ("monthly", _("Monthly"), 1, AT_START, SETTLES),
            ("twelve_months", _("Twelve months"), 12, TWELVE_BEFORE, OF_TWELVE),
        )
    ),
)

METRICS = (RETENTION, LOGO_CHURN, CUSTOMER_RETENTION)
