"""Files and numbers are published together, and are taken back, replaced, erased and dropped together."""

import os
import random
import signal
from datetime import date, timedelta
from itertools import count

import pytest
from django.conf import settings
from django.db import connection
from django.utils.timezone import now

from metrics.importing import erasing, housekeeping, receiving, undoing
from metrics.importing import publishing as storing
from metrics.models import FunnelSettings, ImportReject, ImportRun, LakeFile, Tally
from metrics.recalculation import publish
from metrics.store import lake, moments, scratch
from metrics.store.moments import MOMENTS
from pmm_workspace.celery import app
from pmm_workspace.jobs import queue
from pmm_workspace.jobs.models import Job, State
from pmm_workspace.jobs.progress import Progress
from tests.metrics import funnel
from tests.metrics.store.lakes import (
    at,
    event,
    everything,
    imported,
    put_together,
    tallied,
    undone,
)
from tests.metrics.store.test_facts import some_rows


def progress():
    job = Job(kind="a test", state=State.RUNNING, attempt=1)
    job.save()
    return Progress(job)


def recounted():
    publish.recount()
    return tallied()


def test_the_planner_knows_how_many_there_are_once_all_are_counted(workspace, django_capture_on_commit_callbacks):
    rows = some_rows(random.Random(4))
    imported(publish=publish.land, **rows)
    with django_capture_on_commit_callbacks(execute=True):
        publish.recount()
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'metrics_tally'::regclass")
        assert cursor.fetchone() == (Tally.objects.count(),)


def test_an_undone_import_leaves_the_numbers_as_if_it_had_never_been(ed):
    luck = random.Random(12)
    imported(publish=publish.land, **some_rows(luck))
    before = tallied()
    run, _ = imported(publish=publish.land, **some_rows(luck))
    assert tallied() != before

    undoing.undo(run, by=ed)
    undoing.take_back(progress(), run.pk)
    run.refresh_from_db()
    assert (run.state, tallied()) == (ImportRun.State.UNDONE, before)
    assert not undoing.may_be_undone(run)


def test_after_thirty_days_an_import_stays_and_its_dead_files_go(ed):
    run, _ = imported(events=[event("ana")])
    run.finished_at = now() - timedelta(days=31)
    run.save()
    with pytest.raises(undoing.TooLate):
        undoing.undo(run, by=ed)
    undone(run)
    files = [settings.LAKE_DIR / file.path for file in LakeFile.objects.all()]
    lake.collect_garbage(at=now() + timedelta(days=30, hours=1))
    assert all(file.exists() for file in files)
    lake.collect_garbage(at=now() + timedelta(days=31))
    assert not any(file.exists() for file in files)
    assert not LakeFile.objects.exists()


def test_what_a_lost_attempt_has_written_is_deleted_a_day_later(workspace):
    imported(events=[event("ana")])
    (file,) = LakeFile.objects.filter(table="events")
    orphan = (settings.LAKE_DIR / file.path).with_name("orphan.parquet")
    orphan.write_bytes(b"half a file")
    lake.collect_garbage()
    assert orphan.exists()
    lake.collect_garbage(at=now() + timedelta(days=2))
    assert not orphan.exists()
    assert (settings.LAKE_DIR / file.path).exists()


NINTH = at("2026-01-09")
ANA = {
    "events": [event("ana", channel="meta"), event("anon-1", "visited", "2026-01-02", anonymous="ana")],
    "subscriptions": [{"id": "s1", "customer": "c1", "email": "Ana@x.example", "amount": 9, "started": NINTH}],
    "people": [{"person": "ana", "email": "ana@x.example"}],
    "leads": [{"id": "l1", "email": "ana@x.example", "created": at("2026-01-01")}],
}  # fmt: skip
OTHERS = {
    "events": [event("ben"), event("cy", "activated", channel="meta")],
    "subscriptions": [{"id": "s2", "customer": "ben", "amount": 5, "started": at("2026-01-09")}],
    "leads": [{"id": "l2", "email": "cy@x.example", "created": at("2026-01-01")}],
}


def bytes_of_the_lake():
    return [path.read_bytes() for path in lake.root().rglob("*.parquet")]


@pytest.mark.django_db(transaction=True)
def test_an_erased_person_is_nowhere_and_the_numbers_are_those_of_the_others(ada):
    imported(publish=publish.land, **OTHERS)
    expected = everything(), tallied()
    run, _ = imported(publish=publish.land, **ANA)
    gone, _ = imported(publish=publish.land, **ANA)
    undone(gone, publish=publish.land)
    ImportReject(run=run, line=2, code="missing", cells=["ana", "", "x"]).save()
    ImportReject(run=run, line=3, code="missing", cells=["anatol", "", "x"]).save()

    never_published = lake.root() / "events" / "2026-01" / "lost.parquet"
    never_published.write_bytes(b"ana@x")
    lost = scratch.root() / "import-lost"
    lost.mkdir()
    (lost / "upload").write_bytes(b"ana@x")

    erasure = erasing.erase("ANA@x.example", by=ada)
    with scratch.folder("import") as held:
        erasing.forget(progress(), erasure.pk)
        assert held.exists(), "somebody is at work there"
    assert list(scratch.root().iterdir()) == [] and not never_published.exists()
    assert (everything(), tallied()) == expected
    assert [reject.line for reject in run.rejects.all()] == [3]
    assert LakeFile.objects.filter(table="persons").count() == 1
    erasure.refresh_from_db()
    assert (erasure.subject, erasure.counts["events"], erasure.counts["ids"]) == ("", 4, 4)
    assert all(b"ana@x" not in content for content in bytes_of_the_lake())
    assert LakeFile.objects.count() == len(bytes_of_the_lake())


def test_dropping_old_events_keeps_the_numbers_of_what_is_kept(workspace):
    months = [f"{2024 + n // 12}-{n % 12 + 1:02}-1{n % 9}" for n in range(24)]
    luck = random.Random(4)
    imported(
        publish=publish.land,
        events=[
            event(f"u{n % 9}", luck.choice(["signed_up", "activated", "visited"]), day, key=f"k{n}{day}")
            for day in months
            for n in range(4)
        ],
    )
    before, files = tallied(), lake.live(table="events")
    housekeeping.drop_old_events(progress(), until="2025-07-01")
    assert sum(file.rows for file in lake.live(table="events")) < sum(file.rows for file in files)
    assert tallied() == before
    assert recounted() == before
    assert FunnelSettings.objects.get().kept_from == date(2025, 7, 1)


def killed_at(moment, work, time=1):
    """Do the work in a process that is lost when it passes this moment for the first, or another time."""
    connection.close()
    child = os.fork()
    if not child:
        times = count(1)
        moments.watchers.append(
            lambda passed: passed == moment and next(times) == time and os.kill(os.getpid(), signal.SIGKILL)
        )
        work()
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


MORE = funnel.events("ana signed_up 2026-01-05 meta", "ana activated 2026-01-06", "ben subscribed 2026-02-07 meta")


def confirmed(by, replaces=None):
    """A file that waits to be stored."""
    run = receiving.receive([MORE.encode()], by=by, name="more.csv")
    funnel.work()
    ImportRun.objects.filter(pk=run.pk).update(replaces=replaces)
    return storing.confirm(ImportRun.objects.get(pk=run.pk), by=by)


def importing(_run, by):
    return replacing(None, by)


def replacing(run, by):
    waiting, held = confirmed(by, replaces=run), progress()
    return lambda: storing.publish(held, waiting.pk)


def taking_back(run, _by):
    held = progress()
    return lambda: undoing.take_back(held, run.pk)


def taking_back_what_replaced(run, by):
    waiting = confirmed(by, replaces=run)
    storing.publish(progress(), waiting.pk)
    return taking_back(waiting, by)


def erasing_ben(_run, by):
    erasure, held = erasing.erase("ben", by=by), progress()
    return lambda: erasing.forget(held, erasure.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_compacted", [False, True])
@pytest.mark.parametrize("prepare", [importing, replacing, taking_back, taking_back_what_replaced, erasing_ben])
def test_a_worker_lost_at_any_moment_leaves_all_or_nothing_and_the_next_one_brings_it_to_the_end(
    prepare, is_compacted, ada
):
    run, _ = imported(**OTHERS)
    imported(events=[event("ben", anonymous="b"), event("dee", when="2026-02-03")])
    if is_compacted:
        put_together()
    publish.recount()
    work = prepare(run, ada)
    before, files = tallied(), list(LakeFile.objects.order_by("pk").values())
    for moment in MOMENTS[:-1]:
        assert killed_at(moment, work), moment
        assert (tallied(), list(LakeFile.objects.order_by("pk").values())) == (before, files), moment
    assert killed_at(moments.COMMITTED, work)
    after = everything(), tallied()
    assert after[1] != before
    work()  # as the next worker would
    assert (everything(), recounted()) == after


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", [moments.PUBLISHING, moments.BEFORE_COMMIT])
def test_an_import_that_loses_its_database_and_its_broker_is_stored_by_the_next_attempt(
    moment, ada, owner_connection, monkeypatch
):
    imported(publish=publish.land, **OTHERS)
    before, waiting = (everything(), tallied()), confirmed(ada)
    cut = cutting_at(moment, owner_connection)
    monkeypatch.setattr(moments, "watchers", [cut])
    queue.run(waiting.job_id)
    assert cut.times == 1
    assert (everything(), tallied()) == before

    app.control.purge()
    monkeypatch.setattr(moments, "watchers", [])
    funnel.work()
    after = everything(), tallied()
    assert len(after[0]["events"]) == len(before[0]["events"]) + 3
    assert after == (everything(), recounted())


def cutting_at(moment, owner):
    """Ends the connection of this process as a database does that goes down."""

    def cut(passed):
        if passed == moment:
            cut.times += 1
            with owner.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.get_backend_pid()])

    cut.times = 0
    return cut
