"""The preview: what a file would do to the store, and every row that cannot be taken. Stores no data row."""

import json
from itertools import islice

from django.db import transaction
from django.utils.timezone import now

from metrics import store
from metrics.importing import reading_apart
from metrics.models import ImportReject, ImportRun
from metrics.parsing.problems import Unclear, Unreadable
from pmm_workspace.jobs import queue

State = ImportRun.State
FACTS = ("read", "rejected", "causes", "left_out", "encoding", "day_order", "decimal_mark")


def begin(run: ImportRun) -> None:
    """Have the rows checked by a worker."""
    run.state = State.CHECKING
    run.job = queue.enqueue("metrics.check_import", by=run.created_by, run_id=run.pk)
    run.save()


def check(progress, run_id: int) -> None:
    """The job. Repeating it replaces what an interrupted attempt left."""
    run = ImportRun.objects.select_related("workspace").get(pk=run_id)
    if run.state != State.CHECKING:
        return
    try:
        with reading_apart.outcome_of(run, progress) as outcome:
            _keep(run, outcome, progress)
    except Unclear as unclear:
        _ask(run, unclear)
    except Unreadable as bad:
        _refuse(run, bad)


@transaction.atomic
def _keep(run, outcome, progress):
    compare(run, outcome)
    run.rejects.all().delete()
    with open(outcome.rejected) as lines:
        _keep_rejects(run, lines)
    run.state = State.CHECKED
    run.save()
    progress.hold()


def compare(run: ImportRun, outcome: reading_apart.Outcome) -> None:
    """Stage the accepted rows and write down what they are to the store: new, changed, known already."""
    for name in FACTS:
        setattr(run, name, outcome.facts[name])
    if not outcome.accepted.exists():
        raise Unreadable("no_place", kind=run.kind)
    with open(outcome.accepted, encoding="utf-8") as rows:
        store.stage(run.kind, rows)
    found = store.compare(run.kind)
    run.new, run.changed, run.duplicate = found.new, found.changed, found.duplicate
    run.first_day, run.last_day = found.first_day, found.last_day


def _keep_rejects(run, lines):
    while batch := list(islice(lines, 1000)):
        rows = [ImportReject(run=run, workspace_id=run.workspace_id, **json.loads(line)) for line in batch]
        ImportReject.objects.bulk_create(rows)


def _ask(run, unclear):
    run.state = State.COLUMNS
    run.unclear = {"question": unclear.question, "example": unclear.example}
    run.save()


@transaction.atomic
def _refuse(run, bad):
    run.state, run.finished_at = State.REFUSED, now()
    run.problem = {"code": bad.code, **bad.details}
    run.save()
    run.parts.all().delete()
