"""The file is read by a child process with limits; this side only listens, and keeps its lease."""

import json
import os
import selectors
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from metrics.importing import kept
from metrics.models import ExchangeRate, ImportRun, UploadPart
from metrics.parsing.problems import Unclear, Unreadable
from metrics.store import scratch

LISTEN = 2.0  # seconds between two signs of life


@dataclass
class Outcome:
    """What the child made of a file: `<table>.parquet` for each of our tables, and what it counted."""

    folder: Path
    facts: dict
    is_kept: bool = False

    @property
    def rejected(self) -> Path:
        return self.folder / "rejected"


@contextmanager
def outcome_of(run: ImportRun, progress) -> Iterator[Outcome]:
    """Read the file of a run, or what is kept of it. Raises Unclear or Unreadable as the child did."""
    with scratch.folder("import") as folder:
        task = _task(run, folder)
        known = kept.bring(run, task, folder)
        facts = known or _answer(run, task, folder / "upload", _Reports(run, progress))["done"]
        yield Outcome(folder, facts, is_kept=known is not None)


def keep(run: ImportRun, outcome: Outcome) -> None:
    """So that it need not be read again; called once the run says what its file has settled."""
    if not outcome.is_kept:
        kept.keep(run, _task(run, outcome.folder), outcome.folder, outcome.facts)


def head_of(run: ImportRun, *, encoding: str = "", delimiter: str = "") -> dict:
    """How a file reads of which the beginning alone tells nothing. Raises Unreadable as the child did."""
    with scratch.folder("import") as folder:
        upload = folder / "upload"
        task = {"look": True, "path": str(upload), "folder": str(folder), "encoding": encoding, "delimiter": delimiter}
        return _answer(run, task, upload)["head"]


def _answer(run, task, upload, reports=None):
    """The child starts while the file is written for it; it hears of its task when both are there."""
    child = _started()
    try:
        _write_upload(run, upload)
        with suppress(BrokenPipeError):  # it has ended already, and has said why or nothing
            child.stdin.write(json.dumps(task).encode())
            child.stdin.close()
        return _checked(_last(_messages(child, reports), reports))
    finally:
        child.kill()
        child.wait()
        child.stdout.close()


def _last(messages, reports):
    """The first that is no report is the last that counts: the child's own end is nothing to wait for."""
    for answer in messages:
        if "read" not in answer:
            return answer
        if reports:
            reports.read(answer["read"])
    return {}


def _write_upload(run, path):
    """By COPY, which gives bytes as they are: asked for one by one they would come as text of twice their size."""
    parts = UploadPart.objects.filter(run=run, record=None).order_by("number").values("content")
    with connection.cursor() as cursor, open(path, "wb") as file:
        rows = cursor.mogrify(*parts.query.sql_with_params()).decode()
        cursor.copy_expert(f"COPY ({rows}) TO STDOUT (FORMAT binary)", _Contents(file))


class _Contents:
    """Takes the one column of PostgreSQL's binary format: a head; before each value how many are in its row, and its
    size. The values go to a file."""

    def __init__(self, file):
        self.file, self.rest, self.at = file, b"", len(b"PGCOPY\n\xff\r\n\0") + 8

    def write(self, framed):
        rows, at = memoryview(self.rest + framed), self.at
        while len(rows) >= at + 6 + (size := _size(rows, at)):
            self.file.write(rows[at + 6 : at + 6 + size])
            at += 6 + size
        self.rest, self.at = bytes(rows[at:]), max(at - len(rows), 0)


def _size(rows, at):
    return struct.unpack_from(">i", rows, at + 2)[0] if len(rows) >= at + 6 else 0


def _task(run, folder):
    return {
        "preset": run.preset,
        "kind": run.kind,
        "path": str(folder / "upload"),
        "folder": str(folder),
        "encoding": run.encoding,
        "delimiter": run.delimiter,
        "header_line": run.header_line,
        "headings": run.headings,
        "mapping": run.mapping,
        "day_order": run.day_order,
        "decimal_mark": run.decimal_mark,
        "amount_of": run.amount_of,
        "corrections": corrections(run),
        **of_workspace(run.workspace),
    }


def corrections(run) -> dict[int, list[str]]:
    """{first line: cells} of the records that a person has corrected."""
    parts = UploadPart.objects.filter(run=run).exclude(record=None)
    return {record: json.loads(bytes(content)) for record, content in parts.values_list("record", "content")}


def of_workspace(workspace) -> dict:
    """What a workspace says of its files. Who has entered no rate has no use for another currency."""
    has_rates = ExchangeRate.objects.exists()
    return {"timezone": workspace.timezone, "currency": workspace.currency, "only_currency": not has_rates}


def _started():
    """No secret of ours is in the child's environment."""
    return subprocess.Popen(
        [sys.executable, "-m", "metrics.parsing.child"],
        cwd=settings.ROOT,
        env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(settings.ROOT), "PYTHONUTF8": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


class _Reports:
    """What is told of the work while it goes on."""

    def __init__(self, run, progress):
        self.run, self.progress = run, progress

    def read(self, rows):
        self.progress.report(rows, max(self.run.read, rows))

    def nothing_new(self):
        self.progress.report(self.progress.done, self.progress.total)


def _messages(child, reports):
    """Each line the child says; while it is silent the lease is kept all the same."""
    waiting, rest = selectors.DefaultSelector(), b""
    waiting.register(child.stdout, selectors.EVENT_READ)
    while True:
        if not waiting.select(LISTEN):
            if reports:
                reports.nothing_new()
            continue
        heard = os.read(child.stdout.fileno(), 65536)
        if not heard:
            return
        *lines, rest = (rest + heard).split(b"\n")
        yield from map(json.loads, lines)


def _checked(answer):
    if "unclear" in answer:
        raise Unclear(answer["unclear"], answer["example"])
    if "unreadable" in answer:
        raise Unreadable(answer["unreadable"], **answer["details"])
    if "done" not in answer and "head" not in answer:
        raise Unreadable("too_heavy")  # stopped by its limits
    return answer
