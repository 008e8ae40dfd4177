"""Whatever is done to a lake in whatever order: what pages show is what counting everything gives."""

import os
import random
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from metrics import recalculation
from metrics.definitions.meaning import Criteria
from metrics.importing import erasing, publishing, undoing
from metrics.models import FunnelSettings, ImportRun
from metrics.parsing.rates import Rate
from metrics.recalculation import audit
from metrics.recalculation.publish import writing
from metrics.store.terms import Changes
from tests.metrics.funnel import work
from tests.metrics.store.lakes import at, event, everything, put_together, tallied, written
from tests.metrics.store.test_facts import some_rows
from tests.metrics.store.test_publishing import progress

HISTORIES = int(os.environ.get("HISTORIES", 1))  # 50 is the long run
UNITS = ("person", "account")
BYSTANDERS = [event(f"b{n}", when="2026-01-05") for n in range(150)]  # with so few touched, differences are counted
CRITERIA = [
    Criteria(),
    Criteria((("activated", 2),)),
    Criteria((("activated", 1), ("visited", 1))),
    Criteria((("activated", 3), ("visited", 1)), is_any=True),
]


def rows(luck):
    """Of people who come late, from other devices, and pay in two currencies."""
    found = some_rows(luck)
    for row in found["events"]:
        row["event"] = luck.choice([row["event"], "visited"])
    for row in (*found["payments"], *found["spend"]):
        row["currency"] = luck.choice(["", "EUR"])
    return found | {"people": [{"person": f"u{luck.randrange(12)}", "alias": f"u{luck.randrange(12)}"}]}


def bring(_luck, _by, replaces=None, **tables):
    with writing() as held, TemporaryDirectory() as folder:
        run = ImportRun(name="rows", replaces=replaces)
        run.save()
        written(held.engine, folder, tables, "plain")
        publishing.take(held, run, Path(folder))
        publishing.finish(run)
    return run


def add(luck, by):
    bring(luck, by, **rows(luck))


def one_of_those_there(luck):
    there = [run for run in ImportRun.objects.order_by("pk")[1:] if undoing.may_be_undone(run)]
    return luck.choice(there) if there else None


def replace(luck, by):
    bring(luck, by, replaces=one_of_those_there(luck), **rows(luck))


def undo(luck, by):
    if run := one_of_those_there(luck):
        undoing.undo(run, by=by)


def erase(luck, by):
    erasing.erase(f"u{luck.randrange(12)}", by=by)


def mean_something_else(luck, by):
    recalculation.change_criteria(luck.choice(CRITERIA), luck.choice([7, 30]), by=by)


def leave_out(luck, by):
    recalculation.change_terms(Changes(excluded_people=(f"u{luck.randrange(12)}",)), by=by)


def rate(luck, by):
    day, value = date(2026, luck.randrange(1, 4), 1), Decimal(luck.randrange(90, 130)) / 100
    recalculation.change_terms(Changes(rates=(Rate("EUR", day, value),)), by=by)


def compact(_luck, _by):
    put_together()


STEPS = [add, replace, undo, erase, mean_something_else, leave_out, rate, compact]


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_after_any_history_the_nightly_count_finds_no_difference(seed, ada):
    """And when all is taken back, nothing of it is left."""
    luck, rounds = random.Random(seed), 1 + (seed > 0)
    recalculation.change_terms(Changes(rates=(Rate("EUR", date(2025, 1, 1), Decimal("1.1")),)), by=ada)
    FunnelSettings.objects.update(unit=UNITS[seed % 2])
    bring(luck, ada, events=BYSTANDERS)
    expected = everything(), tallied()
    for step in [add, *luck.sample(STEPS * rounds, k=len(STEPS) * rounds)]:
        step(luck, ada)
        work()
        assert audit.audit(progress()) == {"differing": 0}, step
    while run := one_of_those_there(luck):
        undoing.undo(run, by=ada)
        work()
    assert (everything(), tallied()) == expected


def test_a_payment_counts_once_whichever_of_its_customers_comes_or_goes(ada):
    """And what that changes for the other one is counted with it."""

    def paid(id, customer, amount=50, replaces=None, **names):
        row = {"id": id, "customer": customer, "at": at("2026-02-01"), "amount": amount}
        return bring(None, ada, replaces=replaces, payments=[row | names])

    def revenue():
        work()
        assert audit.audit(progress()) == {"differing": 0}
        return sum(value for key, value in tallied().items() if key[0] == "revenue.cents")

    bring(None, ada, events=[*BYSTANDERS, event("company"), event("office")])
    paid("in_1", "company", invoice="in_1")
    assert revenue() == 5000
    charge = paid("ch_1", "office", charge="ch_1", invoice="in_1")
    assert revenue() == 5000
    corrected = paid("ch_1", "office", 20, charge="ch_1", invoice="in_1", replaces=charge)
    assert revenue() == 5000
    paid("ch_2", "lab", 30, charge="ch_2", intent="pi_2", replaces=corrected)
    assert revenue() == 8000
    listed = paid("pi_2", "office", 30, invoice="in_1")
    assert revenue() == 5000
    erasing.erase("lab", by=ada)
    assert revenue() == 5000
    undoing.undo(listed, by=ada)
    assert revenue() == 5000
    erasing.erase("company", by=ada)
    assert revenue() == 0
