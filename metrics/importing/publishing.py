"""The confirmed rows enter the store: one transaction, so that a killed worker leaves all of them or none."""

from django.db import transaction
from django.utils.timezone import now

from metrics import store
from metrics.importing import checking, choosing, reading_apart
from metrics.models import ImportRun
from pmm_workspace.accounts import access
from pmm_workspace.jobs import queue

State = ImportRun.State


@transaction.atomic
def confirm(run: ImportRun, *, by) -> ImportRun:
    """Have all good rows stored by a worker."""
    access.require(by, "import")
    run = choosing.locked(run, states=(State.CHECKED,))
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


def publish(progress, run_id: int) -> dict:
    """The job. A second run finds the import done and leaves it so."""
    run = ImportRun.objects.select_related("workspace").get(pk=run_id)
    if run.state == State.DONE:
        return {}
    with reading_apart.outcome_of(run, progress) as outcome:
        return _publish(run, outcome, progress)


@transaction.atomic
def _publish(run, outcome, progress):
    store.lock()
    checking.compare(run, outcome)
    months = store.publish(run.kind, run.pk)
    finish(run)
    tell(run)
    recalculation = recalculate(months, by=run.created_by)
    progress.hold()
    return {"recalculation": recalculation}


def finish(run: ImportRun) -> None:
    run.state, run.finished_at = State.DONE, now()
    run.save()
    run.parts.all().delete()


def tell(run: ImportRun) -> None:
    """Say to who started it how it ended: they may be on another page by now."""
    if run.created_by_id:
        ended = {"state": run.state, "new": run.new, "rejected": run.rejected}
        queue.enqueue("notices.tell", what="import", pk=run.pk, person_id=run.created_by_id, name=run.name, **ended)


def recalculate(months, *, by) -> int | None:
    """Have the numbers of these months computed again; the job's id, None when nothing has changed."""
    if not months:
        return None
    return queue.enqueue("metrics.recalculate", by=by, months=[month.isoformat() for month in months]).pk
