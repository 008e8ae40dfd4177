"""CRM: leads and deals."""

from metrics.parsing.readers import ShortId
from metrics.parsing.sources.preset import Computed, Part, Source


def _first(ids: str, *names: str) -> Computed:
    """The first of several ids, which semicolons divide; without an id the name."""
    others = "".join(f", {{{number}}}" for number in range(1, len(names) + 1))
    return Computed(f"coalesce(trim(split_part({{0}}, ';', 1)){others})", (ids, *names))


HUBSPOT_CONTACTS = Source(
    "hubspot_contacts",
    ("Record ID", "Email", "Lifecycle Stage", "Create Date"),
    (
        Part(
            "leads",
            {
                "id": "Record ID",
                "email": "Email",
                "account": _first("Associated Company IDs", "Associated Company", "Company Name"),
                "stage": "Lifecycle Stage",
                "source": "Original Source",
                "created": "Create Date",
                "converted": ("Became an opportunity date", "Became a customer date"),
            },
        ),
    ),
)
HUBSPOT_DEALS = Source(
    "hubspot_deals",
    ("Record ID", "Deal Name", "Deal Stage", "Pipeline"),
    (
        Part(
            "deals",
            {
                "id": "Record ID",
                "name": "Deal Name",
                "account": _first("Associated Company IDs", "Associated Company"),
                "person": _first("Associated Contact IDs"),
                "pipeline": "Pipeline",
                "stage": "Deal Stage",
                "amount": ("Amount", "Amount (*)"),
                "currency": "Currency",
                "source": "Original Source",
                "created": "Create Date",
                "closed": "Close Date",
                "is_won": "Is Closed Won",
                "is_closed": Computed(
                    "CASE WHEN 'true' IN (lower({1}), lower({2})) THEN 'true' ELSE {0} END",
                    ("Is Closed", "Is closed lost", "Is Closed Won"),
                ),
            },
        ),
    ),
)

SALESFORCE_OPPORTUNITIES = Source(
    "salesforce_opportunities",
    ("Opportunity ID", ("Stage", "Stage Name"), ("Close Date", "Amount", "Amount (*)")),
    (
        Part(
            "deals",
            {
                "id": "Opportunity ID",
                "name": "Opportunity Name",
                "account": ("Account ID", "Account Name"),
                "pipeline": "Type",
                "stage": ("Stage", "Stage Name"),
                "amount": ("Amount", "Amount (*)", "Amount (converted)"),
                "currency": ("Amount Currency", "Opportunity Currency", "Currency"),
                "source": "Lead Source",
                "created": "Created Date",
                "closed": "Close Date",
                "is_won": "Won",
                "is_closed": "Closed",
            },
            readers={"id": ShortId()},
        ),
    ),
    has_footer=True,
)
SALESFORCE_OBJECTS = Source(
    "salesforce_objects",
    ("Id", "StageName", "CloseDate", ("IsWon", "IsClosed", "Amount")),
    (
        Part(
            "deals",
            {
                "id": "Id",
                "name": "Name",
                "account": "AccountId",
                "pipeline": "Type",
                "stage": "StageName",
                "amount": "Amount",
                "currency": "CurrencyIsoCode",
                "source": "LeadSource",
                "created": "CreatedDate",
                "closed": "CloseDate",
                "is_won": "IsWon",
                "is_closed": "IsClosed",
            },
            readers={"id": ShortId(), "account": ShortId()},
        ),
    ),
    zone="UTC",
)
SALESFORCE_LEADS = Source(
    "salesforce_leads",
    ("Lead ID", ("Lead Status", "Status"), "Created Date"),
    (
        Part(
            "leads",
            {
                "id": "Lead ID",
                "email": "Email",
                "account": ("Company / Account", "Company"),
                "stage": Computed("CASE WHEN lower({1}) IN ('1', 'true', 'yes') THEN 'converted' ELSE {0} END",
                                  ("Lead Status", "Converted")),
                "source": "Lead Source",
                "created": "Created Date",
                "converted": "Converted Date",
            },
            readers={"id": ShortId()},
        ),
    ),
    has_footer=True,
)  # fmt: skip
SALESFORCE_LEAD_OBJECTS = Source(
    "salesforce_lead_objects",
    ("Id", "IsConverted", "Status", "CreatedDate"),
    (
        Part(
            "leads",
            {
                "id": "Id",
                "email": "Email",
                "account": "Company",
                "stage": Computed("CASE WHEN lower({1}) IN ('1', 'true') THEN 'converted' ELSE {0} END",
                                  ("Status", "IsConverted")),
                "source": "LeadSource",
                "created": "CreatedDate",
                "converted": "ConvertedDate",
            },
            readers={"id": ShortId()},
        ),
    ),
    zone="UTC",
)  # fmt: skip

SOURCES = (
    HUBSPOT_CONTACTS,
    HUBSPOT_DEALS,
    SALESFORCE_OPPORTUNITIES,
    SALESFORCE_OBJECTS,
    SALESFORCE_LEADS,
    SALESFORCE_LEAD_OBJECTS,
)
