"""The file is read by a child process with limits; this side only listens, and keeps its lease."""

import json
import os
import selectors
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from metrics.models import ImportRun, UploadPart
from metrics.parsing.problems import Unclear, Unreadable

LISTEN = 2.0  # seconds between two signs of life


@dataclass
class Outcome:
    """What the child made of a file: two files, and what it counted."""

    accepted: Path
    rejected: Path
    facts: dict


@contextmanager
def outcome_of(run: ImportRun, progress) -> Iterator[Outcome]:
    """Read the file of a run. Raises Unclear or Unreadable as the child did."""
    with tempfile.TemporaryDirectory(prefix="import-") as place:
        folder = Path(place)
        _write_upload(run, folder / "upload")
        facts = _listen(_start(_task(run, folder)), run, progress)
        yield Outcome(folder / "accepted", folder / "rejected", facts)


def _write_upload(run, path):
    with open(path, "wb") as file:
        for content in UploadPart.objects.filter(run=run).values_list("content", flat=True).iterator(chunk_size=4):
            file.write(content)


def _task(run, folder):
    return {
        "kind": run.kind,
        "path": str(folder / "upload"),
        "accepted": str(folder / "accepted"),
        "rejected": str(folder / "rejected"),
        "encoding": run.encoding,
        "delimiter": run.delimiter,
        "header_line": run.header_line,
        "width": len(run.headings),
        "mapping": run.mapping,
        "day_order": run.day_order,
        "decimal_mark": run.decimal_mark,
        "timezone": run.workspace.timezone,
        "currency": run.workspace.currency,
    }


def _start(task):
    """No secret of ours is in the child's environment."""
    child = subprocess.Popen(
        [sys.executable, "-m", "metrics.parsing.child"],
        cwd=settings.ROOT,
        env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(settings.ROOT), "PYTHONUTF8": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    child.stdin.write(json.dumps(task).encode())
    child.stdin.close()
    return child


def _listen(child, run, progress):
    answer = {}
    try:
        for answer in _messages(child, progress):
            if "read" in answer:
                progress.report(answer["read"], max(run.read, answer["read"]))
        child.wait()
    finally:
        child.kill()
        child.wait()
        child.stdout.close()
    return _facts(answer)


def _messages(child, progress):
    """Each line the child says; while it is silent the lease is kept all the same."""
    waiting, rest = selectors.DefaultSelector(), b""
    waiting.register(child.stdout, selectors.EVENT_READ)
    while True:
        if not waiting.select(LISTEN):
            progress.report(progress.done, progress.total)
            continue
        heard = os.read(child.stdout.fileno(), 65536)
        if not heard:
            return
        *lines, rest = (rest + heard).split(b"\n")
        yield from map(json.loads, lines)


def _facts(answer):
    if "unclear" in answer:
        raise Unclear(answer["unclear"], answer["example"])
    if "unreadable" in answer:
        raise Unreadable(answer["unreadable"], **answer["details"])
    if "done" not in answer:
        raise Unreadable("too_heavy")  # stopped by its limits
    return answer["done"]
