"""A job is done once, by one worker at a time, whatever happens to the broker or to a worker."""

from datetime import timedelta

import pytest
from celery.signals import import_modules
from django.utils.timezone import now
from kombu.exceptions import OperationalError

from pmm_workspace.common import tenancy
from pmm_workspace.jobs import queue
from pmm_workspace.jobs.models import Job, State
from pmm_workspace.jobs.progress import LeaseLost, kept
from pmm_workspace.jobs.sweep import sweep
from pmm_workspace.jobs.tasks import run


@pytest.fixture
def done(monkeypatch):
    """A kind of job that only remembers what it was called with."""
    calls = []
    monkeypatch.setitem(queue._functions, "note", lambda progress, **arguments: calls.append(arguments))
    return calls


@pytest.fixture
def nudged(monkeypatch):
    """The jobs a worker was told of."""
    told = []
    monkeypatch.setattr(queue, "later", lambda name, **ids: told.append(ids["job_id"]))
    return told


def fails_with(monkeypatch, error):
    def fail(progress, **arguments):
        raise error

    monkeypatch.setitem(queue._functions, "note", fail)


def test_a_job_is_remembered_and_a_worker_is_told(workspace, ed, done, nudged):
    job = queue.enqueue("note", by=ed, text="hello")
    assert (job.state, job.created_by, nudged) == (State.WAITING, ed, [job.pk])

    queue.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.error, done) == (State.DONE, "", [{"text": "hello"}])
    assert job.finished_at and job.lease_until is None


def test_a_job_told_twice_is_done_once(workspace, done, nudged):
    job = queue.enqueue("note")
    queue.run(job.pk)
    queue.run(job.pk)
    assert done == [{}]


def test_a_job_that_somebody_is_at_is_left_alone(workspace, done, nudged):
    job = queue.enqueue("note")
    Job.objects.update(state=State.RUNNING, attempt=1, lease_until=now() + timedelta(seconds=5))
    queue.run(job.pk)
    assert done == []


def test_a_job_whose_worker_was_lost_is_taken_over(workspace, done, nudged):
    job = queue.enqueue("note")
    Job.objects.update(state=State.RUNNING, attempt=1, lease_until=now() - timedelta(seconds=1))
    queue.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempt, done) == (State.DONE, 2, [{}])


def test_a_job_that_keeps_killing_its_worker_is_parked_with_the_reason(workspace, done, nudged):
    job = queue.enqueue("note")
    Job.objects.update(state=State.RUNNING, attempt=3, lease_until=now() - timedelta(seconds=1))
    queue.run(job.pk)
    job.refresh_from_db()
    assert (job.state, done) == (State.FAILED, [])
    assert job.error == "The worker was lost 3 times while doing this."


def test_a_failing_job_is_tried_three_times(workspace, monkeypatch, nudged):
    fails_with(monkeypatch, ValueError("no such thing"))
    job = queue.enqueue("note")
    states = []
    for _ in range(4):
        queue.run(job.pk)
        job.refresh_from_db()
        states.append(job.state)
    assert states == [State.WAITING, State.WAITING, State.FAILED, State.FAILED]
    assert job.error == "It failed 3 times. ValueError: no such thing"


def test_a_refusal_is_not_tried_again(workspace, monkeypatch, nudged):
    fails_with(monkeypatch, queue.Refused("The file is gone."))
    job = queue.enqueue("note")
    queue.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempt, job.error) == (State.FAILED, 1, "The file is gone.")


def test_a_worker_that_was_given_up_cannot_commit(workspace, nudged):
    job = queue.enqueue("note")
    Job.objects.update(state=State.RUNNING, attempt=1, lease_until=now() + timedelta(seconds=60))
    job.refresh_from_db()
    with kept(job) as progress:
        progress.hold()
        Job.objects.update(attempt=2)
        with pytest.raises(LeaseLost):
            progress.hold()


def test_progress_is_written_down(workspace, nudged):
    job = queue.enqueue("note")
    Job.objects.update(state=State.RUNNING, attempt=1, lease_until=now() + timedelta(seconds=1))
    job.refresh_from_db()
    with kept(job) as progress:
        progress.report(30, 120)
        progress.renew()
    job.refresh_from_db()
    assert (job.progress_done, job.progress_total, job.percent) == (30, 120, 25)
    assert job.lease_until > now() + timedelta(seconds=50)


def test_the_sweeper_nudges_what_waits_and_what_was_interrupted(workspace, done, nudged):
    long_ago = now() - timedelta(minutes=5)
    waiting, interrupted, running, over, fresh = (queue.enqueue("note") for _ in range(5))
    Job.objects.exclude(pk=fresh.pk).update(created_at=long_ago)
    Job.objects.filter(pk=interrupted.pk).update(state=State.RUNNING, lease_until=long_ago)
    Job.objects.filter(pk=running.pk).update(state=State.RUNNING, lease_until=now() + timedelta(seconds=30))
    Job.objects.filter(pk=over.pk).update(state=State.DONE, finished_at=now())
    nudged.clear()

    assert sweep() == 2
    assert sorted(nudged) == [waiting.pk, interrupted.pk]


def test_the_sweeper_reaches_every_workspace_and_forgets_old_work(workspace, elsewhere, done, nudged):
    long_ago = now() - timedelta(days=40)
    old = queue.enqueue("note")
    Job.objects.update(state=State.DONE, finished_at=long_ago)
    with tenancy.inside(elsewhere.pk):
        theirs = queue.enqueue("note")
        Job.objects.update(created_at=long_ago)
    nudged.clear()

    assert sweep() == 1
    assert nudged == [theirs.pk]
    assert not Job.objects.filter(pk=old.pk).exists()


def test_a_broker_that_is_away_does_not_fail_the_request(
    workspace, done, monkeypatch, django_capture_on_commit_callbacks
):
    def away(*args, **kwargs):
        raise OperationalError("no broker")

    monkeypatch.setattr(run, "apply_async", away)
    with django_capture_on_commit_callbacks(execute=True):
        job = queue.enqueue("note")
    assert Job.objects.get(pk=job.pk).state == State.WAITING


def test_a_process_looks_for_its_tasks_at_most_once(workspace):
    """Celery has Django check every model each time, which is felt in every request that asks for work."""
    times = []

    def heard(**_signal):
        times.append(1)

    import_modules.connect(heard)
    for _ in range(3):
        queue.nudge(queue.enqueue("test.add", number=1))
    import_modules.disconnect(heard)
    assert len(times) <= 1
