"""Tables of examples: what a cell says, and what is wrong with it. Each table is one file."""

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from metrics.parsing import sql
from tests.metrics.parsing.reading import question, read


def at(row):
    return str(datetime.fromtimestamp(0, UTC) + (row["at"] * datetime.resolution))


def table(header, rows):
    text = io.StringIO()
    csv.writer(text).writerows([header.split(","), *rows])
    return text.getvalue()


def times(*cells):
    return table("user,event,time", [("u1", "a", cell) for cell in cells])


def amounts(*cells):
    return table("day,channel,amount,campaign", [("2026-01-31", "meta", cell, n) for n, cell in enumerate(cells)])


PAYMENTS = {"id": 0, "customer": 1, "at": 2, "amount": 3, "status": 4}
ISO = {
    "2026-01-31T14:05:00Z": "2026-01-31 14:05:00+00:00",
    "2026-01-31T14:05:00+02:00": "2026-01-31 12:05:00+00:00",
    "2026-01-31 14:05:00.123456 UTC": "2026-01-31 14:05:00.123456+00:00",
    "2026-01-31 14:05:00.123456789 +0200": "2026-01-31 12:05:00.123456+00:00",
    "2026-01-31 14:05": "2026-01-31 13:05:00+00:00",  # the workspace's clock
    "2026-07-31": "2026-07-30 22:00:00+00:00",
    "2026-01-31 10:00:00 EST": "2026-01-31 15:00:00+00:00",
    "2026-01-31 10:00:00 GMT+1": "2026-01-31 09:00:00+00:00",
    "2026-03-29 01:59:59": "2026-03-29 00:59:59+00:00",  # a second before summer time
    "2026-03-29 02:30:00": "2026-03-29 01:30:00+00:00",  # skipped: counted on from before
    "2026-03-29 03:00:00": "2026-03-29 01:00:00+00:00",
    "2026-10-25 02:30:00": "2026-10-25 00:30:00+00:00",  # comes twice: the first one
}
COUNTED = {
    "1769868300": "2026-01-31 14:05:00+00:00",
    "1769868300123": "2026-01-31 14:05:00.123000+00:00",
    "1769868300123456": "2026-01-31 14:05:00.123456+00:00",
    "20260131": "2026-01-30 23:00:00+00:00",
}
HALVES = {
    "2026-01-31 10:00 PM": "2026-01-31 21:00:00+00:00",
    "2026-01-31 10:00:05 am": "2026-01-31 09:00:05+00:00",
}
SPOKEN = {
    "dmy": {
        "31.01.2026 14:05": "2026-01-31 13:05:00+00:00",
        "1/2/2026": "2026-01-31 23:00:00+00:00",
        "5 Feb 2026": "2026-02-04 23:00:00+00:00",
    },
    "mdy": {
        "01/31/2026 2:05:09 PM": "2026-01-31 13:05:09+00:00",
        "1/2/2026 12:00 am": "2026-01-01 23:00:00+00:00",
        "February 5, 2026": "2026-02-04 23:00:00+00:00",
    },
}


@pytest.mark.parametrize(
    ("examples", "order"),
    [(ISO, ""), (COUNTED, ""), (ISO | COUNTED | HALVES, ""), (SPOKEN["dmy"], "dmy"), (SPOKEN["mdy"] | ISO, "mdy")],
    ids=["iso", "counted", "all", "day first", "month first"],
)
def test_moments_are_kept_in_utc(tmp_path, examples, order):
    found = read(tmp_path, times(*examples), day_order=order)
    assert {cell: at(row) for cell, row in zip(examples, found.rows, strict=True)} == examples


def test_what_is_not_a_moment_is_said(tmp_path):
    examples = {
        "2026-13-01T00:00:00Z": "not_a_time",
        "2026-02-30": "not_a_time",
        "20260131T100000Z": "not_a_time",
        "infinity": "not_a_time",
        "yesterday": "not_a_time",
        "=NOW()": "not_a_time",
        "2026-01-31 10:00 Uhr": "not_a_time",
        "2026-01-31 10:00:00 5": "not_a_time",
        "31.13.2026": "not_a_time",
        "2131-01-01": "in_the_future",
        "9999-12-31T23:59:59-12:00": "in_the_future",
        "1999-12-31": "before_2000",
        "0001-01-01": "before_2000",
    }
    found = read(tmp_path, times(*examples))
    assert dict(zip(examples, [reject["code"] for reject in found.rejects], strict=True)) == examples


@pytest.mark.parametrize("days", [("03/04/2026", "05/06/2026"), ("25/04/2026", "04/25/2026")])
def test_an_order_of_day_and_month_that_is_not_proved_is_asked(tmp_path, days):
    assert question(tmp_path, times(*days)) == ("day_order", days[0])
    assert at(read(tmp_path, times(*days), day_order="dmy").rows[0])[:10] in ("2026-04-02", "2026-04-24")


def test_one_day_above_twelve_settles_the_order_of_all(tmp_path):
    found = read(tmp_path, times("03/04/2026 12:00", "04/25/2026 12:00", "31.13.2026"))
    assert [at(row)[:10] for row in found.rows] == ["2026-03-04", "2026-04-25"]
    assert (found.facts["day_order"], found.rejects[0]["details"]) == ("mdy", {"order": "mdy"})


@pytest.mark.parametrize(
    ("mark", "examples"),
    [
        (".", {"120": "120", "120.50": "120.50", "1,234.56": "1234.56", "$1,234": "1234", "USD 12.30": "12.30",
               "1'234.50": "1234.50", "0": "0", "1 234 567.8": "1234567.8"}),
        (",", {"120,50": "120.50", "1.234,56": "1234.56", "1 234,56": "1234.56", "1\u202f234,56 €": "1234.56",
               "1.234.567": "1234567"}),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(tmp_path, mark, examples):
    found = read(tmp_path, amounts(*examples))
    assert [row["amount"] for row in found.rows] == [Decimal(value) for value in examples.values()]
    assert found.facts["decimal_mark"] == mark


def test_what_is_not_an_amount_is_said(tmp_path):
    examples = {
        "(1,234.00)": "negative",
        "-5": "negative",
        "abc": "not_a_number",
        "=1+1": "not_a_number",
        "1e5": "not_a_number",
        "12,34.5": "not_a_number",
        "120,50": "not_a_number",
        "1.2.3": "not_a_number",
        "99999999999999": "too_large",
        "٣": "not_a_number",
        "--": "missing",
    }
    found = read(tmp_path, amounts(*examples), decimal_mark=".")
    assert dict(zip(examples, [reject["code"] for reject in found.rejects], strict=True)) == examples


def test_a_number_that_was_one_before_it_was_text_may_have_an_exponent(tmp_path):
    amounts_of_json = (1e-05, 1.5e7, "1,234", True)
    day = {"day": "2026-01-31", "channel": "meta"}
    lines = [day | {"campaign": f"c{n}", "amount": amount} for n, amount in enumerate(amounts_of_json)]
    found = read(tmp_path, "\n".join(map(json.dumps, lines)))
    assert [row["amount"] for row in found.rows] == [Decimal("0.00001"), 15_000_000, 1234]
    assert found.reasons == [(4, "amount", "not_a_number")]


@pytest.mark.parametrize("cell", ["1,234", "1.234"])
def test_a_mark_that_may_be_thousands_or_decimals_is_asked(tmp_path, cell):
    assert question(tmp_path, amounts(cell, "7")) == ("decimal_mark", cell)
    assert read(tmp_path, amounts(cell, "7"), decimal_mark=cell[1]).rows[0]["amount"] == Decimal("1.234")
    assert read(tmp_path, amounts(cell, "0" + cell[1] + "5")).rows[0]["amount"] == Decimal("1.234")


def test_signs_for_nothing_are_missing_and_not_zero(tmp_path):
    signs = [sign.replace(",", "") for word in sql.MISSING for sign in (word, word.upper(), word.title(), f" {word} ")]
    found = read(tmp_path, table("user,event,time,channel", [("u1", "a", "2026-01-31", sign) for sign in signs]))
    assert (len(found.rows), [row for row in found.rows if "channel" in row]) == (len(signs), [])


def test_words_that_begin_as_a_sign_for_nothing_does_are_kept(tmp_path):
    words = ["news", "nordics", "-5 days", "(other)", "#ads", "——", "север", "наш блог"]
    found = read(tmp_path, table("user,event,time,channel", [("u1", "a", "2026-01-31", word) for word in words]))
    assert [row["channel"] for row in found.rows] == words


def test_a_channel_is_one_however_it_is_spelled(tmp_path):
    cells = ["Paid Search", "paid_search", "PAID  search "]
    found = read(tmp_path, table("user,event,time,channel", [("u1", "a", "2026-01-31", cell) for cell in cells]))
    assert {row["channel"] for row in found.rows} == {"paid search"}


def test_a_payment_that_waits_for_somebody_is_none_yet(tmp_path):
    states = ("Paid", "Requires action", "requires_capture", "Uncaptured", "Unheard of")
    rows = [(n, "cus_1", "2026-01-31", 10, state) for n, state in enumerate(states)]
    found = read(
        tmp_path, table("id,customer,date,amount,status", rows), kind="payments", mapping=PAYMENTS, preset="plain"
    )
    assert [row["status"] for row in found.tables["payments"]] == ["paid", "failed", "failed", "failed"]
    assert found.reasons == [(6, "status", "unknown_word")]


def test_a_day_keeps_its_date_whatever_the_hour(tmp_path):
    days = ["2026-01-31", "2026-01-31 23:30:00", "2026-01-31T23:30:00Z"]
    rows = [(day, "meta", "1", n) for n, day in enumerate(days)]
    found = read(tmp_path, table("day,channel,amount,campaign", rows))
    assert {str(row["day"]) for row in found.rows} == {"2026-01-31"}


def test_another_currency_is_refused_where_it_cannot_be_kept(tmp_path):
    rows = [("2026-01-31", "meta", "1", "usd"), ("2026-02-01", "meta", "1", "EUR"), ("2026-02-02", "meta", "1", "€")]
    found = read(tmp_path, table("day,channel,amount,currency", rows), only_currency=True)
    assert [reject["code"] for reject in found.rejects] == ["other_currency", "not_a_currency"]
    assert found.rejects[0]["details"] == {"currency": "USD"}
    report = "Day,Campaign name,Amount spent (EUR)\n2026-01-31,Brand,1\n"
    refused = read(tmp_path, report, only_currency=True).rejects
    assert [(reject["code"], reject["value"]) for reject in refused] == [("other_currency", "EUR")]
    kept = read(tmp_path, table("day,channel,amount,currency", rows)).rows
    assert [row["currency"] for row in kept] == ["USD", "EUR"]
