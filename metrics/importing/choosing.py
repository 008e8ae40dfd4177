"""What a person says about a file: its kind, its columns, its encoding, the order of its dates."""

from django.db import transaction

from metrics.importing import checking, receiving
from metrics.models import ImportRun
from metrics.parsing import columns, sniffing
from pmm_workspace.accounts import access

OPEN = (ImportRun.State.COLUMNS, ImportRun.State.CHECKED)


class NotOpen(ValueError):
    """The import has gone too far for this, or is already going there."""


class Incomplete(ValueError):
    """A column we cannot do without has not been chosen."""

    def __init__(self, missing: list[str]):
        super().__init__(", ".join(missing))
        self.missing = missing


def locked(run: ImportRun, states=OPEN) -> ImportRun:
    """The run as it is now, held until the transaction ends, so that two tabs cannot both decide."""
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.state not in states:
        raise NotOpen(run.state)
    return run


@transaction.atomic
def reread(run: ImportRun, *, by, kind: str, encoding: str, delimiter: str) -> ImportRun:
    """Look at the file again with another encoding or separator, without checking it yet."""
    access.require(by, "import")
    run = locked(run)
    found = sniffing.sniff(receiving.head_of(run), encoding=encoding, delimiter=delimiter)
    run.kind, run.encoding, run.delimiter, run.header_line = kind, encoding, found.delimiter, found.header_line
    run.headings = receiving.storable(found.headings)
    run.samples = [receiving.storable(cells) for cells in found.samples]
    run.mapping = columns.recognised(columns.KINDS[kind], found.headings)
    run.state = ImportRun.State.COLUMNS
    run.save()
    return run


@transaction.atomic
def choose(run: ImportRun, mapping: dict[str, int], *, by, day_order: str = "", decimal_mark: str = "") -> ImportRun:
    """Take a person's word for the columns, and check the rows."""
    access.require(by, "import")
    run = locked(run)
    missing = [name for name in columns.KINDS[run.kind].required if name not in mapping]
    if missing:
        raise Incomplete(missing)
    run.mapping, run.day_order, run.decimal_mark, run.unclear = mapping, day_order, decimal_mark, {}
    checking.begin(run)
    return run


@transaction.atomic
def discard(run: ImportRun, *, by) -> ImportRun:
    """Forget a file that was not confirmed."""
    access.require(by, "import")
    run = locked(run)
    run.state = ImportRun.State.DISCARDED
    run.save()
    run.parts.all().delete()
    run.rejects.all().delete()
    return run
