"""An uploaded file: measured, kept in pieces in the database, recognised by its beginning."""

from dataclasses import dataclass, field
from hashlib import sha256

from django.db import transaction
from django.utils.timezone import now

from metrics.importing import checking
from metrics.models import ImportRun, UploadPart
from metrics.parsing import columns, limits, sniffing
from metrics.parsing.problems import Unreadable
from pmm_workspace.accounts import access

PART = 1024 * 1024


class TooLarge(ValueError):
    """More bytes than one import may have."""


@dataclass
class _Upload:
    """What has arrived so far."""

    run: ImportRun
    digest: object = field(default_factory=sha256)
    size: int = 0
    parts: int = 0
    head: bytes = b""

    def add(self, content: bytes):
        self.size += len(content)
        if self.size > limits.FILE_BYTES:
            raise TooLarge
        self.digest.update(content)
        self.head += content[: limits.HEAD_BYTES - len(self.head)]
        UploadPart(run=self.run, number=self.parts, content=content).save()
        self.parts += 1


@transaction.atomic
def receive(chunks, *, by, name: str, kind: str = "") -> ImportRun:
    """Keep a file and recognise it. When its columns are known, its rows are checked at once."""
    access.require(by, "import")
    run = ImportRun(name=_short(name), kind=kind or ImportRun.Kind.EVENTS, created_by=by)
    run.save()
    upload = _Upload(run)
    for chunk in chunks:
        upload.add(bytes(chunk))
    run.size, run.sha256 = upload.size, upload.digest.hexdigest()
    recognise(run, upload.head, kind=kind)
    return run


def _short(name):
    """The end of a long name tells more than its beginning."""
    plain = "".join(sign if sign.isprintable() else "_" for sign in name)
    return plain[-200:] or "file.csv"


def recognise(run: ImportRun, head: bytes, *, kind: str = "", encoding: str = "", delimiter: str = "") -> None:
    """Fill in what the beginning of the file tells; go on to the check if that is all we need."""
    try:
        found = sniffing.sniff(head, encoding=encoding, delimiter=delimiter)
    except Unreadable as bad:
        refuse(run, bad)
        return
    run.kind = kind or found.kind
    run.encoding, run.delimiter, run.header_line = encoding, found.delimiter, found.header_line
    run.headings, run.samples = storable(found.headings), [storable(cells) for cells in found.samples]
    run.mapping = columns.recognised(columns.KINDS[run.kind], found.headings)
    run.save()
    if columns.is_complete(columns.KINDS[run.kind], run.mapping):
        checking.begin(run)


def storable(cells):
    return [cell[:200].replace("\x00", "\ufffd") for cell in cells]


def refuse(run: ImportRun, bad: Unreadable) -> None:
    run.state, run.finished_at = ImportRun.State.REFUSED, now()
    run.problem = {"code": bad.code, **bad.details}
    run.save()
    run.parts.all().delete()


def head_of(run: ImportRun) -> bytes:
    first = run.parts.filter(number=0).first()
    return bytes(first.content)[: limits.HEAD_BYTES] if first else b""


def previous_import(run: ImportRun) -> ImportRun | None:
    """The same bytes, imported before: importing them again changes nothing."""
    same = ImportRun.objects.filter(sha256=run.sha256, state=ImportRun.State.DONE).exclude(pk=run.pk)
    return same.select_related("created_by").first() if run.sha256 else None
