"""Correct rejected rows: python manage.py correct_import NUMBER [FILE] --workspace SLUG; the file has line and text."""

import csv

from django.core.management.base import CommandError

from metrics.importing import choosing, correcting, publishing, receiving, wording
from metrics.management.in_workspace import WorkspaceCommand
from metrics.models import ImportRun
from pmm_workspace.jobs import queue

COLUMNS = ["line", "text", "reason"]


class Command(WorkspaceCommand):
    help = "List the rejected rows of an import that is not confirmed, as a CSV; or read them from one, corrected."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("number", type=int, help="of the import, as in its address")
        parser.add_argument("file", nargs="?", help="a CSV with the columns line and text; without it they are listed")
        parser.add_argument("--confirm", action="store_true", help="then store all good rows")

    def act(self, person, options):
        run = ImportRun.objects.filter(pk=options["number"], state=ImportRun.State.CHECKED).first()
        if run is None:
            raise CommandError("There is no import with this number that waits to be confirmed.")
        if options["file"]:
            run = self._correct(run, self._read(options["file"]), person)
        if options["confirm"]:
            run = self._worked_off(self._confirmed(run, person))
        self._tell(run)

    def _confirmed(self, run, person):
        try:
            return publishing.confirm(run, by=person)
        except choosing.NotOpen:
            raise CommandError(f"{run.name}, {run.get_state_display()}: nothing can be confirmed.") from None
        except receiving.NotReplaceable:
            raise CommandError("The import to be replaced is not in force.") from None

    def _read(self, path):
        try:
            with open(path, encoding="utf-8-sig", newline="") as file:
                return {int(row["line"]): row["text"] or "" for row in csv.DictReader(file)}
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        except (KeyError, TypeError, ValueError, csv.Error):
            raise CommandError("Expected a CSV with the columns line and text.") from None

    def _correct(self, run, texts, person):
        try:
            correcting.correct(run, texts, by=person)
        except correcting.NotThere as missing:
            raise CommandError(f"Nothing was kept: nothing can be corrected in the lines {missing}.") from None
        except correcting.Unusable:
            raise CommandError("Nothing was kept: a text is too long.") from None
        return self._worked_off(correcting.check_again(run, by=person))

    def _worked_off(self, run):
        queue.run(run.job_id)
        return ImportRun.objects.get(pk=run.pk)

    def _tell(self, run):
        lines = csv.DictWriter(self.stdout, COLUMNS, lineterminator="\n")
        lines.writeheader()
        for reject, text in correcting.rows(run, run.rejects.all()):
            lines.writerow({"line": reject.line, "text": text, "reason": wording.of_reject(reject)})
        self.stderr.write(f"{run.name}, {run.get_state_display()}: {run.accepted} good rows, {run.rejected} rejected.")
