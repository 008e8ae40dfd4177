"""What a process that was killed left behind: text that is in the log and not yet in a version, and long logs."""

import logging
from datetime import timedelta

from django.db.models import F
from django.utils.timezone import now

from pmm_workspace.accounts.models import Workspace
from pmm_workspace.artifacts.models import State
from pmm_workspace.common import tenancy
from pmm_workspace.jobs import queue
from pmm_workspace.jobs.models import Job
from pmm_workspace.live import log
from pmm_workspace.live.models import Live
from pmm_workspace.live.reconciling import reconcile

logger = logging.getLogger(__name__)

LEFT_FOR = timedelta(seconds=5)  # who types projects it themselves
AT_ONCE = 50


def sweep() -> int:
    """In every workspace; how many documents were brought up to date."""
    return sum(_sweep_workspace(pk) for pk in Workspace.objects.values_list("pk", flat=True))


def _sweep_workspace(workspace_id):
    with tenancy.inside(workspace_id):
        _compact_what_is_long()
        return sum(_projected(pk) for pk in left_behind()[:AT_ONCE])


def left_behind():
    rows = Live.objects.filter(projected__lt=F("sequence"), touched_at__lt=now() - LEFT_FOR)
    return rows.exclude(artifact__state=State.RETIRED).order_by("touched_at").values_list("artifact_id", flat=True)


def _projected(artifact_id):
    try:
        reconcile(artifact_id)
    except Exception:
        logger.exception("Document %s was not reconciled", artifact_id)
        return 0
    return 1


def _compact_what_is_long():
    asked_for = Job.objects.claimable().filter(kind="live.compact").values_list("arguments__artifact_id", flat=True)
    rows = Live.objects.filter(projected__gt=F("compacted") + log.COMPACT_AFTER).exclude(
        artifact_id__in=list(asked_for)
    )
    for artifact_id in rows.values_list("artifact_id", flat=True)[:AT_ONCE]:
        queue.enqueue("live.compact", artifact_id=artifact_id)
