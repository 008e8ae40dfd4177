"""What customers are worth."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from metrics.definitions.catalog.words import (
    OF_TWELVE,
    SETTLES,
    TWELVE_BEFORE,
    YOUNG,
    Cells,
    Metric,
    Product,
    Ratio,
    Term,
    Variant,
)
from metrics.definitions.limits import MOVEMENTS

NONE_IS_ZERO = _("Nothing is 0: a sum needs no base.")
NO_START = _("No MRR at the start: no base.")
FROM_IMPORT = _(
    "Days, weeks and months in the workspace's time zone. A subscription counts from its start; an amount that a later "
    "import changed, or made nothing, counts from the day of that import, unless a list of movements tells the day."
)
AT_START = _("Customers who paid when the period began.")
MOVED = {
    "new": pgettext_lazy("revenue", "New"),
    "expansion": _("Expansion"),
    "reactivation": _("Reactivation"),
    "contraction": _("Contraction"),
    "churn": _("Churn"),
    "exchange": _("Exchange rates"),
}
OF_TWO = _("Each part is settled by its own rule; a period counts when all of them are.")


def mrr(when, *, back=0, at_one_rate=False):
    """MRR at the start or end of a period, or of one `back` months before: every movement until then."""
    booked = tuple(Term(f"mrr.{kind}", sign, when=when, back=back) for kind, sign in MOVEMENTS.items())
    rates = tuple(Term(f"rates.{kind}", sign, when=when, back=back) for kind, sign in MOVEMENTS.items())
    return booked + (rates if at_one_rate else (Term("mrr.exchange", when=when, back=back),))


def moved(*kinds, sign=1):
    return tuple(Term(f"mrr.{kind}", sign) for kind in kinds)


def customers(when):
    kinds = (("new", 1), ("reactivated", 1), ("churned", -1))
    return tuple(Term(f"customers.{kind}", sign, when=when) for kind, sign in kinds)


def joint(kind, *prefixes):
    """What one kind of movement adds to MRR; less for contraction and churn."""
    return Ratio(tuple(Term(f"{prefix}.{kind}", MOVEMENTS.get(kind, 1)) for prefix in prefixes))


MRR = Metric(
    name="mrr",
    title=_("MRR"),
    unit="money",
    is_less_better=False,
    zero_rule=NONE_IS_ZERO,
    calendar=FROM_IMPORT,
    source=_(
        "Recurring amounts per month after recurring discounts, without tax, one-offs, metered use and trials. "
        "A subscription that is past due counts; one that is paused, or whose collection is paused, does not."
    ),
    version=2,
    category="monetization",
    variants=(
        Variant(
            name="booked",
            title=_("Booked"),
            formula=_("start + new + expansion + reactivation − contraction − churn + exchange differences"),
            population=_("All paying customers at the end of the period."),
            reading=Ratio(mrr("end")),
        ),
        Variant(
            name="at_one_rate",
            title=_("At one exchange rate"),
            formula=_("start + new + expansion + reactivation − contraction − churn, all at one rate"),
            population=_("All paying customers at the end of the period."),
            reading=Ratio(mrr("end", at_one_rate=True)),
        ),
        *(
            Variant(
                name=kind,
                title=MOVED[kind],
                formula=formula,
                population=_("Customers whose MRR changed in the period. Exchange rates move nothing."),
                reading=Ratio(moved(kind)),
            )
            for kind, formula in (
                ("new", _("first MRR of customers who never paid before")),
                ("expansion", _("upgrades, more seats, further subscriptions, discounts that end")),
                ("reactivation", _("MRR of customers who had left")),
                ("contraction", _("downgrades, new discounts, one of several subscriptions ended")),
                ("churn", _("MRR of customers whose last subscription ended or costs nothing")),
            )
        ),
    ),
    cells=tuple(
        Cells(
            Variant(name=name, title=title, formula=formula, population=_("Customers whose MRR moved in the period.")),
            lambda _every, kind, prefixes=prefixes: joint(kind, *prefixes),
            kinds,
            MOVED,
        )
        for name, title, formula, prefixes, kinds in (
            ("movement", _("Movement"), _("what the MRR of each customer changed by, at the rate of the day"),
             ("mrr",), (*MOVEMENTS, "exchange")),
            ("movement_at_one_rate", _("Movement at one exchange rate"),
             _("what the MRR of each customer changed by, all at one rate"), ("mrr", "rates"), tuple(MOVEMENTS)),
        )
    ),
)  # fmt: skip

ARR = Metric(
    name="arr",
    title=_("ARR"),
    unit="money",
    is_less_better=False,
    zero_rule=NONE_IS_ZERO,
    source=_("MRR × 12: the rate at which things run, not a forecast."),
    version=1,
    category="monetization",
    variants=(
        Variant(
            name="booked",
            title=_("Booked"),
            formula=_("MRR at the end of the period × 12"),
            population=_("All paying customers at the end of the period."),
            reading=Ratio(mrr("end"), times=12),
        ),
    ),
)

MRR_CHURN = Metric(
    name="mrr_churn",
    title=_("MRR churn"),
    unit="share",
    is_of_money=True,
    is_less_better=True,
    zero_rule=NO_START,
    source=_("MRR lost in the period ÷ MRR at its start."),
    version=1,
    category="monetization",
    variants=(
        Variant(
            name="gross",
            title=_("Gross"),
            formula=_("(churn + contraction) ÷ MRR at the start"),
            population=_("All movements of the period."),
            reading=Ratio(moved("churn", "contraction"), mrr("start")),
        ),
        Variant(
            name="net",
            title=_("Net"),
            formula=_("(churn + contraction − expansion − reactivation) ÷ MRR at the start; may be negative"),
            population=_("All movements of the period."),
            reading=Ratio(moved("churn", "contraction") + moved("expansion", "reactivation", sign=-1), mrr("start")),
            may_be_negative=True,
        ),
    ),
)


def _kept(name, title, source, signs, formula):
    return Metric(
        name=name,
        title=title,
        unit="share",
        is_of_money=True,
        is_less_better=False,
        zero_rule=NO_START,
        source=source,
        version=1,
        category="monetization",
        variants=tuple(
            Variant(
                name=variant,
                title=over,
                formula=formula,
                population=population,
                target_in_words=_("What the same customers pay at the end; new and reactivated ones are left out."),
                maturity=maturity,
                reading=_kept_over(months, signs),
            )
            for variant, over, months, population, maturity in (
                ("monthly", _("Monthly"), 1, AT_START, SETTLES),
                ("twelve_months", _("Twelve months"), 12, TWELVE_BEFORE, OF_TWELVE),
            )
        ),
    )


def _kept_over(months, signs):
    """What is left at the end of the month of the MRR at the start of that many months."""
    start = mrr("start", back=months - 1)
    return Ratio(start + tuple(Term(f"kept.{part}:{months}", sign) for part, sign in signs.items()), start)


NRR = _kept(
    "nrr", _("NRR"), _("What customers from the start pay at the end ÷ what they paid at the start."),
    {"gain": 1, "loss": -1}, _("(start + expansion − contraction − churn) ÷ start"),
)  # fmt: skip
GRR = _kept(
    "grr", _("GRR"), _("As NRR, with each customer counted with no more than they paid at the start."),
    {"loss": -1}, _("(start − contraction − churn) ÷ start, at most 100% per customer"),
)  # fmt: skip

REVENUE = Metric(
    name="revenue",
    title=_("Revenue"),
    unit="money",
    is_less_better=False,
    zero_rule=NONE_IS_ZERO,
    source=_("Payments less refunds, each at the rate of its day."),
    version=1,
    category="monetization",
    variants=(
        Variant(
            name="payments",
            title=_("Payments"),
            formula=_("sum of payments − refunds"),
            population=_("All payments of the period, recurring or not."),
            reading=Ratio((Term("revenue.cents"),)),
        ),
    ),
)

ARPU = Metric(
    name="arpu",
    title=_("ARPU and ARPA"),
    unit="money",
    is_less_better=False,
    zero_rule=_("Nobody active or paying: no base."),
    source=_("Per user: revenue ÷ active users. Per account: MRR ÷ paying customers. The two are not the same."),
    version=1,
    category="monetization",
    variants=(
        Variant(
            name="per_account",
            title=_("Per paying account"),
            formula=_("MRR ÷ paying customers, both at the end of the period"),
            population=_("All paying customers at the end of the period."),
            reading=Ratio(mrr("end"), customers("end")),
        ),
        Variant(
            name="per_user",
            title=_("Per active user"),
            formula=_("revenue of the month ÷ active users of the month"),
            population=_("Everybody with a value event in the month, paying or not."),
            reading=Ratio((Term("revenue.cents"),), (Term("engagement.days_of_month"),)),
        ),
    ),
)

CLV = Metric(
    name="clv",
    title=_("CLV"),
    unit="money",
    is_less_better=False,
    zero_rule=_("No churn: not defined, never endless. Churn without revenue: 0. Unsteady below five churns."),
    source=_("What a customer brings: estimated from churn, or observed in the first days of old enough cohorts."),
    version=1,
    category="monetization",
    variants=(
        Variant(
            name="simple",
            title=_("Simple"),
            formula=_("ARPA × gross margin ÷ monthly customer churn"),
            population=_("All paying customers of the month."),
            maturity=OF_TWO,
            reading=Product((("arpu", "per_account"),), (("logo_churn", "standard"),), margin=1),
        ),
        *(
            Variant(
                name=f"observed_{days}",
                title=title,
                formula=_("revenue of the sign-ups in that time ÷ all of these sign-ups"),
                population=_("Sign-ups of the weeks that begin in the period, old enough as a week; payers or not."),
                target_in_words=_("Payments less refunds in the first days, counted from the day of the sign-up."),
                maturity=YOUNG,
                reading=Ratio(
                    (Term("lifetime.cents", first=days, last=days),),
                    (Term("funnel.entered:signup"),),
                    window=days,
                    is_weekly=True,
                ),
            )
            for days, title in ((30, _("Observed, 30 days")), (90, _("Observed, 90 days")),
                                (365, _("Observed, 365 days")))
        ),
        Variant(
            name="observed_90_payers",
            title=_("Observed, 90 days, payers"),
            formula=_("revenue of the sign-ups in their first 90 days ÷ those of them who paid in that time"),
            population=_("Sign-ups of the weeks that begin in the period, old enough as a week, who paid."),
            maturity=YOUNG,
            reading=Ratio(
                (Term("lifetime.cents", first=90, last=90),),
                (Term("lifetime.payers", first=90, last=90),),
                window=90,
                is_weekly=True,
            ),
        ),
    ),
)  # fmt: skip

CLV_TO_CAC = Metric(
    name="clv_to_cac",
    title=_("CLV : CAC"),
    unit="times",
    is_less_better=False,
    zero_rule=_("Where CLV or CAC has no value, or CAC is 0: no base."),
    source=_("Gross-profit CLV ÷ fully loaded CAC, both of the same period and channel."),
    version=1,
    category="monetization",
    variants=(
        Variant(
            name="simple",
            title=_("Simple"),
            formula=_("(ARPA × gross margin ÷ customer churn) ÷ (all spend ÷ new customers)"),
            population=_("Paying customers and new customers of the month."),
            maturity=OF_TWO,
            reading=Product((("clv", "simple"),), (("cac", "total"),)),
        ),
    ),
)

PAYBACK = Metric(
    name="payback",
    title=_("Payback"),
    unit="months",
    is_less_better=True,
    zero_rule=_("ARPA × gross margin not above 0: never. No new customer or no spend: no base."),
    source=_("Months until a customer's gross profit has paid what winning them cost."),
    version=1,
    category="monetization",
    variants=(
        Variant(
            name="simple",
            title=_("Simple"),
            formula=_("CAC ÷ (ARPA × gross margin)"),
            population=_("New customers and paying customers of the month."),
            maturity=OF_TWO,
            reading=Product((("cac", "total"),), (("arpu", "per_account"),), margin=-1, must_be_positive=True),
        ),
    ),
)

METRICS = (MRR, ARR, MRR_CHURN, NRR, GRR, REVENUE, ARPU, CLV, CLV_TO_CAC, PAYBACK)
