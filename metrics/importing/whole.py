"""An import without a person watching: for the command line and for samples."""

from pathlib import Path

from metrics.importing import choosing, publishing, receiving
from metrics.models import ImportRun
from metrics.parsing import limits
from pmm_workspace.jobs import queue


def import_file(
    path,
    *,
    by,
    name: str = "",
    kind: str = "",
    replaces: ImportRun | None = None,
    is_confirmed: bool = True,
    answers: dict[str, str] | None = None,
) -> ImportRun:
    """Preview, confirm and run here and now, by the same steps as in the browser; the run as it ended.

    `answers` are named as in choosing.ANSWERS, for a file that cannot tell.
    """
    with open(path, "rb") as file:
        named = {"name": name or Path(path).name, "kind": kind, "replaces": replaces, "is_watched": not is_confirmed}
        run = receiving.receive(_chunks(file), by=by, most=limits.FILE_BYTES, **named)
    run = _worked_off(run)
    if run.unclear and answers:
        run = _worked_off(choosing.answer(run, by=by, is_watched=not is_confirmed, **answers))
    if is_confirmed and run.state == ImportRun.State.CHECKED:
        run = _worked_off(publishing.confirm(run, by=by))
    return run


def _chunks(file):
    return iter(lambda: file.read(receiving.PART), b"")


def _worked_off(run):
    if run.job_id:
        queue.run(run.job_id)
    return ImportRun.objects.get(pk=run.pk)
