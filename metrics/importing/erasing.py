"""A person asks to be forgotten: everything that names them goes, the numbers are counted again, a receipt stays."""

from django.db import transaction
from django.utils.timezone import now

from metrics.importing import housekeeping, kept
from metrics.models import Erasure, ImportRun
from metrics.recalculation import publish, questions
from metrics.store import erasing, forgetting, lake, scratch, undoing
from pmm_workspace.accounts import access
from pmm_workspace.jobs import queue


@transaction.atomic
def erase(subject: str, *, by) -> Erasure:
    """Have the person with this id or e-mail address erased by a worker. This cannot be undone."""
    access.require(by, "manage")
    erasure = Erasure(subject=subject.strip(), created_by=by)
    erasure.save()
    erasure.job = queue.enqueue("metrics.erase_person", by=by, erasure_id=erasure.pk)
    erasure.save()
    return erasure


def forget(progress, erasure_id: int) -> dict:
    """The job. A second run finds the receipt written and leaves it so."""
    with publish.writing() as held:
        erasure = Erasure.objects.get(pk=erasure_id)
        if erasure.finished_at:
            return {}
        trace = erasing.trace_of(held.engine, erasure.subject)
        forgotten = forgetting.forget(trace.words, held.settings)
        housekeeping.drop_uploads(progress)
        publish.land(held, erasing.without(held.engine, trace), died_at=erasing.LONG_AGO)
        _let_go(held)
        questions.forget_all()
        lake.forget_lost()
        _write_receipt(erasure, trace.counts | forgotten | {"ids": len(trace.numbers)})
        erasing.when_committed()
        transaction.on_commit(kept.forget_all)
        transaction.on_commit(scratch.collect_lost)
        progress.hold()
    return {}


def _let_go(held):
    """Of an import that has nothing left, nothing can be taken back or replaced."""
    gone = ImportRun.objects.filter(state=ImportRun.State.DONE).exclude(position=None)
    for run in gone.exclude(pk__in=undoing.left(held.engine)):
        if not undoing.brings_back(held.engine, run):
            run.position = None
            run.save()


def _write_receipt(erasure, counts):
    erasure.counts = {name: count for name, count in counts.items() if count}
    erasure.subject, erasure.finished_at = "", now()
    erasure.save()
