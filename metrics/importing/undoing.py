"""An import is taken back: for thirty days, with what changes back told before."""

from django.db import transaction
from django.utils.timezone import now

from metrics.importing import choosing
from metrics.models import ImportRun
from metrics.recalculation import publish
from metrics.store import lake, undoing
from pmm_workspace.accounts import access
from pmm_workspace.jobs import queue

State = ImportRun.State


class TooLate(ValueError):
    """The import is older than the time for which it could be undone."""


def may_be_undone(run: ImportRun) -> bool:
    """It is in the lake, and young enough."""
    is_young = run.finished_at is not None and now() - run.finished_at < lake.GRACE
    return run.is_in_lake and is_young


@transaction.atomic
def undo(run: ImportRun, *, by) -> ImportRun:
    """Have an import taken back by a worker."""
    access.require(by, "import")
    run = choosing.locked(run, states=(State.DONE,))
    if not may_be_undone(run):
        raise TooLate
    run.undone_by = by
    run.job = queue.enqueue("metrics.undo_import", by=by, run_id=run.pk)
    run.save()
    return run


def take_back(progress, run_id: int) -> dict:
    """The job. A second run finds the import undone and leaves it so."""
    with publish.writing() as held:
        run = ImportRun.objects.get(pk=run_id)
        if run.state != State.DONE:
            return {}
        publish.land(held, undoing.without(held.engine, run))
        _swap(run)
        progress.hold()
    return {}


def _swap(run):
    """What the undone import had replaced counts again."""
    run.state, run.undone_at = State.UNDONE, now()
    run.save()
    if run.replaces_id:
        ImportRun.objects.filter(pk=run.replaces_id).update(state=State.DONE, undone_at=None)
