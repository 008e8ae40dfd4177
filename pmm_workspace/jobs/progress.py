"""While a job runs: its lease is renewed, its progress is seen, and a taker who was given up is stopped."""

import threading
import time
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, transaction
from django.utils.timezone import now

from pmm_workspace.common import tenancy
from pmm_workspace.jobs.models import Job, State

LEASE = timedelta(seconds=60)
BEAT = 2.0  # seconds
LONGEST_SILENCE = 15 * 60  # seconds without a report, after which the lease is left to run out


class LeaseLost(RuntimeError):
    """Another worker has taken this job over; what was done here must not be kept."""


class Progress:
    """A running job's hold on itself."""

    def __init__(self, job: Job):
        self.job = job
        self.done, self.total = job.progress_done, job.progress_total
        self.reported_at = self._written_at = time.monotonic()
        self.is_wanted = lambda: True  # asked now and then, by a connection of its own
        self.unwanted = threading.Event()

    def report(self, done: int, total: int) -> None:
        """Say how far it is. Call this at least every ten seconds outside of a transaction."""
        self.done, self.total = done, total
        self.reported_at = time.monotonic()
        if self.reported_at - self._written_at > BEAT and not connection.in_atomic_block:
            self.renew()

    def renew(self) -> None:
        self._written_at = time.monotonic()
        self._mine().update(
            lease_until=now() + LEASE, progress_done=self.done, progress_total=max(self.total, self.done)
        )

    def hold(self) -> None:
        """Call last in a transaction: it commits only while the job is still ours."""
        with transaction.atomic():
            if not self._mine().select_for_update().exists():
                raise LeaseLost(str(self.job))

    def _mine(self):
        return Job.objects.filter(pk=self.job.pk, attempt=self.job.attempt, state=State.RUNNING)


@contextmanager
def kept(job: Job):
    """Hold the lease of a job while the block runs, even through one long statement."""
    progress, over = Progress(job), threading.Event()
    beats = threading.Thread(target=_beat, args=(progress, over), daemon=True)
    beats.start()
    try:
        yield progress
    finally:
        over.set()
        beats.join()


def _beat(progress, over):
    """A connection of its own, because the worker's is inside a transaction nobody else can see."""
    with tenancy.inside(progress.job.workspace_id):
        try:
            while not over.wait(BEAT) and time.monotonic() - progress.reported_at < LONGEST_SILENCE:
                progress.renew()
                if not progress.is_wanted():
                    progress.unwanted.set()
        finally:
            connection.close()
