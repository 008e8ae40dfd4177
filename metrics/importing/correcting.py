"""Rows that cannot be taken are corrected cell by cell, and the file is checked again without a second upload."""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from django.db import transaction

from metrics.importing import checking, choosing, reading_apart
from metrics.models import ImportReject, ImportRun, UploadPart
from metrics.parsing import limits
from pmm_workspace.accounts import access

State = ImportRun.State


class Unusable(ValueError):
    """What was typed cannot stand in a row."""


class NotThere(ValueError):
    """Lines of which no rejected row can be corrected."""

    def __init__(self, lines):
        super().__init__(", ".join(map(str, sorted(lines))))
        self.lines = sorted(lines)


def place(run: ImportRun, reject: ImportReject) -> int | None:
    """Where the cell at fault stands in its row; None when it is the row as a whole."""
    at = run.mapping.get(reject.column)
    return at if _delimiter(run) and at is not None and at < len(reject.cells) else None


def _delimiter(run):
    """None where a row is a line of JSON. In Parquet nothing stands between cells, and no text has an encoding."""
    return run.delimiter or (None if run.encoding else ",")


def is_open(run: ImportRun, reject: ImportReject) -> bool:
    """Whether a row can be corrected: we have all of it."""
    is_whole = len(reject.cells) < limits.CELLS_KEPT and all(len(cell) < limits.CELL_KEPT for cell in reject.cells)
    return bool(reject.cells) and is_whole


def shown(run: ImportRun, reject: ImportReject, cells: list[str]) -> str:
    """What there is to correct: the cell, or the row as it stands in the file."""
    at, delimiter = place(run, reject), _delimiter(run)
    if at is not None:
        return cells[at]
    return _line(cells, delimiter) if delimiter else "".join(cells[:1])


def _line(cells, delimiter):
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="").writerow(cells)
    return text.getvalue()


def with_text(run: ImportRun, reject: ImportReject, cells: list[str], text: str) -> list[str]:
    """The cells of a row once this is written where it was at fault. Raises Unusable."""
    if len(text) >= limits.CELL_KEPT:
        raise Unusable
    text, at, delimiter = text.replace("\x00", ""), place(run, reject), _delimiter(run)
    if at is not None:
        return [*cells[:at], text, *cells[at + 1 :]]
    return _split(text, delimiter) if delimiter else [text]


def _split(text, delimiter):
    rows = list(csv.reader([" ".join(text.splitlines())], delimiter=delimiter))
    return rows[0] if rows else [""]


@transaction.atomic
def correct(run: ImportRun, texts: dict[int, str], *, by) -> int:
    """Keep what was typed for rejected rows, by line, until the next check; how many differ.

    Raises Unusable, and NotThere for lines that are no rejected rows or cannot be corrected.
    """
    access.require(by, "import")
    run = choosing.locked(run, states=(State.CHECKED,))
    known, changed = reading_apart.corrections(run), {}
    rejects = [reject for reject in run.rejects.filter(line__in=texts) if is_open(run, reject)]
    if missing := set(texts) - {reject.line for reject in rejects}:
        raise NotThere(missing)
    for reject in rejects:
        cells = known.get(reject.line, reject.cells)
        if texts[reject.line] != shown(run, reject, cells):
            changed[reject.line] = with_text(run, reject, cells, texts[reject.line])
    for line, cells in changed.items():
        content = json.dumps(cells, ensure_ascii=False).encode()
        UploadPart.objects.update_or_create(
            run=run, record=line, defaults={"number": 0, "content": content, "is_checked": False}
        )
    return len(changed)


def rows(run: ImportRun, rejects: Iterable[ImportReject]) -> Iterator[tuple[ImportReject, str | None]]:
    """(reject, what there is to correct in it as it was typed last); None where that is only possible in the file."""
    known = reading_apart.corrections(run)
    for reject in rejects:
        cells = known.get(reject.line, reject.cells)
        yield reject, shown(run, reject, cells) if is_open(run, reject) else None


def unchecked(run: ImportRun) -> int:
    """How many rows were corrected since the last check."""
    return run.parts.exclude(record=None).filter(is_checked=False).count()


@transaction.atomic
def check_again(run: ImportRun, *, by) -> ImportRun:
    """Compare every row once more, with what was corrected and with what has been imported meanwhile."""
    access.require(by, "import")
    run = choosing.locked(run, states=(State.CHECKED,))
    checking.begin(run)
    return run
