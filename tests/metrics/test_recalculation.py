"""Touched months only, all months, or a count by hand: always the same rows."""

import random
from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.db.models.expressions import RawSQL

from metrics import recalculation
from metrics.models import Tally
from metrics.store.tallies import BY_CHANNEL
from pmm_workspace.jobs.models import Job
from tests.metrics import oracle
from tests.metrics.funnel import events, imported, numbers, work
from tests.metrics.store.lakes import tallied

EVENTS = ["signed_up", "activated", "trial_started", "subscribed", "page"]


def stored():
    """What `oracle.values` counts by hand, as read from the tallies."""
    found = {}
    for metric, variant in [*oracle.VARIANTS, ("cac", "total")]:
        for segment in ("*",) if metric == "cac" else ("*", "startup", "", "enterprise"):
            for (month, channel), cell in numbers(metric, variant, segment).items():
                found[metric, variant, date.fromisoformat(f"{month}-01"), channel, segment] = cell
    return found


def counted_by_hand():
    plain = {key: (cost and float(cost), *rest) for key, (cost, *rest) in oracle.values().items()}
    return {key: cell for key, cell in plain.items() if any(cell)}


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


@pytest.mark.parametrize("seed", [1])
def test_incremental_equals_full_equals_counting_by_hand(ed, tmp_path, seed):
    for step, until in enumerate([90, 60, 150, 240]):
        imported(tmp_path, ed, events(*some_events(seed * 10 + step, 40, 60, until)))
        imported(tmp_path, ed, some_spend(seed * 10 + step, 8))
        assert stored() == counted_by_hand()

    incremental = tallied()
    recalculation.recount()
    assert tallied() == incremental
    Tally.objects.all().delete()
    recalculation.recount()
    assert tallied() == incremental


def test_what_was_counted_before_anybody_added_it_up_by_channel_is_added_up(ed, tmp_path):
    imported(tmp_path, ed, events(*some_events(5, 40, 200, 150)))
    kept = tallied()
    forgotten, _by_model = Tally.objects.filter(measure__startswith=BY_CHANNEL).delete()
    assert forgotten > 20
    with connection.cursor() as cursor:
        cursor.execute(import_module("metrics.migrations.0030_tallies_by_channel_alone").FILL)
    assert tallied() == kept


def test_counting_everything_writes_only_what_differs(ed, tmp_path):
    imported(tmp_path, ed, events("a signed_up 2026-01-05", "a activated 2026-01-06", "x page 2026-06-30"))
    kept, (wrong, missing, *others) = tallied(), Tally.objects.order_by("pk")
    places = placed(others)
    Tally.objects.filter(pk=wrong.pk).update(value=wrong.value + 7)
    Tally.objects.filter(pk=missing.pk).delete()
    Tally(measure="funnel.entered:signup", period=date(2025, 3, 1), value=1).save()

    recalculation.recount()

    assert placed(others) == places
    assert tallied() == kept


def placed(rows):
    """Where each lies; writing a row puts it elsewhere."""
    places = Tally.objects.annotate(place=RawSQL("metrics_tally.ctid::text", [])).values_list("place", flat=True)
    return [places.get(pk=row.pk) for row in rows]


def test_data_that_reaches_further_lets_earlier_people_mature(ed, tmp_path):
    imported(tmp_path, ed, events("a signed_up 2026-01-28"))
    assert numbers("activation_rate", "in_time")["2026-01", "*"] == (0, 0, 1)
    imported(tmp_path, ed, events("x page 2026-02-28"))
    assert numbers("activation_rate", "in_time")["2026-01", "*"] == (0, 1, 0)


def test_a_row_whose_base_is_gone_goes_too(ed, tmp_path):
    imported(tmp_path, ed, events("a signed_up 2026-02-05 google", "x page 2026-06-30"))
    assert ("2026-02", "google") in numbers("activation_rate", "ever")
    imported(tmp_path, ed, events("a signed_up 2026-01-05 meta"))
    assert numbers("activation_rate", "ever") == {("2026-01", "*"): (0, 1, 0), ("2026-01", "meta"): (0, 1, 0)}


def test_other_event_names_recompute_everything(ed, tmp_path):
    imported(tmp_path, ed, events("a registered 2026-01-05", "a activated 2026-01-06", "x page 2026-06-30"))
    assert numbers("activation_rate", "ever") == {}
    names = {"signup": "registered", "trial": "trial_started", "paid": "subscribed"}
    recalculation.change_stages(names, by=ed)
    work()
    assert numbers("activation_rate", "ever")["2026-01", "*"] == (1, 1, 0)


def test_the_clock_asks_where_the_rows_mean_something_else_than_when_they_were_counted(workspace, ed, tmp_path):
    imported(tmp_path, ed, events("a signed_up 2026-01-31T12:00:00Z", "x page 2026-06-30"))
    before = Job.objects.count()
    recalculation.recalculate_what_changed()
    assert Job.objects.count() == before
    workspace.timezone = "Pacific/Auckland"
    workspace.save()
    recalculation.recalculate_what_changed()
    recalculation.recalculate_what_changed()
    assert Job.objects.count() == before + 1
    work()
    assert numbers("activation_rate", "ever")["2026-02", "*"] == (0, 1, 0)
