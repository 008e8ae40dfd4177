"""The broker may forget everything: what PostgreSQL still remembers is said again."""

from datetime import timedelta

from django.utils.timezone import now

from pmm_workspace.accounts.models import Workspace
from pmm_workspace.common import tenancy
from pmm_workspace.jobs import queue
from pmm_workspace.jobs.models import Job, State

AT_ONCE = 100
KEPT = timedelta(days=30)


def sweep() -> int:
    """Nudge what waits and what was interrupted, in every workspace; how many were nudged."""
    return sum(_sweep_workspace(pk) for pk in Workspace.objects.values_list("pk", flat=True))


def _sweep_workspace(workspace_id):
    with tenancy.inside(workspace_id):
        forgotten = list(Job.objects.forgotten()[:AT_ONCE])
        for job in forgotten:
            queue.nudge(job)
        Job.objects.filter(state=State.DONE, finished_at__lt=now() - KEPT).delete()
        return len(forgotten)
