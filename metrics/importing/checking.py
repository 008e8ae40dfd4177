"""The preview: what a file would do to the store, and every row that cannot be taken. Stores no data row."""

import json
from collections.abc import Callable
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.timezone import now

from metrics.importing import reading_apart
from metrics.models import ImportReject, ImportRun
from metrics.parsing.problems import Unclear, Unreadable
from metrics.parsing.tables import rows_in
from metrics.store import intake, lake, money, payments, undoing
from metrics.store.changes import supposed
from metrics.store.engine import connected
from metrics.store.terms import RateMissing, terms
from pmm_workspace.jobs import queue

State = ImportRun.State
FACTS = ("read", "rejected", "causes", "left_out", "encoding", "day_order", "decimal_mark", "amount_of")


def begin(run: ImportRun, *, is_watched: bool = True) -> None:
    """Have the rows checked by a worker. Where nobody watches, nobody is told which numbers would change."""
    run.state = State.CHECKING
    run.job = queue.enqueue("metrics.check_import", by=run.created_by, run_id=run.pk, is_watched=is_watched)
    run.save()


def check(progress, run_id: int, is_watched: bool = True, *, then: Callable) -> dict:
    """The job. Repeating it replaces what an interrupted attempt left.

    People may go on as soon as the rows are compared. What `then` says of the run and its folder is the job's result.
    """
    run = ImportRun.objects.select_related("workspace").get(pk=run_id)
    if run.state not in (State.CHECKING, State.CHECKED):
        return {}
    try:
        with reading_apart.outcome_of(run, progress) as outcome:
            if run.state == State.CHECKING:
                compare(run, outcome)
                reading_apart.keep(run, outcome)
                _keep(run, outcome, progress)
            return then(run, outcome.folder) if is_watched else {}
    except Unclear as unclear:
        _ask(run, unclear)
    except Unreadable as bad:
        _refuse(run, bad)
    return {}


@transaction.atomic
def _keep(run, outcome, progress):
    run.rejects.all().delete()
    with open(outcome.rejected) as lines:
        _keep_rejects(run, lines)
    run.parts.exclude(record=None).update(is_checked=True)
    run.state = State.CHECKED
    run.save()
    progress.hold()


def compare(run: ImportRun, outcome: reading_apart.Outcome) -> None:
    """Write down what the accepted rows are to the store: new, changed, known already. Raises Unreadable."""
    for name in FACTS:
        setattr(run, name, outcome.facts[name])
    with connected() as engine:
        require_rates(engine, outcome.folder)
        others = undoing.leaving(engine, run.replaces)
        with supposed(others):
            require_links(engine, run, outcome.folder, others.after)
            tell_counts(run, intake.weigh(engine, outcome.folder, source=run.preset, against=others.after))


def require_rates(engine, folder) -> None:
    """Raise Unreadable when money is in a currency that nobody has entered a rate of."""
    found = {table: rows_in(folder, table) for table in money.DAYS}
    try:
        money.require_rates(engine, {table: rows for table, rows in found.items() if rows}, terms())
    except RateMissing as rate:
        currency, day = rate.missing[0]
        raise Unreadable("no_rate", currency=currency, day=day.isoformat()) from rate


def require_links(engine, run, folder, known) -> None:
    """Raise Unreadable when charges and invoices tell of the same payments, and none says of which."""
    sources = payments.counterparts(run.preset)
    runs = dict(ImportRun.objects.filter(preset__in=sources).values_list("pk", "preset")) if sources else {}
    files, ours = lake.of_table(known, "payments"), rows_in(folder, "payments")
    unlinked = payments.unlinked(engine, ours, files, runs) if runs and files and ours else None
    if unlinked:
        raise Unreadable("payments_twice", source=runs[unlinked])


def tell_counts(run: ImportRun, taken: intake.Taken) -> None:
    run.new, run.changed, run.duplicate = taken.new, taken.changed, taken.duplicate
    zone = ZoneInfo(run.workspace.timezone)
    run.first_day = taken.first_day or _day_of(taken.first, zone)
    run.last_day = taken.last_day or _day_of(taken.last, zone)


def _day_of(moment, zone):
    return None if moment is None else datetime.fromtimestamp(moment // 1_000_000, zone).date()


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
