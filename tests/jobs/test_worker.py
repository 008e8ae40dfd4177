"""A real Celery worker, killed in the middle of an import, and a broker that forgets everything."""

import random
import time

import pytest

from metrics.importing import publishing, receiving
from metrics.models import ImportRun
from pmm_workspace.celery import app
from pmm_workspace.jobs import progress
from pmm_workspace.jobs.models import Job, State
from pmm_workspace.jobs.sweep import sweep
from tests.metrics.funnel import count
from tests.metrics.test_recalculation import counted_by_hand, stored

ROWS = 40_000


@pytest.fixture
def people(transactional_db, ed):
    return ed


def a_large_file(rows=ROWS, seed=5):
    luck = random.Random(seed)
    lines = ["user,event,time,channel,segment"]
    for n in range(rows):
        event = luck.choice(["signed_up", "activated", "trial_started", "subscribed"])
        day = f"2026-{luck.randrange(1, 9):02}-{luck.randrange(1, 29):02}T{n % 24:02}:{n % 60:02}:{n // 60 % 60:02}Z"
        lines.append(f"u{luck.randrange(4000)},{event},{day},{luck.choice(['google', 'meta'])},startup")
    return ("\n".join(lines) + "\n").encode()


def wait_for(condition, seconds=90):
    """Poll as a person would; the sweeper runs meanwhile, as Celery beat has it run."""
    until, last_sweep = time.monotonic() + seconds, time.monotonic()
    while not condition():
        assert time.monotonic() < until, list(Job.objects.values("kind", "state", "attempt", "error"))
        if time.monotonic() - last_sweep > 2:
            sweep()
            last_sweep = time.monotonic()
        time.sleep(0.05)


def state_of(run):
    return ImportRun.objects.values_list("state", flat=True).get(pk=run.pk)


def checked(run):
    return lambda: state_of(run) == ImportRun.State.CHECKED


def all_done():
    return not Job.objects.filter(state__in=[State.WAITING, State.RUNNING]).exists()


def let_the_lease_run_out():
    """A minute passes."""
    Job.objects.filter(state=State.RUNNING).update(lease_until=progress.now())


def empty_the_broker():
    with app.connection_for_write() as connection:
        connection.default_channel.client.flushdb()


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_worker_killed_in_the_middle_of_an_import_leaves_exactly_the_right_rows(people, celery_worker_process):
    run = receiving.receive([a_large_file()], by=people, name="large.csv")
    worker = celery_worker_process()
    wait_for(checked(run))
    expected, interrupted = ImportRun.objects.get(pk=run.pk).new, 0

    for moment in (0.4, 1.2, 2.5):
        if state_of(run) == ImportRun.State.CHECKED:
            publishing.confirm(run, by=people)
        wait_for(lambda: Job.objects.filter(state=State.RUNNING).exists() or all_done())
        time.sleep(moment)
        worker.kill()
        interrupted += Job.objects.filter(state=State.RUNNING).count()
        assert count() in (0, expected)
        let_the_lease_run_out()
        Job.objects.filter(state=State.RUNNING).update(attempt=1)
        worker = celery_worker_process()

    wait_for(all_done)
    assert interrupted >= 1
    assert state_of(run) == ImportRun.State.DONE
    assert count() == expected
    assert stored() == counted_by_hand()


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_an_emptied_broker_delays_an_import_and_loses_nothing(people, celery_worker_process):
    run = receiving.receive([a_large_file(2_000)], by=people, name="small.csv")
    empty_the_broker()
    Job.objects.update(created_at="2026-01-01T00:00:00Z")

    celery_worker_process()
    wait_for(checked(run))
    publishing.confirm(run, by=people)
    empty_the_broker()
    wait_for(lambda: state_of(run) == ImportRun.State.DONE)
    wait_for(all_done)
    assert count() == ImportRun.objects.get(pk=run.pk).new
