"""The three metrics once more, in plain Python over plain rows: slow, obvious, and written apart from the SQL."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

from tests.metrics.funnel import facts

DAY = 24 * 60 * 60 * 1_000_000

VARIANTS = {
    ("activation_rate", "ever"): ("signed_up", "activated", None),
    ("activation_rate", "in_time"): ("signed_up", "activated", 7),
    ("free_to_paid", "within_30_days"): ("trial_started", "subscribed", 30),
    ("free_to_paid", "ever"): ("trial_started", "subscribed", None),
}


def values():
    """{(metric, variant, month, channel, segment): (numerator, denominator, pending)} from what is stored."""
    people, last = defaultdict(list), None
    for row in sorted((SimpleNamespace(**row) for row in facts()), key=lambda row: (row.at, row.tie)):
        people[row.person].append(row)
        last = max(filter(None, [last, row.day]))
    found = {}
    for name, (entry, target, window) in VARIANTS.items():
        found |= cohorts(name, people.values(), entry, target, window, last)
    return found | costs(people.values())


def first(rows, event):
    return next((row for row in rows if row.event == event), None)


def home(rows):
    """The channel and segment a person belongs to."""
    row = first(rows, "signed_up") or rows[0]
    return row.channel, row.segment


def slices(rows):
    channel, segment = home(rows)
    return [(c, s) for c in ("*", channel) for s in ("*", segment)]


def cohorts(name, people, entry, target, window, last):
    found = defaultdict(lambda: [0, 0, 0])
    for rows in people:
        entered = first(rows, entry)
        if entered is None:
            continue
        is_mature = window is None or entered.day + timedelta(days=window) < last
        is_reached = any(
            row.event == target and row.at >= entered.at and (window is None or row.at < entered.at + window * DAY)
            for row in rows
        )
        for channel, segment in slices(rows):
            cell = found[(*name, entered.day.replace(day=1), channel, segment)]
            cell[0] += is_mature and is_reached
            cell[1] += is_mature
            cell[2] += not is_mature
    return {key: (Decimal(cell[0]), cell[1], cell[2]) for key, cell in found.items()}


def costs(people):
    customers, money = defaultdict(int), {}
    for rows in people:
        paid = first(rows, "subscribed")
        if paid is not None:
            for channel in ("*", home(rows)[0]):
                customers[paid.day.replace(day=1), channel] += 1
    for row in (SimpleNamespace(**row) for row in facts("spend")):
        for channel in ("*", row.channel):
            key = row.day.replace(day=1), channel
            money[key] = money.get(key, Decimal(0)) + Decimal(row.cents) / 100
    keys = {*customers, *money}
    return {("cac", "total", *key, "*"): (money.get(key), customers.get(key, 0), 0) for key in keys}
