"""Advertising: what platforms cost by day and campaign. Platforms restate both for weeks."""

from metrics.parsing.readers import SPAN, Money
from metrics.parsing.sources.preset import Computed, Leave, Part, Source

GOOGLE = {"platform": "google ads", "category": "media", "channel": "paid search"}
META = {"platform": "meta ads", "category": "media", "channel": "paid social"}
LINKEDIN = {"platform": "linkedin ads", "category": "media", "channel": "paid social"}
MICROSOFT = {"platform": "microsoft ads", "category": "media", "channel": "paid search"}


def _day(days: tuple[str, ...], starts: tuple[str, ...], ends: tuple[str, ...]) -> Computed:
    """The day, else the span of days, of a row; a span of one day is that day, and one of several is no day."""
    names = (*days, *starts, *ends)
    parts = [f"coalesce({', '.join(f'{{{names.index(name)}}}' for name in some)})" for some in (starts, ends)]
    span = "CASE WHEN {0} <> {1} THEN {0} || '{2}' || {1} ELSE {0} END".format(*parts, SPAN)
    return Computed(f"coalesce({''.join(f'{{{n}}}, ' for n in range(len(days)))}{span})", names)


GOOGLE_ADS = Source(
    "google_ads",
    (
        ("Day", "Date"),
        "Campaign",
        ("Cost", "Cost (*)"),
        ("Impr.", "Avg. CPC", "Campaign state", "Campaign status", "Cost / conv."),
    ),
    (
        Part(
            "spend",
            {
                "day": ("Day", "Date"),
                "account": ("Customer ID", "Account", "Account name"),
                "campaign_id": "Campaign ID",
                "campaign": "Campaign",
                "amount": ("Cost", "Cost (*)"),
                "currency": ("Currency code", "Currency"),
                "impressions": ("Impr.", "Impressions"),
                "clicks": "Clicks",
                "conversions": "Conversions",
            },
            constants=GOOGLE,
        ),
    ),
    leave=(Leave("no_amount", ("Cost", "Cost (*)")),),
    has_footer=True,
)
GOOGLE_ADS_API = Source(
    "google_ads_api",
    (("segments.date", "date"), ("metrics.cost_micros", "cost_micros")),
    (
        Part(
            "spend",
            {
                "day": ("segments.date", "date"),
                "account": ("customer.id", "customer_id"),
                "campaign_id": ("campaign.id", "campaign_id", "id"),
                "campaign": ("campaign.name", "campaign_name", "name"),
                "amount": ("metrics.cost_micros", "cost_micros"),
                "currency": ("customer.currency_code", "currency_code"),
                "impressions": ("metrics.impressions", "impressions"),
                "clicks": ("metrics.clicks", "clicks"),
                "conversions": ("metrics.conversions", "conversions"),
            },
            readers={"amount": Money(unit="micros")},
            constants=GOOGLE,
        ),
    ),
)
SPENT = ("Amount spent (*)", "Amount spent", "Montant dépensé (*)", "Montant dépensé", "Ausgegebener Betrag (*)",
         "Importe gastado (*)", "Сумма затрат (*)", "花费金额 (*)")  # fmt: skip
META_DAYS = ("Day", "Jour", "Tag", "Día", "День")
META_STARTS = ("Reporting starts", "Début des rapports", "Auswertungsstart")
META_ENDS = ("Reporting ends", "Fin des rapports", "Auswertungsende")
META_CAMPAIGN = ("Campaign name", "Nom de la campagne", "Kampagnenname", "Nombre de la campaña", "Название кампании")
META_ADS = Source(
    "meta_ads",
    ((*META_DAYS, *META_STARTS), META_CAMPAIGN, SPENT),
    (
        Part(
            "spend",
            {
                "day": _day(META_DAYS, META_STARTS, META_ENDS),
                "account": ("Account ID", "Account name", "Nom du compte"),
                "campaign_id": ("Campaign ID", "ID de la campagne", "Kampagnen-ID"),
                "campaign": META_CAMPAIGN,
                "amount": SPENT,
                "currency": ("Currency", "Devise"),
                "impressions": "Impressions",
                "clicks": ("Clicks (all)", "Link clicks", "Clics (tous)", "Clics sur un lien"),
                "conversions": ("Results", "Résultats"),
            },
            constants=META,
        ),
    ),
    leave=(Leave("footer", META_CAMPAIGN), Leave("no_amount", SPENT)),
    has_footer=True,
)
META_ADS_API = Source(
    "meta_ads_api",
    ("date", "spend", ("ad_id", "adset_name", "campaign_id"), ("inline_link_clicks", "reach")),
    (
        Part(
            "spend",
            {
                "day": "date",
                "account": "account_id",
                "campaign_id": "campaign_id",
                "campaign": ("campaign_name", "adset_name"),
                "amount": "spend",
                "impressions": "impressions",
                "clicks": "inline_link_clicks",
            },
            constants=META,
        ),
    ),
)
LINKEDIN_ADS = Source(
    "linkedin_ads",
    (
        ("Start Date (in UTC)", "Start Date", "Date"),
        "Campaign Name",
        ("Total Spent", "Total Spent (*)"),
        ("Campaign Group Name", "Campaign ID", "Account Name"),
    ),
    (
        Part(
            "spend",
            {
                "day": _day(("Date",), ("Start Date (in UTC)", "Start Date"), ("End Date (in UTC)", "End Date")),
                "account": ("Account ID", "Account Name"),
                "campaign_id": "Campaign ID",
                "campaign": "Campaign Name",
                "amount": ("Total Spent", "Total Spent (*)"),
                "currency": "Currency",
                "impressions": "Impressions",
                "clicks": "Clicks",
                "conversions": "Conversions",
            },
            constants=LINKEDIN,
        ),
    ),
    leave=(Leave("no_amount", ("Total Spent", "Total Spent (*)")),),
    has_footer=True,
)
MICROSOFT_ADS = Source(
    "microsoft_ads",
    (("Gregorian date", "Date", "Day", "Time period"), ("Campaign name", "Campaign"), "Spend", "Clicks",
     ("Avg. CPC", "CPA", "Campaign type", "Gregorian date")),
    (
        Part(
            "spend",
            {
                "day": ("Gregorian date", "Date", "Day", "Time period"),
                "account": ("Account number", "Account name"),
                "campaign_id": "Campaign ID",
                "campaign": ("Campaign name", "Campaign"),
                "amount": "Spend",
                "currency": "Currency code",
                "impressions": "Impressions",
                "clicks": "Clicks",
                "conversions": "Conversions",
            },
            constants=MICROSOFT,
        ),
    ),
    leave=(Leave("no_amount", "Spend"),),
    has_footer=True,
)  # fmt: skip

SOURCES = (GOOGLE_ADS, GOOGLE_ADS_API, META_ADS, META_ADS_API, LINKEDIN_ADS, MICROSOFT_ADS)
