"""An uploaded file: measured, kept in pieces in the database, recognised by its beginning."""

from dataclasses import dataclass, field
from hashlib import sha256
from math import ceil

from django.db import transaction
from django.utils.timezone import now

from metrics.importing import checking, reading_apart
from metrics.models import ImportRun, UploadPart
from metrics.parsing import containers, limits, sniffing, sources
from metrics.parsing.problems import Unreadable
from metrics.parsing.sniffing import Head
from metrics.parsing.sources import plain
from pmm_workspace.accounts import access

PART = 1024 * 1024


class NotReplaceable(ValueError):
    """The import that a file is to replace is not in force."""


class TooLarge(ValueError):
    """More bytes than one import may have."""


@dataclass
class _Upload:
    """What has arrived so far."""

    run: ImportRun
    most: int
    digest: object = field(default_factory=sha256)
    size: int = 0
    parts: int = 0
    head: bytes = b""

    def add(self, content: bytes):
        self.size += len(content)
        if self.size > self.most:
            raise TooLarge
        self.digest.update(content)
        self.head += content[: limits.HEAD_BYTES - len(self.head)]
        UploadPart(run=self.run, number=self.parts, content=content).save()
        self.parts += 1


@transaction.atomic
def receive(
    chunks,
    *,
    by,
    name: str,
    kind: str = "",
    most: int = limits.UPLOAD_BYTES,
    replaces: ImportRun | None = None,
    is_watched: bool = True,
) -> ImportRun:
    """Keep a file and recognise it. When its columns are known, its rows are checked at once.

    Once it is confirmed, nothing of the import that it replaces counts any more. Raises TooLarge and NotReplaceable.
    """
    access.require(by, "import")
    if replaces and not may_be_replaced(replaces):
        raise NotReplaceable
    run = ImportRun(name=_short(name), kind=kind or ImportRun.Kind.EVENTS, created_by=by, replaces=replaces)
    run.save()
    upload = _Upload(run, most)
    for chunk in chunks:
        upload.add(bytes(chunk))
    run.size, run.sha256 = upload.size, upload.digest.hexdigest()
    recognise(run, upload.head, kind=kind, is_watched=is_watched)
    return run


def may_be_replaced(run: ImportRun) -> bool:
    """It is in the lake, and nobody is taking it back."""
    return run.is_in_lake and not run.is_being_undone


def _short(name):
    """The end of a long name tells more than its beginning."""
    plain = "".join(sign if sign.isprintable() else "_" for sign in name)
    return plain[-200:] or "file.csv"


def recognise(run: ImportRun, start: bytes, *, kind: str = "", is_watched: bool = True) -> None:
    """Fill in what the beginning of the file tells; go on to the check if that is all we need."""
    try:
        found = head_of(run, start)
    except Unreadable as bad:
        refuse(run, bad)
        return
    take_head(run, found)
    if kind and kind != run.kind:
        as_plain(run, kind)
    if run.preset == sources.PLAIN:
        remember(run)
    run.save()
    if is_complete(run):
        checking.begin(run, is_watched=is_watched)


def head_of(run: ImportRun, start: bytes = b"", *, encoding: str = "", delimiter: str = "") -> Head:
    """How the file reads. What is packed is unpacked by the child process only."""
    start = start or _start_of(run)
    if containers.is_wrapped(start):
        return Head(**reading_apart.head_of(run, encoding=encoding, delimiter=delimiter))
    return sniffing.sniff(start, encoding=encoding, delimiter=delimiter)


def _start_of(run):
    parts = run.parts.filter(record=None).order_by("number")[: ceil(limits.HEAD_BYTES / PART)]
    return b"".join(bytes(part.content) for part in parts)[: limits.HEAD_BYTES]


def take_head(run: ImportRun, found: Head) -> None:
    run.preset, run.kind, run.mapping = found.preset, found.kind, found.mapping
    run.delimiter, run.header_line = found.delimiter, found.header_line
    run.headings, run.samples = storable(found.headings), [storable(cells) for cells in found.samples]


def as_plain(run: ImportRun, kind: str) -> None:
    """Rows of this kind, whatever program they may come from."""
    run.preset, run.kind = sources.PLAIN, kind
    run.mapping = plain.recognised(kind, run.headings)


def as_source(run: ImportRun, preset: str) -> None:
    """A file of this program, whatever it looks like."""
    source = sources.SOURCES[preset]
    run.preset, run.kind = source.name, source.table
    run.mapping = sniffing.places(source, run.headings)


def remember(run: ImportRun) -> None:
    """Offer the columns of the last file with these headings. How its dates were read says nothing of this one."""
    alike = ImportRun.objects.filter(state=ImportRun.State.DONE, preset=sources.PLAIN, headings=run.headings)
    last = alike.first() if run.headings else None
    if last:
        run.kind, run.mapping = last.kind, last.mapping


def is_complete(run: ImportRun) -> bool:
    """Whether nothing is left to be chosen."""
    return run.preset != sources.PLAIN or plain.is_complete(run.kind, run.mapping)


def storable(cells):
    """As the database takes it: without zero bytes and halves of characters."""
    return [cell[:200].replace("\x00", "\ufffd").encode("utf-8", "replace").decode() for cell in cells]


def refuse(run: ImportRun, bad: Unreadable) -> None:
    run.state, run.finished_at = ImportRun.State.REFUSED, now()
    run.problem = {"code": bad.code, **bad.details}
    run.save()
    run.parts.all().delete()


def previous_import(run: ImportRun) -> ImportRun | None:
    """The same bytes, imported before: importing them again changes nothing."""
    same = ImportRun.objects.filter(sha256=run.sha256, state=ImportRun.State.DONE).exclude(pk=run.pk)
    return same.select_related("created_by").first() if run.sha256 else None
