"""Put work in line, and do it: once, by one worker at a time, however often it is asked for."""

import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now
from django.utils.translation import gettext as _

from pmm_workspace.common.later import later
from pmm_workspace.jobs.models import Job, State
from pmm_workspace.jobs.progress import LEASE, LeaseLost, kept

logger = logging.getLogger(__name__)

ATTEMPTS = 3
_functions: dict[str, Callable] = {}


class Refused(Exception):
    """The work cannot be done, and trying again will not help; the text is for the person who asked."""


def does(kind: str):
    """The function for one kind of job: called with its progress and the job's arguments; may run twice."""

    def register(function):
        _functions[kind] = function
        return function

    return register


@transaction.atomic
def enqueue(kind: str, *, by=None, **arguments) -> Job:
    """Remember the work; a worker hears of it once this transaction has committed."""
    job = Job(kind=kind, arguments=arguments, created_by=by)
    job.save()
    nudge(job)
    return job


def nudge(job: Job) -> None:
    later("jobs.run", workspace_id=job.workspace_id, job_id=job.pk)


def run(job_id: int) -> None:
    """Take the job if it is free, and do it; leave it alone if somebody is at it or it is over."""
    job = _claim(job_id)
    if job is None:
        return
    if job.attempt > ATTEMPTS:
        _end(job, State.FAILED, error=_("The worker was lost %(times)d times while doing this.") % {"times": ATTEMPTS})
    else:
        _attempt(job)


def _claim(job_id):
    """One conditional UPDATE decides between two workers that were told at the same moment."""
    free = Job.objects.claimable().filter(pk=job_id)
    taken = free.update(state=State.RUNNING, attempt=F("attempt") + 1, lease_until=now() + LEASE)
    return Job.objects.get(pk=job_id) if taken else None


def _attempt(job):
    try:
        with kept(job) as progress:
            result = _functions[job.kind](progress, **job.arguments)
        _end(job, State.DONE, result=result or {}, progress_done=progress.total, progress_total=progress.total)
    except LeaseLost:
        logger.warning("%s was taken over by another worker", job)
    except Refused as refusal:
        _end(job, State.FAILED, error=str(refusal))
    except Exception as error:
        logger.exception("%s failed (attempt %d)", job, job.attempt)
        _stumble(job, f"{type(error).__name__}: {error}")


def _stumble(job, reason):
    """Try again at the next sweep, until there is no point in it."""
    if job.attempt < ATTEMPTS:
        _mine(job).update(state=State.WAITING, lease_until=None, error=reason)
    else:
        _end(
            job, State.FAILED, error=_("It failed %(times)d times. %(reason)s") % {"times": ATTEMPTS, "reason": reason}
        )


def _end(job, state, **fields):
    _mine(job).update(state=state, lease_until=None, finished_at=now(), **{"error": ""} | fields)


def _mine(job):
    return Job.objects.filter(pk=job.pk, attempt=job.attempt, state=State.RUNNING)
