"""Who uses the product, how often, and what of it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from metrics.definitions.catalog.words import Adoption, Cells, Metric, Ratio, Spread, Term, Variant
from metrics.definitions.limits import HABIT

VALUE_EVENTS = _("Everybody with a value event; the settings name them. No other event makes anybody active.")
NEW = pgettext_lazy("people", "New")
DAU = Term("engagement.dau")
OF_THE_MONTH = Term("engagement.days_of_month")
STATES = ("new", "returning", "resurrecting", "dormant")

ACTIVE_USERS = Metric(
    name="active_users",
    title=_("Active users"),
    unit="count",
    is_less_better=False,
    zero_rule=_("Nobody is 0: a count needs no base."),
    source=_("Distinct people (or accounts) with a value event in the time named. Merging identities lowers it."),
    version=1,
    category="engagement",
    variants=(
        Variant(
            name="dau",
            title=_("DAU"),
            formula=_("active users of a day; of a longer period: the average of its days, empty ones included"),
            population=VALUE_EVENTS,
            reading=Ratio((DAU,), per_day=True),
        ),
        Variant(
            name="wau",
            title=_("WAU"),
            formula=_("active users of the 7 days that end with the last day of the period"),
            population=VALUE_EVENTS,
            reading=Ratio((Term("engagement.wau", when="end"),)),
        ),
        Variant(
            name="mau",
            title=_("MAU"),
            formula=_("active users of the 28 days that end with the last day of the period"),
            population=VALUE_EVENTS,
            reading=Ratio((Term("engagement.mau", when="end"),)),
        ),
    ),
)

DAYS_OF_USE = Spread("engagement.days_of_month")

STICKINESS = Metric(
    name="stickiness",
    title=_("Stickiness"),
    unit="share",
    is_less_better=False,
    zero_rule=_("Nobody active in the month: no base, never 0%."),
    source=_("Average DAU of a month ÷ active users of the month; days without anybody count as days."),
    version=1,
    category="engagement",
    variants=(
        Variant(
            name="ratio",
            title=_("DAU ÷ MAU"),
            formula=_("sum of DAU ÷ (days × active users of the calendar month)"),
            population=VALUE_EVENTS,
            reading=Ratio((DAU,), (OF_THE_MONTH,), per_day=True),
        ),
        Variant(
            name="distribution",
            title=_("Days of use"),
            formula=_("how many were active on exactly n days of the month"),
            population=VALUE_EVENTS,
            reading=DAYS_OF_USE,
        ),
    ),
    cells=(
        Cells(
            Variant(
                name="days",
                title=_("Days of use"),
                formula=_("how many were active on exactly n days of the month"),
                population=VALUE_EVENTS,
            ),
            lambda _every, n: DAYS_OF_USE.at(int(n)),
            tuple(str(n) for n in range(1, 32)),
        ),
    ),
)

LIFECYCLE = Metric(
    name="lifecycle",
    title=_("Lifecycle"),
    unit="count",
    is_less_better=False,
    zero_rule=_("Nobody is 0: a count needs no base."),
    source=_("New + returning + resurrecting = active users of the month; dormant are those who stayed away."),
    version=1,
    category="engagement",
    variants=tuple(
        Variant(
            name=state,
            title=title,
            formula=formula,
            population=VALUE_EVENTS,
            reading=Ratio((Term(f"lifecycle.month:{state}"),)),
        )
        for state, title, formula in (
            ("new", NEW, _("active in the month in which they were seen first, by any event ever")),
            ("returning", _("Returning"), _("active in this month and in the month before")),
            ("resurrecting", _("Resurrecting"), _("active in this month, not in the month before, and not new")),
            ("dormant", _("Dormant"), _("active in the month before, and not in this one")),
        )
    ),
)

ADOPTION = tuple(
    Variant(
        name=name,
        title=title,
        formula=formula,
        population=_(
            "The active of the month, for each feature from the month on in which anybody first used it. Whose plan "
            "includes a feature is not known: look at one plan to ask only those who have it."
        ),
        target_in_words=_("The features that the settings name; without any, the value events."),
        reading=Adoption(least),
    )
    for name, title, formula, least in (
        (
            "habit",
            _("Habit"),
            _("active users with three uses of a feature or more ÷ those active since its first use by anybody"),
            HABIT,
        ),
        (
            "tried",
            _("Tried"),
            _("active users with any use of a feature ÷ those active since its first use by anybody"),
            1,
        ),
    )
)

FEATURE_ADOPTION = Metric(
    name="feature_adoption",
    title=_("Feature adoption"),
    unit="share",
    is_less_better=False,
    zero_rule=_("Nobody active in the month, or no feature used by anybody yet: no base, never 0%."),
    source=_("Those who use a feature ÷ those who could, over all features: each person counts once for each."),
    calendar=_("Calendar months in the workspace's time zone."),
    version=1,
    category="engagement",
    variants=ADOPTION,
    cells=tuple(
        Cells(variant, lambda _every, feature, reading=variant.reading: reading.of(feature)) for variant in ADOPTION
    ),
)

METRICS = (ACTIVE_USERS, STICKINESS, FEATURE_ADOPTION, LIFECYCLE)
