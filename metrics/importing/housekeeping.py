"""By the clock: events that are old enough are dropped, and files that nobody reads any longer are deleted."""

from datetime import date

from metrics import store
from metrics.importing import kept
from metrics.models import FunnelSettings, UploadPart
from metrics.recalculation import publish, questions
from metrics.store import compaction, lake, publishing, retention, scratch
from metrics.store.forgetting import OPEN
from pmm_workspace.accounts.models import Workspace
from pmm_workspace.common import tenancy
from pmm_workspace.jobs import queue


def keep_house() -> None:
    """Every workspace in turn."""
    scratch.collect_lost()
    for workspace in Workspace.objects.all():
        with tenancy.inside(workspace.pk):
            lake.collect_garbage()
            kept.forget_old()
            questions.forget_old()
            first_day = _due(FunnelSettings.objects.first(), store.today(workspace))
            if first_day:
                queue.enqueue("metrics.drop_old_events", until=first_day.isoformat())


def _due(settings, today):
    """The day before which events are to be dropped and have not been; None where there is none."""
    first_day = settings and retention.cutoff(settings, today)
    return first_day if first_day and (settings.kept_from is None or settings.kept_from < first_day) else None


def drop_uploads(_progress) -> dict:
    """The job, after an import: a large file takes the database seconds, and nobody waits for it."""
    gone, _kinds = UploadPart.objects.exclude(run__state__in=OPEN).delete()
    return {"parts": gone}


def compact_everywhere() -> None:
    """By the clock: a job for every workspace in which something has come to lie in too many files."""
    for workspace_id in Workspace.objects.values_list("pk", flat=True):
        with tenancy.inside(workspace_id):
            if compaction.crowded():
                queue.enqueue("metrics.compact")


def compact(progress) -> dict:
    """The job. A second run finds nothing in too many files."""
    with publish.writing() as held:
        parts = compaction.crowded()
        if parts:
            change = compaction.compacted(held.engine, parts)
            publishing.publish(held.engine, change, held.settings, held.terms)
        progress.hold()
    return {"files": len(parts)}


def drop_old_events(progress, until: str) -> dict:
    """The job. Tallies stay as they are: those of kept periods because nothing that they are told by is dropped."""
    first_day = date.fromisoformat(until)
    with publish.writing() as held:
        change = retention.trimmed(held.engine, first_day)
        if change:
            publishing.publish(held.engine, change, held.settings, held.terms)
        held.settings.kept_from = max(first_day, held.settings.kept_from or first_day)
        held.settings.save()
        progress.hold()
    return {"files": len(change.removed) if change else 0}
