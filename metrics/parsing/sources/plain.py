"""Any other file: a person says which of its columns is which; these are the guesses to begin with."""

from metrics.parsing import sql
from metrics.parsing.readers import Label
from metrics.parsing.sources.preset import REQUIRED, Part, Source, columns_of

SYNONYMS = {
    "person": ("user", "user id", "distinct id", "person id", "customer", "customer id", "email"),
    "anonymous": ("anonymous id", "device id"),
    "account": ("account id", "company id", "group id", "organization id"),
    "event": ("event name", "event type", "action", "name", "stage"),
    "at": ("time", "timestamp", "event time", "time stamp", "datetime", "date time", "occurred at", "created at",
           "date"),
    "channel": ("source", "utm source", "acquisition channel", "medium", "default channel group"),
    "segment": ("customer segment", "company size", "tier"),
    "key": ("id", "event id", "message id", "insert id", "uuid", "row id"),
    "email": ("e mail", "email address"),
    "product": ("product name",),
}  # fmt: skip
SYNONYMS_IN = {
    "events": {"campaign": ("utm campaign", "campaign name"), "campaign_id": ("utm id",)},
    "spend": {
        "day": ("date", "report date", "day of spend"),
        "channel": ("source", "platform", "utm source", "acquisition channel", "medium"),
        "amount": ("spend", "cost", "amount spent", "total cost", "costs"),
        "campaign": ("campaign name",),
        "currency": ("currency code", "account currency"),
        "impressions": ("impr",),
    },
    "people": {"alias": ("anonymous id", "previous id"), "created": ("created at", "signed up at")},
    "subscriptions": {
        "id": ("subscription id", "subscription"),
        "customer": ("customer id", "user id", "account id"),
        "amount": ("mrr", "price"),
        "started": ("start", "start date", "start at", "created"),
        "ended": ("end", "end date", "ended at"),
        "canceled": ("canceled at", "cancelled at"),
    },
    "movements": {
        "customer": ("customer id", "user id", "account id"),
        "at": ("date", "day"),
        "type": ("movement", "activity type"),
        "amount": ("mrr", "mrr change", "activity mrr"),
    },
    "payments": {
        "id": ("payment id", "invoice id", "charge id"),
        "customer": ("customer id", "user id", "account id"),
        "at": ("date", "paid at", "created"),
        "refunded": ("amount refunded",),
    },
    "deals": {
        "id": ("deal id", "opportunity id"),
        "name": ("deal name", "opportunity name"),
        "created": ("create date", "created date", "created at"),
        "closed": ("close date", "closed at"),
        "is_won": ("won",),
        "is_closed": ("closed",),
        "account": ("account name", "company"),
    },
    "leads": {
        "id": ("lead id", "contact id"),
        "stage": ("status", "lead status", "lifecycle stage"),
        "created": ("create date", "created date", "created at"),
        "converted": ("converted date", "converted at"),
        "account": ("company",),
    },
}
EXAMPLES = {
    "person": "u-1042",
    "event": "signed_up",
    "at": "2026-01-31T14:05:00Z",
    "channel": "paid search",
    "segment": "startup",
    "key": "evt-90021",
    "day": "2026-01-31",
    "amount": "120.50",
    "campaign": "brand",
    "currency": "USD",
}

TABLES = ("events", "spend", "people", "subscriptions", "movements", "payments", "deals", "leads")
READERS = {"spend": {"campaign": Label(200)}}


def columns(table: str) -> list[str]:
    """What a row of this kind may have; events have a key of their own, which is one column here."""
    return columns_of(table)


def required(table: str) -> tuple[str, ...]:
    """A platform has one channel, a list of all costs names the channel of each."""
    return (*REQUIRED[table], "channel") if table == "spend" else REQUIRED[table]


def source(table: str, mapping: dict[str, int]) -> Source:
    """The source that a person has described. Its columns are told by their positions."""
    part = Part(table, {column: str(at) for column, at in mapping.items()}, readers=READERS.get(table, {}))
    return Source("plain", (), (part,), has_footer=table == "spend")


def recognised(table: str, headings: list[str]) -> dict[str, int]:
    """Which column of the file is which of ours: what we need before the rest, an exact name before a synonym."""
    spelled = [sql.only_letters(heading) for heading in headings]
    needed = set(required(table))
    found: dict[str, int] = {}
    for is_needed in (True, False):
        for is_exact in (True, False):
            for column in columns(table):
                if (column in needed) is is_needed:
                    _take_first(found, column, spelled, _names(table, column, is_exact))
    return found


def _names(table, column, is_exact):
    exact = [sql.only_letters(column)]
    return exact if is_exact else SYNONYMS_IN.get(table, {}).get(column, SYNONYMS.get(column, ()))


def _take_first(found, column, spelled, names):
    for at, heading in enumerate(spelled):
        if column not in found and heading in names and at not in found.values():
            found[column] = at


def is_complete(table: str, mapping: dict[str, int]) -> bool:
    return all(column in mapping for column in required(table))


def likeliest(headings: list[str]) -> tuple[str, dict[str, int]]:
    """The table whose columns this header names best, of several the one with most of them; events when it names none.

    Every list of payments or subscriptions names people, too.
    """
    guesses = [(table, recognised(table, headings)) for table in TABLES]
    return max(guesses, key=lambda guess: (is_complete(*guess), _known_share(*guess), len(guess[1])))


def _known_share(table, mapping):
    return sum(column in mapping for column in required(table)) / len(required(table))
