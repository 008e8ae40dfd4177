"""What any file becomes: the columns of the canonical tables, with DuckDB's types.

`record` is the number of the row in its file. Words nobody gave are '' where they slice (channel, segment, plan,
product), NULL elsewhere. Money is in major units of `currency` ('' is the workspace's). Times are microseconds UTC.
"""

MONEY = "DECIMAL(18, 6)"
_SLICES = {"channel": "VARCHAR", "segment": "VARCHAR", "plan": "VARCHAR", "product": "VARCHAR"}

TABLES: dict[str, dict[str, str]] = {
    "events": {
        "record": "BIGINT",
        "key": "VARCHAR",  # the source's own key, its parts joined; NULL where it has none
        "person": "VARCHAR",  # the known id, else the anonymous one
        "anonymous": "VARCHAR",  # the anonymous id, where the row also has a known one
        "account": "VARCHAR",
        "email": "VARCHAR",
        "event": "VARCHAR",
        "at": "BIGINT",
        "received": "BIGINT",
        **_SLICES,
        "amount": MONEY,
        "currency": "VARCHAR",
    },
    # who is who: `alias` is another id of the same person
    "people": {
        "record": "BIGINT",
        "person": "VARCHAR",
        "alias": "VARCHAR",
        "account": "VARCHAR",
        "email": "VARCHAR",
        "created": "BIGINT",
        **_SLICES,
    },
    # replaced per platform, account, campaign and day
    "spend": {
        "record": "BIGINT",
        "day": "DATE",
        "platform": "VARCHAR",
        "account": "VARCHAR",
        "campaign_id": "VARCHAR",
        "campaign": "VARCHAR",
        "channel": "VARCHAR",
        "category": "VARCHAR",  # media, tools, agencies, salaries, overhead
        "amount": MONEY,
        "currency": "VARCHAR",
        "impressions": "BIGINT",
        "clicks": "BIGINT",
        "conversions": MONEY,
    },
    # the newest row of an id counts
    "subscriptions": {
        "record": "BIGINT",
        "id": "VARCHAR",
        "customer": "VARCHAR",
        "email": "VARCHAR",
        "plan": "VARCHAR",
        "status": "VARCHAR",
        "amount": MONEY,  # of one interval, all quantities, after recurring discounts
        "currency": "VARCHAR",
        "interval": "VARCHAR",  # day, week, month, year
        "interval_count": "INTEGER",
        "created": "BIGINT",
        "started": "BIGINT",
        "trial_started": "BIGINT",
        "trial_ended": "BIGINT",
        "canceled": "BIGINT",
        "ended": "BIGINT",
        "is_live": "BOOLEAN",
    },
    # a list of MRR movements, as billing tools export it
    "movements": {
        "record": "BIGINT",
        "id": "VARCHAR",
        "customer": "VARCHAR",
        "at": "BIGINT",
        "type": "VARCHAR",  # new, expansion, contraction, churn, reactivation
        "amount": MONEY,  # what MRR changed by; negative for contraction and churn
        "currency": "VARCHAR",
    },
    "payments": {
        "record": "BIGINT",
        "id": "VARCHAR",
        "customer": "VARCHAR",
        "email": "VARCHAR",
        "at": "BIGINT",
        "amount": MONEY,
        "refunded": MONEY,
        "currency": "VARCHAR",
        "status": "VARCHAR",  # paid, refunded, failed
        "is_live": "BOOLEAN",
    },
    "deals": {
        "record": "BIGINT",
        "id": "VARCHAR",
        "name": "VARCHAR",
        "account": "VARCHAR",
        "person": "VARCHAR",
        "pipeline": "VARCHAR",
        "stage": "VARCHAR",
        "amount": MONEY,
        "currency": "VARCHAR",
        "source": "VARCHAR",
        "created": "BIGINT",
        "closed": "BIGINT",
        "is_won": "BOOLEAN",
        "is_closed": "BOOLEAN",
    },
    "leads": {
        "record": "BIGINT",
        "id": "VARCHAR",
        "email": "VARCHAR",
        "account": "VARCHAR",
        "stage": "VARCHAR",  # lead, mql, sql, opportunity, customer, other
        "source": "VARCHAR",
        "created": "BIGINT",
        "converted": "BIGINT",
    },
}
