"""Tables of examples: what a cell says, and what is wrong with it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from metrics.parsing import values
from metrics.parsing.problems import BadCell, Unsettled
from metrics.parsing.values import Rules

BERLIN = Rules(zone=ZoneInfo("Europe/Berlin"), latest=datetime(2026, 11, 22, tzinfo=UTC))


@pytest.mark.parametrize(
    ("cell", "order", "expected"),
    [
        ("2026-01-31T14:05:00Z", "", "2026-01-31 14:05:00+00:00"),
        ("2026-01-31T14:05:00+02:00", "", "2026-01-31 12:05:00+00:00"),
        ("2026-01-31 14:05:00.123456 UTC", "", "2026-01-31 14:05:00.123456+00:00"),
        ("2026-01-31 14:05:00.123456789 +0200", "", "2026-01-31 12:05:00.123456+00:00"),
        ("2026-01-31 14:05", "", "2026-01-31 13:05:00+00:00"),  # the workspace's clock
        ("2026-07-31", "", "2026-07-30 22:00:00+00:00"),
        ("2026-03-29 01:59:59", "", "2026-03-29 00:59:59+00:00"),  # a second before summer time
        ("2026-03-29 03:00:00", "", "2026-03-29 01:00:00+00:00"),
        ("2026-10-25 02:30:00", "", "2026-10-25 00:30:00+00:00"),  # comes twice: the first one
        ("31.01.2026 14:05", "dmy", "2026-01-31 13:05:00+00:00"),
        ("01/31/2026 2:05:09 PM", "mdy", "2026-01-31 13:05:09+00:00"),
        ("1/2/2026 12:00 am", "mdy", "2026-01-01 23:00:00+00:00"),
    ],
)
def test_moments_are_kept_in_utc(cell, order, expected):
    rules = Rules(zone=BERLIN.zone, latest=BERLIN.latest, day_order=order)
    assert str(values.moment(cell, rules)) == expected


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2026-13-01T00:00:00Z", "not_a_time"),
        ("2026-02-30", "not_a_time"),
        ("20260131T100000Z", "not_a_time"),
        ("1769868300", "not_a_time"),
        ("infinity", "not_a_time"),
        ("yesterday", "not_a_time"),
        ("=NOW()", "not_a_time"),
        ("2031-01-01", "in_the_future"),
        ("1999-12-31", "before_2000"),
        ("0001-01-01", "not_a_time"),
        ("9999-12-31T23:59:59-12:00", "not_a_time"),
    ],
)
def test_what_is_not_a_moment_is_said(cell, code):
    with pytest.raises(BadCell) as bad:
        values.moment(cell, BERLIN)
    assert bad.value.code == code


def test_a_date_that_can_be_read_two_ways_is_not_guessed():
    with pytest.raises(Unsettled):
        values.day("03/04/2026", BERLIN)


@pytest.mark.parametrize(
    ("cell", "clue"),
    [
        ("31.12.2026", "dmy"),
        ("12/31/2026", "mdy"),
        ("03/04/2026", "?"),
        ("31/31/2026", None),
        ("2026-12-31", None),
        ("", None),
    ],
)
def test_a_date_tells_its_order_or_does_not(cell, clue):
    assert values.clues_of_order(cell) == clue


@pytest.mark.parametrize(
    ("cell", "mark", "expected"),
    [
        ("120", "", "120"),
        ("120.50", ".", "120.50"),
        ("120,50", ",", "120.50"),
        ("1,234.56", ".", "1234.56"),
        ("1.234,56", ",", "1234.56"),
        ("1 234,56", ",", "1234.56"),
        ("1\u202f234,56 €", ",", "1234.56"),
        ("$1,234", ".", "1234"),
        ("USD 12.30", ".", "12.30"),
        ("1'234.50", ".", "1234.50"),
        ("0", "", "0"),
    ],
)
def test_amounts_as_people_write_them(cell, mark, expected):
    assert values.money(cell, Rules(decimal_mark=mark)) == Decimal(expected)


@pytest.mark.parametrize(
    ("cell", "mark", "code"),
    [
        ("(1,234)", ".", "negative"),
        ("-5", "", "negative"),
        ("abc", "", "not_a_number"),
        ("=1+1", "", "not_a_number"),
        ("1e5", "", "not_a_number"),
        ("NaN1", "", "not_a_number"),
        ("12,34.5", ".", "not_a_number"),
        ("120,50", ".", "not_a_number"),
        ("1.2.3", ".", "not_a_number"),
        ("99999999999999", "", "too_large"),
        ("٣", "", "not_a_number"),
    ],
)
def test_what_is_not_an_amount_is_said(cell, mark, code):
    with pytest.raises(BadCell) as bad:
        values.money(cell, Rules(decimal_mark=mark))
    assert bad.value.code == code


@pytest.mark.parametrize(
    ("cell", "clue"),
    [("1,234", "?"), ("1.234", "?"), ("12,5", ","), ("0.123", "."), ("1,234.5", "."), ("1.234.567", ","), ("7", None)],
)
def test_an_amount_tells_its_decimal_mark_or_does_not(cell, clue):
    assert values.clues_of_mark(cell) == clue


@pytest.mark.parametrize("cell", ["", "--", "-", "N/A", "null", "(not set)", "#N/A"])
def test_signs_for_nothing_are_missing_and_not_zero(cell):
    assert values.is_missing(cell)


def test_a_channel_is_one_however_it_is_spelled():
    read = values.label(100)
    assert {read(cell, None) for cell in ("Paid Search", "paid_search", "PAID  search")} == {"paid search"}


def test_a_day_of_the_workspace_keeps_its_date():
    assert values.day("2026-01-31", BERLIN) == date(2026, 1, 31)
    assert values.day("2026-01-31 23:30:00", BERLIN) == date(2026, 1, 31)


def test_another_currency_is_refused_rather_than_added_up():
    assert values.currency("usd", Rules()) == "USD"
    with pytest.raises(BadCell) as bad:
        values.currency("EUR", Rules())
    assert (bad.value.code, bad.value.details) == ("other_currency", {"currency": "USD"})
