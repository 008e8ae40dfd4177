"""What it costs to win a customer."""

from django.utils.translation import gettext_lazy as _

from metrics.definitions.catalog.words import SETTLES, YOUNG, Cells, Metric, Ratio, Term, Variant, reached
from metrics.definitions.limits import CATEGORIES

SPEND = tuple(Term(f"acquisition.spend:{category}") for category in CATEGORIES)
MEDIA = (Term("acquisition.spend:media"),)
OTHER_COSTS = tuple(term for term in SPEND if term not in MEDIA)
LAGGED = tuple(Term(f"acquisition.spend:{category}", is_lagged=True) for category in CATEGORIES)
PROFIT_90 = Term("lifetime.cents", first=90, last=90, is_profit=True)
LESS_SPEND = tuple(Term(f"acquisition.spend:{category}", sign=-1) for category in CATEGORIES)
CUSTOMERS = (Term("acquisition.customers"),)
SIGNUPS = (Term("funnel.entered:signup"),)

SIGN_UPS = Metric(
    name="sign_ups",
    title=_("New users"),
    unit="count",
    is_less_better=False,
    zero_rule=_("Nobody is 0: a count needs no base."),
    source=_("People (or accounts) whose first sign-up is in the period."),
    version=1,
    category="acquisition",
    variants=(
        Variant(
            name="all",
            title=_("All"),
            formula=_("number of first sign-ups"),
            population=_("Everybody who signed up for the first time; a second sign-up does not count."),
            reading=Ratio(SIGNUPS),
        ),
    ),
)

NEW_CUSTOMERS = Metric(
    name="new_customers",
    title=_("New customers"),
    unit="count",
    is_less_better=False,
    zero_rule=_("Nobody is 0: a count needs no base."),
    source=_("Customers whose first paid event, payment or MRR is in the period, whichever comes first."),
    version=1,
    category="acquisition",
    variants=(
        Variant(
            name="all",
            title=_("All"),
            formula=_("number of first payments"),
            population=_("Everybody who never paid before. A payment that was returned in full is none."),
            reading=Ratio(CUSTOMERS),
        ),
    ),
)

QUALIFIED_LEADS = Metric(
    name="qualified_leads",
    title=_("Qualified leads"),
    unit="share",
    is_less_better=False,
    zero_rule=_("No lead in the period: no base, never 0%."),
    source=_("Leads that reached the stage or a later one ÷ all leads created in the period."),
    version=2,
    category="acquisition",
    slices=_("Leads have a channel, and no segment, plan or product."),
    variants=tuple(
        Variant(
            name=stage,
            title=title,
            formula=_("leads of the period that reached the stage ÷ all leads of the period"),
            population=_("Everybody who became a lead in the period; contacts that are one person are one lead."),
            target_in_words=_("This stage or a later one, at any time: also one that was skipped, or left again."),
            maturity=_("Every lead counts at once: a period may still rise while its leads move on."),
            reading=Ratio((Term(f"leads.reached:{stage}"),), (Term("leads.entered"),)),
        )
        for stage, title in (("mql", _("MQL")), ("sql", _("SQL")), ("opportunity", _("Opportunity")),
                             ("customer", _("Customer")))
    ),
)  # fmt: skip

WIN_RATE = Metric(
    name="win_rate",
    title=_("Win rate"),
    unit="share",
    is_less_better=False,
    zero_rule=_("No deal in the period: no base, never 0%."),
    source=_("Deals won ÷ deals. Of the opened: of one cohort. Of the closed: of whatever was closed in the period."),
    version=1,
    category="acquisition",
    slices=_("Deals have a channel, and no segment, plan or product."),
    variants=(
        Variant(
            name="opened",
            title=_("Of the opened"),
            formula=_("deals opened in the period and won since ÷ deals opened in the period"),
            population=_("All deals created in the period; one that was opened again counts once."),
            target_in_words=_("Closed and won, at any time."),
            maturity=_("Open deals count below the line: a period rises while they are won."),
            reading=Ratio((Term("deals.won"),), (Term("deals.opened"),)),
        ),
        Variant(
            name="closed",
            title=_("Of the closed"),
            formula=_("deals won in the period ÷ deals closed in the period"),
            population=_("All deals closed in the period, whenever they were opened."),
            reading=Ratio((Term("deals.closed_won"),), (Term("deals.closed"),)),
        ),
    ),
)

RETURN_ON_SPEND = Metric(
    name="return_on_spend",
    title=_("Return on spend"),
    unit="share",
    is_of_money=True,
    is_less_better=False,
    zero_rule=_("No spend: no base."),
    source=_("What the period's sign-ups paid, by the channel that brought them, against what the channel cost."),
    version=1,
    category="acquisition",
    slices=_("Revenue counts for the channel of the sign-up (first touch); another attribution gives other numbers."),
    variants=(
        Variant(
            name="roas_90",
            title=_("ROAS, 90 days"),
            formula=_("revenue of the weeks' sign-ups in their first 90 days ÷ spend of these weeks"),
            population=_("Sign-ups of the weeks that begin in the period, over 90 days old as a week."),
            target_in_words=_("Payments less refunds in the first 90 days."),
            maturity=YOUNG,
            reading=Ratio((Term("lifetime.cents", first=90, last=90),), SPEND, window=90, is_weekly=True),
        ),
        Variant(
            name="roas_ever",
            title=_("ROAS, until today"),
            formula=_("revenue of the weeks' sign-ups until today ÷ spend of these weeks"),
            population=_("Sign-ups of the weeks that begin in the period."),
            target_in_words=_("Payments less refunds at any time."),
            maturity=_("Everybody is counted at once: past periods rise as people go on paying."),
            reading=Ratio((Term("lifetime.cents", first=0, last=0),), SPEND, is_weekly=True),
        ),
        Variant(
            name="roi_90",
            title=_("ROI, 90 days"),
            formula=_("(gross profit of the weeks' sign-ups in their first 90 days − spend) ÷ spend of these weeks"),
            population=_("Sign-ups of the weeks that begin in the period, over 90 days old as a week."),
            target_in_words=_("Payments less refunds in the first 90 days, at the gross margin of the settings."),
            maturity=YOUNG,
            reading=Ratio((PROFIT_90, *LESS_SPEND), SPEND, window=90, is_weekly=True),
            may_be_negative=True,
        ),
    ),
    cells=tuple(
        Cells(
            Variant(name=f"campaign_{what}", title=title, formula=formula, population=population),
            lambda _every, campaign, what=what: Ratio((Term(f"campaign.{what}:{campaign}"),)),
        )
        for what, title, formula, population in (
            ("spend", _("Spend of a campaign"), _("what it cost in these days"),
             _("Spend that names the campaign.")),
            ("signups", _("Sign-ups of a campaign"), _("sign-ups of these days that name it"),
             _("Everybody whose first sign-up names the campaign.")),
            ("customers", _("Customers of a campaign"), _("sign-ups of these days that name it and paid since"),
             _("Everybody whose first sign-up names the campaign.")),
            ("cents", _("Revenue of a campaign"), _("what the sign-ups that name it paid since, less refunds"),
             _("Everybody whose first sign-up names the campaign.")),
        )
    ),
)  # fmt: skip

CAC = Metric(
    name="cac",
    title=_("CAC"),
    unit="money",
    is_less_better=True,
    zero_rule=_("No new paying customer: no base. No spend imported for the month or channel: not known."),
    calendar=_("Calendar months in the workspace's time zone. The unit is a person; each is counted once."),
    slices=_(
        "Spend counts for its own channel, a customer for the channel of their sign-up. The channels add up to the "
        "total; spend and customers without a channel are shown as unattributed."
    ),
    source=_("Total acquisition cost ÷ number of acquisitions, where an acquisition is a paying customer."),
    version=1,
    category="acquisition",
    variants=(
        Variant(
            name="total",
            title=_("Total"),
            formula=_("total acquisition cost ÷ new paying customers"),
            population=_("Everybody whose first payment is in the month."),
            target_in_words=_("All imported spend of the same month."),
            maturity=_("Spend and customers of one month are compared, whatever the length of the sales cycle."),
            reading=Ratio(SPEND, CUSTOMERS, is_unknown_without=True),
        ),
        Variant(
            name="paid",
            title=_("Paid"),
            formula=_("media spend ÷ new paying customers of the channels with media spend"),
            population=_("Everybody whose first payment is in the month and whose sign-up came by a paid channel."),
            target_in_words=_("Media spend of the same month; tools, agencies, salaries and overhead are left out."),
            reading=Ratio(MEDIA, CUSTOMERS, is_unknown_without=True, is_matched=True),
        ),
        Variant(
            name="lagged",
            title=_("Lagged"),
            formula=_("spend of the months before, by the median time to pay ÷ new paying customers of the month"),
            population=_("Everybody whose first payment is in the month."),
            target_in_words=_("Spend as many whole months earlier as half of the sign-ups take to become customers."),
            maturity=SETTLES,
            reading=Ratio(LAGGED, CUSTOMERS, is_unknown_without=True),
        ),
        Variant(
            name="cohort_90",
            title=_("By cohort, 90 days"),
            formula=_("spend ÷ customers whom the sign-ups of the same days became within 90 days"),
            population=_("Everybody who signed up in the month and over 90 full days before the data ends."),
            target_in_words=_("A payment less than 90 × 24 hours after the sign-up."),
            maturity=YOUNG,
            reading=Ratio(SPEND, (reached("customer", 90),), window=90, is_unknown_without=True),
        ),
    ),
    cells=(
        Cells(
            Variant(
                name="costs",
                title=_("Costs"),
                formula=_("spend of the days, media or everything else"),
                population=_("All imported spend: media, or tools, agencies, salaries and overhead."),
            ),
            lambda _every, costs: Ratio({"media": MEDIA, "other": OTHER_COSTS}[costs]),
            ("media", "other"),
            {"media": _("Media"), "other": _("Other costs")},
        ),
    ),
)

METRICS = (SIGN_UPS, NEW_CUSTOMERS, CAC, RETURN_ON_SPEND, QUALIFIED_LEADS, WIN_RATE)
