"""Rows from a program: the same checks and the same store as a file, all of them or none."""

import io
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.timezone import now

from metrics import store
from metrics.importing import publishing, wording
from metrics.models import ImportRun
from metrics.parsing import staging
from metrics.parsing.checking import Checker, Reject
from metrics.parsing.columns import KINDS, Kind
from metrics.parsing.problems import Unsettled
from metrics.parsing.values import Rules, a_day_after
from pmm_workspace.accounts import access
from pmm_workspace.accounts.models import Workspace
from pmm_workspace.common import tenancy

MOST = 10_000


class BadRows(ValueError):
    """Some rows cannot be taken, so none was."""

    def __init__(self, errors: list[dict]):
        super().__init__(f"{len(errors)} bad rows")
        self.errors = errors


@transaction.atomic
def import_rows(kind: str, rows: list[dict], *, by) -> ImportRun:
    """Store the rows, each once; raises BadRows with every row that is wrong."""
    access.require(by, "import")
    staged = _staged(KINDS[kind], rows)
    run = ImportRun(kind=kind, source=ImportRun.Source.REST, name="REST", created_by=by, read=len(rows))
    run.save()
    store.lock()
    store.stage(kind, staged)
    found = store.compare(kind)
    run.new, run.changed, run.duplicate = found.new, found.changed, found.duplicate
    run.first_day, run.last_day = found.first_day, found.last_day
    publishing.recalculate(store.publish(kind, run.pk), by=by)
    publishing.finish(run)
    return run


def _staged(kind, rows):
    rules = _rules()
    checker = Checker(kind, {column.name: at for at, column in enumerate(kind.columns)}, rules, len(kind.columns))
    write, text, errors = staging.WRITERS[kind.name](rules), io.StringIO(), []
    for number, row in enumerate(rows):
        outcome = _checked(kind, checker, write, text, number, row)
        if isinstance(outcome, Reject):
            errors.append(_said(number, outcome))
    if errors:
        raise BadRows(errors)
    text.seek(0)
    return text


def _rules():
    workspace = Workspace.objects.get(pk=tenancy.current())
    latest = a_day_after(now())
    return Rules(ZoneInfo(workspace.timezone), latest, decimal_mark=".", currency=workspace.currency)


def _checked(kind, checker, write, text, number, row):
    cells = ["" if row.get(column.name) is None else str(row[column.name]) for column in kind.columns]
    try:
        outcome = checker.check(number, cells)
    except Unsettled:
        return Reject(number, *_date_of(kind, row), "not_a_date", {"order": ""}, cells)
    return outcome if isinstance(outcome, Reject) else write(text, number, outcome, cells)


def _date_of(kind: Kind, row: dict) -> tuple[str, str]:
    """Only a date can be unsettled here: 03/04/2026 is refused, not guessed."""
    name = "time" if kind.name == "events" else "day"
    return name, str(row.get(name))


def _said(number, reject):
    details = dict(reject.details)
    if "line" in details:
        details["line"] = details["line"] + 1
    sentence = wording.of_row(reject.code, reject.column, reject.value, details)
    return {"row": number, "field": reject.column, "code": reject.code, "detail": sentence}
