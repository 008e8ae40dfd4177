"""A file of every source we know, invented but with its exact headers: what becomes of it, and of its traps."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from metrics.importing import wording
from metrics.parsing import sources
from metrics.parsing.sources import plain
from metrics.parsing.sources.preset import columns_of
from metrics.parsing.tables import TABLES
from tests.metrics.idents import ident_of_event
from tests.metrics.parsing.reading import job_of, question, read

FILES = Path(__file__).parents[1] / "files"
MOMENTS = {name for columns in TABLES.values() for name, kind in columns.items() if kind == "BIGINT"} - {
    "record", "ident", "impressions", "clicks",
}  # fmt: skip
SIGNED_UP = "2026-01-31 14:05:00"


def plainly(row):
    """Times as text, money as text without trailing zeros, without what every row of the table has."""
    return {name: _plain(name, value) for name, value in row.items() if name not in ("category", "is_live")}


def _plain(name, value):
    if name in MOMENTS:
        return str(datetime.fromtimestamp(value // 1_000_000, UTC).replace(tzinfo=None, microsecond=value % 1_000_000))
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value if isinstance(value, int) else str(value)


# (what is tried there, file, source, accepted and rejected and left out, rows by table in the order of their records)
CASES = [
    (
        "calls other than track; timestamp or originalTimestamp; revenue in major units",
        "segment.jsonl",
        "segment",
        (5, 0, {"other_kind": 1}),
        {
            "events": [
                {"record": 1, "key": "ajs-next-7f01", "person": "u-1042", "anonymous": "a-77e1",
                 "account": "halden-bank", "email": "ines@halden.example", "event": "Signed Up", "at": SIGNED_UP,
                 "received": "2026-01-31 14:05:02.500000", "channel": "paid search",
                 "campaign": "payables-launch"},
                {"record": 2, "key": "ajs-next-7f02", "person": "a-80c2", "event": "Page Viewed",
                 "at": "2026-01-31 15:00:00", "received": "2026-01-31 15:00:01"},
                {"record": 4, "key": "srv-0001", "person": "u-1042", "event": "Order Completed",
                 "at": "2026-02-14 08:00:00", "received": "2026-02-14 08:00:00.300000", "plan": "team",
                 "amount": "19.99", "currency": "EUR"},
            ],
            "people": [
                {"record": 3, "person": "u-1042", "alias": "a-77e1", "account": "halden-bank",
                 "email": "ines@halden.example", "created": SIGNED_UP, "plan": "team"},
                {"record": 6, "person": "u-1042", "alias": "u-temp-9"},
            ],
        },
    ),
    (
        "its own channel is no channel of ours; offsets; an empty user id",
        "rudderstack.jsonl",
        "rudderstack",
        (2, 0, {}),
        {
            "events": [
                {"record": 1, "key": "rs-1", "person": "u-2201", "anonymous": "f3c1-9d",
                 "email": "omar@fennick.example", "event": "trial_started", "at": "2026-03-02 08:15:30.120000",
                 "channel": "paid social", "plan": "growth"},
                {"record": 2, "key": "rs-2", "person": "f3c1-9e", "event": "report_exported",
                 "at": "2026-03-02 10:15:30.120000"},
            ]
        },
    ),
    (
        "times without an offset are UTC",
        "segment_warehouse.csv",
        "segment_warehouse",
        (2, 0, {}),
        {"events": [{"record": 2, "key": "wh-1", "person": "u-1042", "anonymous": "a-77e1", "event": "Signed Up",
                     "at": SIGNED_UP, "received": "2026-01-31 14:05:02.500000", "channel": "organic search"}]},
    ),
    *(
        (
            "properties as " + how,
            f"posthog.{ending}",
            "posthog",
            (3, 0, {}),
            {"events": [
                {"record": first, "key": "018d5e2a-0001-7000-8000-000000000001", "person": "ines@halden.example",
                 "anonymous": "0190-aaaa", "event": "user_signed_up", "at": SIGNED_UP + ".123456",
                 "channel": "paid search", "plan": "free"} | more,
                {"record": first + 1, "key": "018d5e2a-0001-7000-8000-000000000002", "person": "u-1042",
                 "anonymous": "anon-31", "email": "ines@halden.example", "event": "$identify",
                 "at": "2026-01-31 14:05:01"} | more,
            ]},
        )
        for how, ending, first, more in (
            ("an object", "jsonl", 1, {"received": "2026-01-31 14:05:04", "segment": "startup"}),
            ("text in Parquet", "parquet", 1, {"received": "2026-01-31 14:05:04", "segment": "startup"}),
            ("text in CSV", "csv", 2, {}),
        )
    ),
    (
        "several ids of one person",
        "posthog_persons.jsonl",
        "posthog_persons",
        (2, 0, {}),
        {"people": [{"record": 1, "person": "0190-aaaa", "alias": "u-1042", "email": "ines@halden.example",
                     "created": "2026-01-31 14:00:00", "channel": "email", "plan": "team"}]},
    ),
    (
        "gzip; seconds and milliseconds; a repeated key of four parts",
        "mixpanel.jsonl.gz",
        "mixpanel",
        (3, 1, {}),
        {"events": [
            {"record": 1, "key": "Sign Up\x1f1769868300\x1fu-1042\x1fins-1", "person": "u-1042", "anonymous": "dev-9",
             "event": "Sign Up", "at": SIGNED_UP, "received": "2026-01-31 14:05:01.500000", "channel": "paid search"},
            {"record": 2, "key": "Sign Up\x1f1769868300\x1fu-1042\x1fins-1", "person": "u-1042", "anonymous": "dev-9",
             "event": "Sign Up", "at": SIGNED_UP, "received": "2026-01-31 14:06:39.999000"},
            {"record": 3, "key": "Invite Sent\x1f1769871900123\x1f$device:dev-10\x1fins-2",
             "person": "$device:dev-10", "anonymous": "dev-10", "event": "Invite Sent",
             "at": "2026-01-31 15:05:00.123000", "plan": "team"},
        ]},
    ),
    (
        "zip of gzip; uuid where there is no insert id",
        "amplitude.zip",
        "amplitude",
        (2, 0, {}),
        {"events": [
            {"record": 1, "key": "771001\x1fam-1", "person": "u-1042", "anonymous": "771001", "account": "halden-bank",
             "event": "signed_up", "at": SIGNED_UP + ".123000", "received": "2026-02-01 01:00:00",
             "channel": "paid social", "plan": "free"},
            {"record": 3, "key": "5f0-2", "person": "771002", "event": "report_viewed", "at": "2026-01-31 15:05:00",
             "received": "2026-02-01 01:00:00"},
        ]},
    ),
    (
        "microseconds; this event's source before the first one; parameters in a list",
        "ga4.jsonl",
        "ga4",
        (2, 0, {}),
        {"events": [
            {"record": 1, "key": "1234.5678\x1f1769868300123456\x1fsign_up\x1f17", "person": "u-1042",
             "anonymous": "1234.5678", "event": "sign_up", "at": SIGNED_UP + ".123456", "channel": "organic search",
             "plan": "team", "currency": "USD"},
            {"record": 2, "key": "1234.9999\x1f1769868400000000\x1fpurchase\x1f18", "person": "1234.9999",
             "event": "purchase", "at": "2026-01-31 14:06:40", "channel": "direct", "amount": "107.25",
             "currency": "USD"},
        ]},
    ),
    (
        "flattened columns",
        "ga4.csv",
        "ga4",
        (2, 0, {}),
        {"events": [{"record": 2, "key": "1234.5678\x1f1769868300123456\x1fsign_up\x1f17", "person": "u-1042",
                     "anonymous": "1234.5678", "event": "sign_up", "at": SIGNED_UP + ".123456", "channel": "email",
                     "currency": "USD"}]},
    ),
    (
        "quantity; canceled is not ended; thousands; a row without a customer",
        "stripe_subscriptions.csv",
        "stripe_subscriptions",
        (2, 1, {}),
        {"subscriptions": [
            {"record": 2, "id": "sub_1PX1", "customer": "cus_881", "email": "ines@halden.example",
             "plan": "price_team", "status": "active", "amount": "1225", "currency": "EUR", "interval": "month",
             "interval_count": 1, "created": SIGNED_UP, "started": SIGNED_UP, "trial_started": "2026-01-17 14:05:00",
             "trial_ended": SIGNED_UP},
            {"record": 3, "id": "sub_1PX2", "customer": "cus_882", "email": "ap@fennick.example",
             "plan": "price_growth", "status": "canceled", "amount": "1188", "currency": "USD", "interval": "year",
             "interval_count": 1, "created": "2025-02-03 09:00:00", "started": "2025-02-03 09:00:00",
             "canceled": "2026-01-10 08:30:00", "ended": "2026-02-03 09:00:00"},
        ]},
    ),
    (
        "decimal comma; a partial refund; a failed payment; a guest",
        "stripe_payments.csv",
        "stripe_payments",
        (3, 0, {"failed_payment": 1}),
        {"payments": [
            {"record": 2, "id": "ch_3A1", "customer": "cus_881", "email": "ines@halden.example",
             "at": "2026-01-31 14:05:09", "amount": "245", "refunded": "0", "currency": "EUR", "status": "paid",
             "invoice": "in_1"},
            {"record": 3, "id": "ch_3A2", "customer": "cus_881", "email": "ines@halden.example",
             "at": "2026-02-28 14:05:09", "amount": "1245.5", "refunded": "100.25", "currency": "EUR",
             "status": "paid", "invoice": "in_2"},
            {"record": 5, "id": "ch_3A4", "email": "guest@fennick.example", "at": "2026-03-01 15:00:00",
             "amount": "49", "refunded": "49", "currency": "USD", "status": "refunded"},
        ]},
    ),
    (
        "livemode=false; JPY has no minor unit and KWD three digits of it; two items; only lasting discounts",
        "stripe_api_subscriptions.json",
        "stripe_api_subscriptions",
        (3, 0, {"test_data": 1}),
        {"subscriptions": [
            {"record": 1, "id": "sub_A", "customer": "cus_881", "plan": "prod_team", "status": "active",
             "amount": "255", "currency": "USD", "interval": "month", "interval_count": 1, "created": SIGNED_UP,
             "started": SIGNED_UP, "trial_started": "2026-01-17 14:05:00", "trial_ended": SIGNED_UP},
            {"record": 2, "id": "sub_B", "customer": "cus_881", "plan": "prod_jp", "status": "active",
             "amount": "90000", "currency": "JPY", "interval": "year", "interval_count": 1, "created": SIGNED_UP,
             "started": SIGNED_UP},
            {"record": 4, "id": "sub_D", "customer": "cus_900", "plan": "prod_team", "status": "canceled",
             "amount": "12.345", "currency": "KWD", "interval": "month", "interval_count": 3, "created": SIGNED_UP,
             "started": SIGNED_UP, "canceled": "2026-02-13 16:26:40", "ended": "2026-02-28 14:05:00"},
        ]},
    ),
    (
        "livemode=false; a failed charge; JPY; refunded",
        "stripe_api_charges.jsonl",
        "stripe_api_charges",
        (3, 0, {"failed_payment": 1, "test_data": 1}),
        {"payments": [
            {"record": n, "id": f"ch_{n}", "charge": f"ch_{n}", "customer": "cus_881", "email": "ines@halden.example",
             "at": SIGNED_UP} | more
            for n, more in enumerate((
                {"amount": "245", "refunded": "0", "currency": "USD", "status": "paid"},
                {"amount": "5000", "refunded": "0", "currency": "JPY", "status": "paid"},
                {"amount": "99", "refunded": "99", "currency": "USD", "status": "refunded"},
            ), start=1)
        ]},
    ),
    (
        "paid later than created; open; a credit note",
        "stripe_api_invoices.json",
        "stripe_api_invoices",
        (2, 0, {"failed_payment": 1}),
        {"payments": [
            {"record": n, "id": f"in_{n}", "invoice": f"in_{n}", "customer": "cus_881", "email": "ines@halden.example",
             "at": "2026-01-31 15:05:00", "amount": "245", "refunded": refunded, "currency": "EUR", "status": "paid"}
            for n, refunded in ((1, "0"), (3, "45"))
        ]},
    ),
    (
        "words for one thing; brackets are a minus; an unknown word",
        "chartmogul.csv",
        "chartmogul",
        (5, 1, {}),
        {"movements": [
            {"record": 2, "customer": "cus_881", "at": "2026-01-30 23:00:00", "type": "new", "amount": "245",
             "currency": "EUR"},
            {"record": 3, "customer": "cus_881", "at": "2026-02-28 23:00:00", "type": "expansion", "amount": "49",
             "currency": "EUR"},
            {"record": 4, "customer": "cus_881", "at": "2026-03-31 22:00:00", "type": "contraction", "amount": "-98",
             "currency": "EUR"},
        ]},
    ),
    (
        "the account's own clock; several companies; a contact without a date",
        "hubspot_contacts.csv",
        "hubspot_contacts",
        (2, 1, {}),
        {"leads": [
            {"record": 2, "id": "51", "email": "ines@halden.example", "account": "9001", "stage": "mql",
             "source": "organic search", "created": "2026-01-31 13:05:00"},
            {"record": 3, "id": "52", "email": "omar@fennick.example", "account": "Fennick & Sons",
             "stage": "customer", "source": "paid social", "created": "2026-06-30 22:30:00"},
        ]},
    ),
    (
        "ids divided by semicolons; won by its stage; closes in the future",
        "hubspot_deals.csv",
        "hubspot_deals",
        (3, 0, {}),
        {"deals": [
            {"record": 2, "id": "7001", "name": "Halden Bank, 40 seats", "account": "9001", "person": "51",
             "pipeline": "Sales Pipeline", "stage": "Closed Won", "amount": "12400", "source": "organic search",
             "created": "2026-01-31 13:05:00", "closed": "2026-03-31 15:00:00", "is_won": True, "is_closed": True},
            {"record": 3, "id": "7002", "name": "Fennick renewal", "account": "Fennick & Sons",
             "pipeline": "Sales Pipeline", "stage": "Closed Lost", "source": "paid social",
             "created": "2026-02-01 08:00:00", "closed": "2026-04-30 10:00:00", "is_won": False, "is_closed": True},
            {"record": 4, "id": "7003", "name": "Norrvik pilot", "account": "9004", "pipeline": "Sales Pipeline",
             "stage": "Contract Sent", "amount": "900.5", "created": "2026-11-01 08:00:00",
             "closed": "2027-02-28 11:00:00", "is_won": False, "is_closed": False},
        ]},
    ),
    (
        "footer of the report; 15- and 18-character ids; M/D/YYYY; cp1252",
        "salesforce_opportunities.csv",
        "salesforce_opportunities",
        (2, 0, {"footer": 4}),
        {"deals": [
            {"record": 2, "id": "0065g00000ABCDe", "name": "Halden Bank – New", "account": "Halden Bank",
             "pipeline": "New Business", "stage": "Closed Won", "amount": "12400", "source": "web",
             "created": "2026-01-30 23:00:00", "closed": "2026-03-30 22:00:00", "is_won": True, "is_closed": True},
            {"record": 3, "id": "0065g00000ABCDf", "name": "Fennick - Renewal", "account": "Fennick & Sons",
             "pipeline": "Existing Business", "stage": "Negotiation/Review", "amount": "990.5", "source": "partner",
             "created": "2026-02-02 23:00:00", "closed": "2026-12-14 23:00:00", "is_won": False, "is_closed": False},
        ]},
    ),
    (
        "API names; an offset without a colon; 18-character ids",
        "salesforce_objects.csv",
        "salesforce_objects",
        (2, 0, {}),
        {"deals": [
            {"record": 2, "id": "0065g00000ABCDe", "name": "Halden Bank - New", "account": "0015g00000XYZab",
             "stage": "Closed Won", "amount": "12400", "source": "web", "created": SIGNED_UP,
             "closed": "2026-03-31 00:00:00", "is_won": True, "is_closed": True},
        ]},
    ),
    (
        "converted is a stage; D/M/YYYY; total",
        "salesforce_leads.csv",
        "salesforce_leads",
        (2, 0, {"footer": 1}),
        {"leads": [
            {"record": 2, "id": "00Q5g00000LMNop", "email": "ines@halden.example", "account": "Halden Bank",
             "stage": "opportunity", "source": "web", "created": "2026-01-30 23:00:00",
             "converted": "2026-02-13 23:00:00"},
            {"record": 3, "id": "00Q5g00000LMNoq", "email": "omar@fennick.example", "account": "Fennick & Sons",
             "stage": "sql", "source": "trade show", "created": "2026-02-02 23:00:00"},
        ]},
    ),
    (
        "API names",
        "salesforce_lead_objects.csv",
        "salesforce_lead_objects",
        (1, 0, {}),
        {"leads": [{"record": 2, "id": "00Q5g00000LMNop", "email": "ines@halden.example", "account": "Halden Bank",
                    "stage": "opportunity", "source": "web", "created": SIGNED_UP,
                    "converted": "2026-02-14 00:00:00"}]},
    ),
    (
        "UTF-16; two lines above the header; -- is missing; two totals; thousands",
        "google_ads.csv",
        "google_ads",
        (2, 0, {"footer": 2, "no_amount": 1}),
        {"spend": [
            {"record": 4, "day": "2026-01-30", "platform": "google ads", "campaign_id": "18829", "campaign": "Brand",
             "channel": "paid search", "amount": "1244.5", "currency": "EUR", "impressions": 15000, "clicks": 1310,
             "conversions": "12.5"},
            {"record": 5, "day": "2026-01-30", "platform": "google ads", "campaign_id": "18830",
             "campaign": "Generic AP", "channel": "paid search", "amount": "0", "currency": "EUR",
             "impressions": 210, "clicks": 0, "conversions": "0"},
        ]},
    ),
    (
        "micros; a campaign on two devices",
        "google_ads_api.csv",
        "google_ads_api",
        (2, 0, {}),
        {"spend": [
            {"record": 2, "day": "2026-01-30", "platform": "google ads", "account": "4431", "campaign_id": "18829",
             "channel": "paid search", "amount": "1200.5", "impressions": 14000, "clicks": 1200, "conversions": "12"},
            {"record": 3, "day": "2026-01-30", "platform": "google ads", "account": "4431", "campaign_id": "18829",
             "channel": "paid search", "amount": "44.000001", "impressions": 1000, "clicks": 110,
             "conversions": "0.5"},
        ]},
    ),
    (
        "micros in JSON",
        "google_ads_api.jsonl",
        "google_ads_api",
        (1, 0, {}),
        {"spend": [{"record": 1, "day": "2026-01-30", "platform": "google ads", "account": "4431",
                    "campaign_id": "18829", "campaign": "Brand", "channel": "paid search", "amount": "1244.500001",
                    "currency": "NOK", "impressions": 15000, "clicks": 1310, "conversions": "12.5"}]},
    ),
    (
        "the currency in the header; a dated total; --",
        "meta_ads.csv",
        "meta_ads",
        (2, 0, {"footer": 1, "no_amount": 1}),
        {"spend": [{"record": 2, "day": "2026-01-30", "platform": "meta ads", "campaign_id": "6071",
                    "campaign": "Payables launch", "channel": "paid social", "amount": "120.5", "currency": "EUR",
                    "impressions": 15200, "clicks": 310, "conversions": "4"}]},
    ),
    (
        "French headers; semicolons; decimal comma; cp1252",
        "meta_ads_french.csv",
        "meta_ads",
        (2, 0, {}),
        {"spend": [
            {"record": 2, "day": "2026-01-30", "platform": "meta ads", "campaign_id": "6071",
             "campaign": "Lancement été", "channel": "paid social", "amount": "1120.5", "currency": "USD",
             "impressions": 15200, "clicks": 310, "conversions": "4"},
            {"record": 3, "day": "2026-01-31", "platform": "meta ads", "campaign_id": "6071",
             "campaign": "Lancement été", "channel": "paid social", "amount": "0.25", "currency": "USD"},
        ]},
    ),
    (
        "API names",
        "meta_ads_api.csv",
        "meta_ads_api",
        (1, 0, {}),
        {"spend": [{"record": 2, "day": "2026-01-30", "platform": "meta ads", "account": "act_1",
                    "campaign_id": "6071", "campaign": "Payables launch", "channel": "paid social",
                    "amount": "120.5", "impressions": 15200, "clicks": 210}]},
    ),
    (
        "UTF-16; tabs under a preamble of commas; M/D/YYYY proved by one row; total",
        "linkedin_ads.csv",
        "linkedin_ads",
        (2, 0, {"footer": 1}),
        {"spend": [
            {"record": 7, "day": "2026-01-30", "platform": "linkedin ads", "account": "Halden Software",
             "campaign_id": "55120", "campaign": "CFO content", "channel": "paid social", "amount": "312.4",
             "currency": "USD", "impressions": 8100, "clicks": 44, "conversions": "2"},
            {"record": 8, "day": "2026-02-01", "platform": "linkedin ads", "account": "Halden Software",
             "campaign_id": "55120", "campaign": "CFO content", "channel": "paid social", "amount": "1010",
             "currency": "USD", "impressions": 9100, "clicks": 54, "conversions": "0"},
        ]},
    ),
    (
        "Spend for Cost; a copyright line",
        "microsoft_ads.csv",
        "microsoft_ads",
        (2, 0, {"footer": 1}),
        {"spend": [{"record": 5, "day": "2026-01-30", "platform": "microsoft ads", "account": "Halden",
                    "campaign_id": "7712", "campaign": "Brand | exact", "channel": "paid search", "amount": "31.5",
                    "currency": "USD", "impressions": 300, "clicks": 21, "conversions": "0"}]},
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "source", "counts", "tables"), [case[1:] for case in CASES], ids=[f"{c[1]}: {c[0]}" for c in CASES]
)
def test_a_source_is_recognised_and_read(tmp_path, file, source, counts, tables):
    found = read(tmp_path, FILES / file, amount_of="one")
    facts = found.facts
    assert found.head.preset == source
    assert (facts["accepted"], facts["rejected"], facts["left_out"]) == counts
    assert facts["accepted"] + facts["rejected"] + sum(facts["left_out"].values()) == facts["read"]
    for table, rows in tables.items():
        expected = [with_ident(row, source) for row in rows] if table == "events" else rows
        assert [plainly(row) for row in found.tables[table][: len(rows)]] == expected


def with_ident(row, source):
    """In place of the source's own key."""
    others = {name: value for name, value in row.items() if name != "key"}
    at = datetime.fromisoformat(row["at"]).replace(tzinfo=UTC) - datetime.fromtimestamp(0, UTC)
    micros = at // timedelta(microseconds=1)
    return others | {"ident": ident_of_event(source, row.get("key"), row["person"], row["event"], micros)}


def test_a_file_of_ones_own_is_read_by_a_persons_word(tmp_path):
    mapping = {"person": 0, "event": 1, "at": 2, "channel": 3}
    found = read(tmp_path, FILES / "plain.csv", mapping=mapping)
    assert (found.head.preset, found.facts["encoding"], found.facts["day_order"]) == ("plain", "cp1252", "dmy")
    rows = [
        {"record": 2, "person": "Zoë", "event": "angemeldet", "at": "2026-01-31 13:05:00", "channel": "messe"},
        {"record": 3, "person": "Jörg", "event": "angemeldet", "at": "2026-02-01 08:00:00"},
    ]
    assert [plainly(row) for row in found.rows] == [with_ident(row, "plain") for row in rows]


def in_file(name, *changes):
    """The text of one of our files, with something else in it."""
    text = (FILES / name).read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return text


INSTALMENTS = [f'{{"payment": {{"payment_intent": "pi_{n:024}"}}}}' for n in range(36)]

# (the trap, the text, which column says it, what is read, and why the others are rejected)
TRAPS = [
    *(
        (f"the start of a subscription is called {name}",
         in_file("stripe_subscriptions.csv", ("Start (UTC)", name), (",price_team,5,", ",price_team,1,")),
         "started", [SIGNED_UP, "2025-02-03 09:00:00"], ["missing"])
        for name in ("Start (UTC)", "Start Date (UTC)")
    ),
    *(
        (f"the day of a payment is called {name}", in_file("stripe_payments.csv", ("Created date (UTC)", name)),
         "id", ["ch_3A1", "ch_3A2", "ch_3A4"], [])
        for name in ("Created (UTC)", "Created date (UTC)", "Created")
    ),
    ("labels in other capitals", in_file("hubspot_deals.csv", ("Deal Name", "deal name"), ("Deal Stage", "DEAL STAGE")),
     "stage", ["Closed Won", "Closed Lost", "Contract Sent"], []),
    ("one mailbox in two spellings",
     in_file("hubspot_contacts.csv", ("omar@fennick.example", "Ines@HALDEN.example")),
     "email", ["ines@halden.example", "ines@halden.example"], ["missing"]),
    ("revenue without a currency is in dollars", in_file("segment.jsonl", (', "currency": "EUR"', "")),
     "currency", [None, None, "USD"], []),
    ("revenue is without shipping and tax, and total stands in where there is none",
     in_file("segment.jsonl", ('"revenue": 19.99, ', "")), "amount", [None, None, "23.79"], []),
    ("who was not there is told apart and not seen",
     in_file("segment.jsonl", ('"context": {"groupId": "halden-bank"}, "traits"',
                               '"context": {"active": false, "groupId": "halden-bank"}, "traits"')),
     "event", ["Signed Up", "Page Viewed", "Order Completed"], []),
    ("what is metered is no recurring amount",
     in_file("stripe_api_subscriptions.json", ('"licensed"', '"metered"')), "amount", ["0", "0", "0"], []),
    ("collection is paused, of what has not ended",
     in_file("stripe_api_subscriptions.json", ('"pause_collection": null', '"pause_collection": {"behavior": "void"}')),
     "status", ["paused", "paused", "canceled"], []),
    ("an invoice of today names what it was paid by",
     in_file("stripe_api_invoices.json",
             ('"object": "invoice"', '"payments": {"data": [{"payment": {"charge": "ch_7"}}]}')),
     "charge", ["ch_7", "ch_7"], []),
    ("an invoice that is paid in many instalments",
     in_file("stripe_api_invoices.json",
             ('"object": "invoice"', f'"payments": {{"data": [{", ".join(INSTALMENTS)}]}}')),
     "intent", [" ".join(f"pi_{n:024}" for n in range(36))] * 2, []),
    ("a payment under dispute is taken back", in_file("stripe_payments.csv", (";Paid;", ";Disputed;")),
     "refunded", ["245", "1245.5", "49"], []),
    ("a dispute that was lost, and one that was won",
     in_file("stripe_payments.csv", (";Transfer", ";Dispute Status"), (";in_1;", ";in_1;lost"), (";in_2;", ";in_2;won"),
             ("eur;264,11;0,00;7,41;0,00;usd;Live;Paid", "eur;264,11;0,00;7,41;0,00;usd;Live;Disputed")),
     "refunded", ["245", "100.25", "49"], []),
    ("of a payment of which only a part is disputed, that part and what was refunded before",
     in_file("stripe_payments.csv", (";Transfer", ";Disputed Amount"), (";in_1;", ";in_1;45,00"),
             (";in_2;", ";in_2;1200,00"), (";Paid;", ";Disputed;")),
     "refunded", ["45", "1245.5", "49"], []),
    ("a bank that only inquires has taken nothing",
     in_file("stripe_payments.csv", (";Transfer", ";Dispute Status"), (";in_2;", ";in_2;warning_needs_response"),
             (";Paid;", ";Disputed;")),
     "status", ["disputed", "paid", "refunded"], []),
    ("a list that only says of a payment that it was given back",
     "payment id,customer id,paid at,amount,status\np1,c1,2026-01-31,49,Refunded\np2,c2,2026-01-31,20,Paid\n",
     "refunded", ["49", "0"], []),
    ("an id that was taken from its person",
     in_file("posthog_persons.jsonl", ('"is_deleted": false', '"x": 0'),
             ('"anon-31"', '"anon-31", "is_deleted": true')),
     "alias", ["u-1042"], []),
    ("a report of several days in one row",
     "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR)\n2026-01-01,2026-01-31,Brand,10\n"
     "2026-02-01,2026-02-01,Brand,2\n", "day", ["2026-02-01"], ["several_days"]),
    ("several days of a platform that writes the month first",
     "Start Date (in UTC),End Date (in UTC),Campaign Name,Campaign ID,Total Spent\n"
     "1/20/2026,1/20/2026,Brand,7,2\n1/1/2026,1/31/2026,Brand,7,10\n", "day", ["2026-01-20"], ["several_days"]),
    ("an account with a currency of its own in each row",
     "Day,Campaign,Campaign state,Currency code,Cost,Impr.\n2026-01-01,A,on,EUR,€1.50,1\n2026-01-01,B,on,USD,$2,1\n",
     "currency", ["EUR", "USD"], []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "column", "found", "rejected"), [t[1:] for t in TRAPS], ids=[t[0] for t in TRAPS])
def test_a_trap_of_a_source(tmp_path, text, column, found, rejected):
    answer = read(tmp_path, text, amount_of="one")
    rows = [{name: str(value) for name, value in plainly(row).items()} for row in answer.rows]
    assert [row.get(column) for row in rows] == found
    assert [reject["code"] for reject in answer.rejects] == rejected


def test_whose_amount_stands_beside_a_quantity_is_asked_and_never_guessed(tmp_path):
    file = FILES / "stripe_subscriptions.csv"
    assert question(tmp_path, file) == ("amount_of", "245.00 × 5")
    for answer, amounts in (("one", [1225, 1188]), ("all", [245, 1188])):
        assert [row["amount"] for row in read(tmp_path, file, amount_of=answer).rows] == amounts
    assert read(tmp_path, in_file(file.name, (",price_team,5,", ",price_team,1,"))).facts["amount_of"] == ""


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("user,event,time,channel,segment", "events"),
        ("user_id,event,date,amount,id,status", "events"),
        ("date,channel,cost,campaign,impr", "spend"),
        ("payment id,customer id,paid at,amount,status", "payments"),
        ("subscription id,customer id,price,currency,start date,end date,status,plan", "subscriptions"),
        ("customer id,date,mrr change,movement", "movements"),
        ("deal id,deal name,stage,amount,create date,close date,company", "deals"),
        ("lead id,email,status,create date", "leads"),
        ("email,plan,created at", "people"),
        ("colour,weight", "events"),
    ],
)
def test_a_file_of_nobodys_format_is_taken_for_what_its_header_names_most_of(header, kind):
    assert plain.likeliest(header.split(","))[0] == kind


def test_a_report_without_days_is_no_spend_of_a_day(tmp_path):
    report = "Campaign report\n\nCampaign,Campaign state,Currency code,Cost,Impr.\nBrand,on,EUR,1.50,1\n"
    folder = tmp_path / "upload"
    folder.write_text(report)
    head, _job = job_of(folder, tmp_path)
    assert (head.preset, "day" in head.mapping) == ("plain", False)


def test_every_source_has_a_file_here_and_a_name():
    assert {case[2] for case in CASES} == set(sources.SOURCES)
    assert set(wording.SOURCES) == {*sources.SOURCES, sources.PLAIN}
    reasons = {leave.reason for source in sources.SOURCES.values() for leave in source.leave}
    assert {*reasons, "footer", "other_kind"} == set(wording.LEFT_OUT)
    assert {column for table in TABLES for column in columns_of(table)} <= set(wording.COLUMN_NAMES)
