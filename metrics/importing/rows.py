"""Rows from a program: the same checks and the same store as a file, all of them or none."""

import json

from metrics.importing import publishing, reading_apart, wording
from metrics.models import ImportRun
from metrics.parsing import child, sources
from metrics.recalculation import publish
from metrics.store import scratch
from pmm_workspace.accounts import access
from pmm_workspace.accounts.models import Workspace
from pmm_workspace.common import tenancy

MOST = 10_000
# What a row's members are called, and which of our columns they are.
MEMBERS = {
    "events": {
        "user": "person",
        "event": "event",
        "time": "at",
        "channel": "channel",
        "segment": "segment",
        "campaign": "campaign",
        "campaign_id": "campaign_id",
        "id": "key",
    },
    "spend": {
        "day": "day",
        "channel": "channel",
        "amount": "amount",
        "campaign": "campaign",
        "campaign_id": "campaign_id",
        "currency": "currency",
    },
}


class BadRows(ValueError):
    """Some rows cannot be taken, so none was."""

    def __init__(self, errors: list[dict]):
        super().__init__(f"{len(errors)} bad rows")
        self.errors = errors


def import_rows(kind: str, rows: list[dict], *, by) -> ImportRun:
    """Store the rows, each once; raises BadRows with every row that is wrong."""
    access.require(by, "import")
    with scratch.folder("rows") as folder:
        _check(kind, rows, folder)
        with publish.writing() as held:
            run = ImportRun(kind=kind, source=ImportRun.Source.REST, name="REST", created_by=by, read=len(rows))
            run.save()
            publishing.take(held, run, folder)
            publishing.finish(run)
    return run


def _check(kind, rows, folder):
    """Through the same steps as a file of JSON. A date has to begin with its year: nobody is there to be asked."""
    with open(folder / "upload", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(_plain(row)) + "\n" for row in rows)
    done = child.parse(_task(kind, folder), tell=lambda lines: None)
    if done["rejected"]:
        with open(folder / "rejected", encoding="utf-8") as rejects:
            raise BadRows([_said(kind, json.loads(line)) for line in rejects])


def _plain(row):
    """Half of a character cannot be kept as text, and is not a JSON reader's to judge."""
    return {name: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
            for name, value in row.items()}  # fmt: skip


def _task(kind, folder):
    members = MEMBERS[kind]
    return {
        "preset": sources.PLAIN,
        "kind": kind,
        "path": str(folder / "upload"),
        "folder": str(folder),
        "encoding": "utf-8",
        "delimiter": "",
        "header_line": 0,
        "headings": list(members),
        "mapping": {column: at for at, column in enumerate(members.values())},
        "day_order": "ymd",
        "decimal_mark": ".",
        **reading_apart.of_workspace(Workspace.objects.get(pk=tenancy.current())),
    }


def _said(kind, reject):
    details = dict(reject["details"])
    if reject["code"] == "second_amount":
        details["line"] -= 1
    names = {column: member for member, column in MEMBERS[kind].items()}
    sentence = wording.of_row(reject["code"], reject["column"], reject["value"], details)
    field = names.get(reject["column"], reject["column"])
    return {"row": reject["line"] - 1, "field": field, "code": reject["code"], "detail": sentence}
