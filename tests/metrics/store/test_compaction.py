"""What many imports have written is put into one file; nobody sees a difference, and every import can still leave."""

import random
from collections import Counter
from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection, transaction
from django.utils.timezone import now

from metrics.importing import erasing, housekeeping
from metrics.importing.receiving import may_be_replaced
from metrics.models import FunnelSettings, ImportRun
from metrics.recalculation import publish
from metrics.store import changes, compaction, lake, moments, undoing
from metrics.store.engine import connected, quoted
from tests.metrics.funnel import work
from tests.metrics.store.lakes import event, everything, imported, laid, put_together, tallied, undone
from tests.metrics.store.test_facts import some_rows
from tests.metrics.store.test_publishing import ANA, OTHERS, killed_at, progress


def rows_by_import(table):
    with connected() as engine:
        rows = lake.with_runs(lake.live(table=table))
        return Counter(engine.execute(rows).fetchall())


def seen():
    brought = {table: rows_by_import(table) for table in lake.places()}
    return everything(), tallied(), brought, FunnelSettings.objects.values("through", "tallied_as").get()


def after_undoing(run):
    """What would be seen; it is not kept."""
    with transaction.atomic():
        undone(run)
        left = everything()
        transaction.set_rollback(True)
    return left


@pytest.mark.django_db(transaction=True)
def test_what_is_crowded_is_put_into_one_file_and_every_import_can_still_leave_it(workspace):
    first, _ = imported(events=[event("ana"), event("ben", "activated", "2026-01-06", anonymous="b")])
    runs = [imported(events=[event(f"u{n}", anonymous=f"a{n}")])[0] for n in range(compaction.MOST - 1)]
    assert not compaction.crowded()
    imported(events=[event("ana"), event("a3"), event("cy", when="2026-02-01", anonymous="ana")])
    publish.recount()
    before, without_first, without_another = seen(), after_undoing(first), after_undoing(runs[3])
    attempt, parts = progress(), compaction.crowded()
    steps = [(moments.BETWEEN_FILES, n) for n, _part in enumerate(parts, start=1)]
    for moment, time in [*steps, (moments.PUBLISHING, 1), (moments.BEFORE_COMMIT, 1)]:
        assert killed_at(moment, lambda: housekeeping.compact(attempt), time)
        assert seen() == before
    housekeeping.compact_everywhere()
    work()
    assert [file.table for file in lake.live()] == ["events", "merges", "persons", "events"]
    assert seen() == before

    corrected, _ = imported(replaces=runs[3], events=[event("u3", when="2026-01-20")])
    undone(corrected)
    assert seen() == before
    assert after_undoing(runs[3]) == without_another
    undone(first)
    assert everything() == without_first


@pytest.mark.django_db
def test_the_newest_of_several_imports_tells_what_is_paid_and_owed_after_compaction_too(workspace):
    luck = random.Random(3)
    runs = [imported(**some_rows(luck))[0] for _ in range(3)]
    publish.recount()
    before, without = seen(), [after_undoing(run) for run in runs]
    put_together()
    assert all(file.run_id is None for file in lake.live())
    assert seen() == before
    assert [after_undoing(run) for run in runs] == without


def told_of(table):
    """(number, key) or (number, other) of every file that lies in the lake, of whatever state."""
    with connected() as engine:
        rows = f"read_parquet({quoted(f'{lake.root()}/{table}/all/*.parquet')})"
        return set(engine.execute(f"SELECT columns('number|key|other') FROM {rows}").fetchall())


@pytest.mark.django_db
def test_an_import_undone_after_compaction_leaves_everything_as_if_it_had_never_been(workspace):
    imported(publish=publish.land, **OTHERS)
    imported(publish=publish.land, events=[event("ben", anonymous="b")])
    put_together()
    before = seen()
    run, _ = imported(publish=publish.land, **ANA | {"people": [{"person": "ben", "alias": "cy"}]})
    imported(publish=publish.land, people=[{"person": "b", "alias": "ben"}])
    expected = after_undoing(run)
    put_together()
    assert lake.live(run=run, table="persons") == []
    undone(run, publish=publish.land)
    assert everything() == expected
    assert seen()[:2] == before[:2]
    publish.recount()
    assert seen()[:2] == before[:2]


@pytest.mark.django_db
def test_taking_back_who_is_the_same_touches_nobody_else(workspace):
    imported(people=[{"person": f"u{n}", "alias": f"a{n}"} for n in range(9)])
    run, _ = imported(people=[{"person": "u1", "alias": "a1"}, {"person": "u2", "alias": "phone"}])
    put_together()
    with publish.looking() as held:
        change = undoing.without(held.engine, run)
        changes.find_scope(held.engine, change)
        touched = {number for (number,) in held.engine.execute("FROM main.touched_people").fetchall()}
        named = "SELECT number_of(key_of(unnest(['u1', 'a1', 'u2', 'a2', 'phone'])))"
        assert touched == {number for (number,) in held.engine.execute(named).fetchall()}


@pytest.mark.django_db
def test_an_import_comes_back_whole_though_its_files_were_compacted_on_different_days(workspace):
    run, _ = imported(events=[event("ana", anonymous="a"), event("ana", "activated", "2026-02-06")])
    imported(events=[event("ben", anonymous="b"), event("cy", when="2026-02-01")])
    before = seen()
    for table in ("events", "persons", "merges"):
        put_together(table)
    assert seen() == before
    corrected, _ = imported(replaces=run, events=[event("ana")])
    put_together()
    undone(corrected)
    assert seen() == before


@pytest.mark.django_db
def test_what_replaces_an_import_compacted_long_ago_stands_in_its_place(workspace):
    first, _ = imported(events=[event("ana", channel="one")])
    second, _ = imported(events=[event("ben")])
    imported(events=[event("ana", channel="three")])
    put_together()
    lake.collect_garbage(at=now() + timedelta(days=31))
    assert may_be_replaced(second) and not second.files.exists()
    imported(replaces=second, events=[event("ana", channel="two"), event("ben")])
    undone(first)
    assert {row["channel"] for row in laid("events")} == {"two", ""}


@pytest.mark.django_db
def test_where_earlier_imports_stand_is_told_by_their_files(workspace):
    imported(events=[event("ana")])
    imported(events=[event("ben")])
    stood = dict(ImportRun.objects.values_list("pk", "position"))
    ImportRun.objects.update(position=None)
    with connection.cursor() as cursor:
        cursor.execute(import_module("metrics.migrations.0027_where_an_import_stands").FILL)
    assert dict(ImportRun.objects.values_list("pk", "position")) == stood
    assert None not in stood.values()


@pytest.mark.django_db(transaction=True)
def test_whoever_is_erased_after_compaction_is_in_no_file_of_the_lake(ada):
    lake.forget_lost()  # what earlier tests have left there
    imported(publish=publish.land, **OTHERS)
    imported(publish=publish.land, events=[event("ben", anonymous="b")])
    expected, others = (everything(), tallied()), (told_of("persons"), told_of("merges"))
    imported(publish=publish.land, **ANA)
    put_together()
    gone, _ = imported(publish=publish.land, **ANA)
    put_together()
    undone(gone, publish=publish.land)
    assert len(told_of("persons") - others[0]) == 4
    erasure = erasing.erase("ANA@x.example", by=ada)
    erasing.forget(progress(), erasure.pk)
    assert (told_of("persons"), told_of("merges")) == others
    assert (everything(), tallied()) == expected
