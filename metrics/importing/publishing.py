"""The confirmed rows enter the store: one transaction, so that a killed worker leaves all of them or none."""

from functools import partial
from pathlib import Path

from django.db import transaction
from django.utils.timezone import now

from metrics.importing import checking, choosing, correcting, kept, reading_apart, receiving
from metrics.models import ImportRun
from metrics.recalculation.publish import Writing, land, writing
from metrics.store import intake, undoing
from metrics.store.changes import Change
from metrics.store.lake import Owner
from pmm_workspace.accounts import access
from pmm_workspace.jobs import queue

State = ImportRun.State


@transaction.atomic
def confirm(run: ImportRun, *, by) -> ImportRun:
    """Have all good rows stored by a worker. Raises NotReplaceable when somebody was quicker to replace the same."""
    access.require(by, "import")
    run = choosing.locked(run, states=(State.CHECKED,))
    if correcting.unchecked(run):
        raise choosing.NotOpen(run.state)
    if not _is_free(run):
        raise receiving.NotReplaceable
    run.state = State.STORING
    run.job = queue.enqueue("metrics.publish_import", by=by, run_id=run.pk)
    run.save()
    return run


@transaction.atomic
def try_again(run: ImportRun, *, by) -> ImportRun:
    """Start the step once more whose job has failed for good."""
    access.require(by, "import")
    run = choosing.locked(run, states=(State.CHECKING, State.STORING))
    if run.job is None or run.job.is_open:
        raise choosing.NotOpen(run.state)
    if run.state == State.CHECKING:
        checking.begin(run)
    else:
        run.state = State.CHECKED
        run.save()
        run = confirm(run, by=by)
    return run


def _is_free(run):
    """Whether what it replaces, if anything, is still in force."""
    replaced = ImportRun.objects.filter(pk=run.replaces_id).first()
    return replaced is None or receiving.may_be_replaced(replaced)


def publish(progress, run_id: int) -> dict:
    """The job. A second run finds the import done and leaves it so."""
    run = ImportRun.objects.select_related("workspace").get(pk=run_id)
    if run.state != State.STORING:
        return {}
    with reading_apart.outcome_of(run, progress) as outcome, writing() as held:
        if not ImportRun.objects.filter(pk=run.pk, state=State.STORING).exists():
            return {}  # discarded since, because it names somebody who was erased
        if not _is_free(run):
            run.state = State.CHECKED
            run.save()
            return {}
        take(held, run, outcome.folder)
        finish(run)
        tell(run)
        progress.hold()
    return {}


def take(held: Writing, run: ImportRun, folder: Path) -> None:
    """Bring the tables in a folder into the lake as the rows of this import."""
    change, taken = planned(held, run, folder)
    land(held, change)
    checking.tell_counts(run, taken)
    if run.replaces:
        run.replaces.state, run.replaces.undone_at = State.UNDONE, now()
        run.replaces.save()


def planned(held: Writing, run: ImportRun, folder: Path) -> tuple[Change, intake.Taken]:
    """What an import changes, in the place of the one that it replaces; its files are written, and not yet read."""
    change = undoing.leaving(held.engine, run.replaces)
    position = run.replaces.position if change.removed else held.position
    owner = Owner(run.pk, position)
    taken = intake.take(held.engine, folder, owner=owner, source=run.preset, against=change.after)
    run.position = position if taken.files else None
    change.added += taken.files
    undoing.promote(held.engine, change)
    return change, taken


def finish(run: ImportRun) -> None:
    run.state, run.finished_at = State.DONE, now()
    run.save()
    queue.enqueue("metrics.drop_uploads")
    transaction.on_commit(partial(kept.forget, run))


def tell(run: ImportRun) -> None:
    """Say to who started it how it ended: they may be on another page by now."""
    if run.created_by_id:
        ended = {"state": run.state, "new": run.new, "rejected": run.rejected}
        queue.enqueue("notices.tell", what="import", pk=run.pk, person_id=run.created_by_id, name=run.name, **ended)
