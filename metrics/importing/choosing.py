"""What a person says about a file: its kind, its columns, its encoding, the order of its dates."""

from functools import partial

from django.db import transaction

from metrics.importing import checking, kept, receiving
from metrics.models import ImportRun
from metrics.parsing import sources
from metrics.parsing.sources import plain
from pmm_workspace.accounts import access

OPEN = (ImportRun.State.COLUMNS, ImportRun.State.CHECKED)
ANSWERS = {"day_order": ("dmy", "mdy"), "decimal_mark": (".", ","), "amount_of": ("one", "all")}


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
def reread(
    run: ImportRun, *, by, kind: str = "", preset: str = "", encoding: str = "", delimiter: str = ""
) -> ImportRun:
    """Look at the file again as something else, without checking it yet: another source, encoding or separator."""
    access.require(by, "import")
    run = locked(run)
    receiving.take_head(run, receiving.head_of(run, encoding=encoding, delimiter=delimiter))
    run.encoding = encoding
    run.parts.exclude(record=None).delete()
    if preset in sources.SOURCES:
        receiving.as_source(run, preset)
    elif preset == sources.PLAIN or (kind and kind != run.kind):
        receiving.as_plain(run, kind or run.kind)
    run.state, run.unclear = ImportRun.State.COLUMNS, {}
    run.save()
    return run


@transaction.atomic
def choose(run: ImportRun, mapping: dict[str, int], *, by, is_watched: bool = True, **answers: str) -> ImportRun:
    """Take a person's word for the columns, and check the rows. A known source knows its columns itself.

    `answers` to what the file cannot tell are named as in ANSWERS. Raises Incomplete.
    """
    access.require(by, "import")
    run = locked(run)
    if run.preset == sources.PLAIN:
        missing = [name for name in plain.required(run.kind) if name not in mapping]
        if missing:
            raise Incomplete(missing)
        run.mapping = mapping
    for name in ANSWERS:
        setattr(run, name, answers.get(name, ""))
    run.unclear = {}
    checking.begin(run, is_watched=is_watched)
    return run


def answer(run: ImportRun, *, by, is_watched: bool = True, **answers: str) -> ImportRun:
    """The same of what was asked alone; what was said before holds. Raises Incomplete."""
    said = {name: getattr(run, name) for name in ANSWERS}
    return choose(run, run.mapping, by=by, is_watched=is_watched, **said | answers)


@transaction.atomic
def discard(run: ImportRun, *, by) -> ImportRun:
    """Forget a file that was not confirmed."""
    access.require(by, "import")
    run = locked(run)
    run.state = ImportRun.State.DISCARDED
    run.save()
    run.parts.all().delete()
    run.rejects.all().delete()
    transaction.on_commit(partial(kept.forget, run))
    return run
