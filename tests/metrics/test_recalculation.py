"""Touched months only, all months, or a count by hand: always the same rows."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from metrics import recalculation
from metrics.models import FunnelSettings, MetricValue
from pmm_workspace.jobs.models import Job
from tests.metrics import oracle
from tests.metrics.funnel import events, imported, numbers, work

EVENTS = ["signed_up", "activated", "trial_started", "subscribed", "page"]


def stored():
    fields = ("metric", "variant", "month", "channel", "segment", "numerator", "denominator", "pending")
    return {tuple(row[:5]): tuple(row[5:]) for row in MetricValue.objects.values_list(*fields)}


def some_events(seed, people, count, until):
    """Rows in no order at all: late, repeated, in every month, by people who come back under another channel."""
    luck = random.Random(seed)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for _ in range(count):
        when = start + timedelta(seconds=luck.randrange(until * 86_400))
        channel, segment = luck.choice(["google", "meta", "", "partner"]), luck.choice(["startup", "", "enterprise"])
        yield f"p{luck.randrange(people)} {luck.choice(EVENTS)} {when:%Y-%m-%dT%H:%M:%SZ} {channel} {segment}"


def some_spend(seed, count):
    luck = random.Random(seed)
    rows = ["day,channel,amount,campaign"]
    for n in range(count):
        day = f"2026-{luck.randrange(1, 9):02}-{luck.randrange(1, 28):02}"
        rows.append(f"{day},{luck.choice(['google', 'meta'])},{luck.randrange(9000) / 100},c{n}")
    return "\n".join(rows)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_incremental_equals_full_equals_counting_by_hand(ed, tmp_path, seed):
    for step, until in enumerate([90, 60, 150, 240]):
        imported(tmp_path, ed, events(*some_events(seed * 10 + step, 40, 60, until)))
        imported(tmp_path, ed, some_spend(seed * 10 + step, 8))
        assert stored() == oracle.values()

    incremental = stored()
    recalculation.recalculate()
    assert stored() == incremental
    MetricValue.objects.all().delete()
    recalculation.recalculate()
    assert stored() == incremental


def test_an_import_recomputes_only_the_months_it_touches(ed, tmp_path):
    imported(tmp_path, ed, events("a signed_up 2026-01-05", "b signed_up 2026-03-05", "x page 2026-06-30"))
    MetricValue.objects.update(numerator=99)
    imported(tmp_path, ed, events("a activated 2026-01-06"))
    assert numbers("activation_rate", "ever") == {
        ("2026-01", "*"): (1, 1, 0),
        ("2026-01", ""): (1, 1, 0),
        ("2026-03", "*"): (99, 1, 0),
        ("2026-03", ""): (99, 1, 0),
    }


def test_data_that_reaches_further_lets_earlier_people_mature(ed, tmp_path):
    imported(tmp_path, ed, events("a signed_up 2026-01-28"))
    assert numbers("activation_rate", "within_7_days")["2026-01", "*"] == (0, 0, 1)
    imported(tmp_path, ed, events("x page 2026-02-28"))
    assert numbers("activation_rate", "within_7_days")["2026-01", "*"] == (0, 1, 0)


def test_a_row_whose_base_is_gone_goes_too(ed, tmp_path):
    imported(tmp_path, ed, events("a signed_up 2026-02-05 google", "x page 2026-06-30"))
    assert ("2026-02", "google") in numbers("activation_rate", "ever")
    imported(tmp_path, ed, events("a signed_up 2026-01-05 meta"))
    assert numbers("activation_rate", "ever") == {("2026-01", "*"): (0, 1, 0), ("2026-01", "meta"): (0, 1, 0)}


def test_other_event_names_recompute_everything(ed, tmp_path):
    imported(tmp_path, ed, events("a registered 2026-01-05", "a activated 2026-01-06", "x page 2026-06-30"))
    assert numbers("activation_rate", "ever") == {}
    names = {"signup": "registered", "activation": "activated", "trial": "trial_started", "paid": "subscribed"}
    recalculation.change_stages(names, by=ed)
    work()
    assert numbers("activation_rate", "ever")["2026-01", "*"] == (1, 1, 0)


def test_the_clock_asks_once_for_each_workspace_with_data(workspace, elsewhere, ed, tmp_path):
    recalculation.recalculate_everywhere()
    assert not Job.objects.exists()
    imported(tmp_path, ed, events("a signed_up 2026-01-05"))
    before = Job.objects.count()
    recalculation.recalculate_everywhere()
    recalculation.recalculate_everywhere()
    assert Job.objects.count() == before + 1
    work()
    assert FunnelSettings.objects.get().computed_at is not None
