"""What the definitions are computed from: seven tables of integers and days, the same on every engine.

The store lays them out: identities merged, duplicates gone, test people and internal domains excluded, days in the
workspace's time zone, money as integer cents of the base currency at the rate of its date.
"""

from dataclasses import dataclass

DIMENSIONS = ("channel", "segment", "plan", "product")
DAY = 86_400_000_000  # microseconds

SCHEMAS = {
    # `tie` orders what happened in one microsecond, the same way on every engine
    "events": {
        "person": "int64",
        "account": "int64",  # 0: none
        "event": "string",
        "at": "int64",  # microseconds UTC
        "tie": "int64",
        "day": "date",
        "channel": "string",
        "segment": "string",
        "plan": "string",
        "product": "string",
        "campaign": "string",  # in small letters, like that of spend
    },
    # a customer's MRR from this day on, all subscriptions together, one row per day on which it changed
    "levels": {
        "person": "int64",
        "day": "date",
        "plan": "string",
        "cents": "int64",  # at the rate of the day
        "constant_cents": "int64",  # at one rate for all days
        "change_cents": "int64",  # against the level before, at the rate of the day: a rate alone moves nothing
        "constant_change_cents": "int64",
    },
    "payments": {"person": "int64", "day": "date", "cents": "int64"},  # less refunds
    "spend": {
        "day": "date",
        "platform": "string",
        "channel": "string",
        "campaign": "string",
        "category": "string",
        "cents": "int64",
        "impressions": "int64",
        "clicks": "int64",
    },
    "leads": {"lead": "int64", "day": "date", "channel": "string", "stage": "string", "converted_day": "date"},
    "deals": {
        "deal": "int64",
        "day": "date",
        "channel": "string",
        "stage": "string",
        "cents": "int64",
        "closed_day": "date",
        "is_won": "boolean",
        "is_closed": "boolean",
    },
    # everybody in events, levels and payments, with the channel, segment, plan and product they belong to: of the
    # sign-up, without one of the first event
    "belongs": {
        "person": "int64",
        "channel": "string",
        "segment": "string",
        "plan": "string",
        "product": "string",
        "first_day": "date",  # of any event; NULL without one
    },
}

TALLY = {
    "measure": "string",
    "period": "date",
    "n": "int64",
    "channel": "string",
    "segment": "string",
    "plan": "string",
    "product": "string",
    "value": "int64",
}


@dataclass(frozen=True)
class Statement:
    """One SELECT. With a name: a table that later statements read; without: rows of a group's tallies."""

    name: str
    sql: str
    group: str = ""
