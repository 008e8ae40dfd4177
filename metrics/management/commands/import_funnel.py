"""Import a funnel file by the same steps as in the browser: python manage.py import_funnel FILE --workspace SLUG."""

from django.core.management.base import CommandError

from metrics.importing import import_file, wording
from metrics.importing.choosing import ANSWERS
from metrics.importing.receiving import NotReplaceable, TooLarge
from metrics.management.in_workspace import WorkspaceCommand
from metrics.models import ImportRun
from metrics.parsing import limits

SHOWN = 20


class Command(WorkspaceCommand):
    help = "Import a CSV of funnel events or spend. All good rows are stored; the bad ones are listed."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("file")
        parser.add_argument("--replaces", type=int, help="the number of the import whose place it takes")
        parser.add_argument("--check", action="store_true", help="store nothing yet; see correct_import")
        for name, choices in ANSWERS.items():
            parser.add_argument(_option(name), choices=choices, help="for a file that cannot tell")
        parser.add_argument("--kind", choices=ImportRun.Kind.values, default="", help="found out when left out")

    def act(self, person, options):
        try:
            chosen = {
                "kind": options["kind"],
                "replaces": self._replaced(options),
                "is_confirmed": not options["check"],
                "answers": {name: options[name] for name in ANSWERS if options[name]},
            }
            run = import_file(options["file"], by=person, **chosen)
        except NotReplaceable:
            raise CommandError("The import to be replaced is not in force.") from None
        except TooLarge:
            said = wording.of_file({"code": "too_large", "limit": limits.FILE_BYTES // 1024**2})
            raise CommandError(said) from None
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from None
        self._tell(run)

    def _replaced(self, options):
        if options["replaces"] is None:
            return None
        run = ImportRun.objects.filter(pk=options["replaces"]).first()
        if run is None:
            raise CommandError(f"There is no import {options['replaces']}.")
        return run

    def _tell(self, run):
        for reject in run.rejects.all()[:SHOWN]:
            self.stderr.write(f"line {reject.line}: {wording.of_reject(reject)}")
        if run.state not in (ImportRun.State.DONE, ImportRun.State.CHECKED):
            raise CommandError(self._why_not(run))
        counts = f"{run.new} new, {run.changed} changed, {run.duplicate} known already, {run.rejected} rejected"
        self.stdout.write(f"{run.name}: {run.read} rows read, {counts}.")
        if run.state == ImportRun.State.CHECKED:
            self.stdout.write(f"Nothing is stored yet: confirm import {run.pk}, or correct its rows by correct_import.")

    def _why_not(self, run):
        if run.problem:
            return wording.of_file(run.problem, run.encoding)
        if run.unclear:
            return wording.of_question(run.unclear) + f" Say it by {_option(run.unclear['question'])}."
        if run.state == ImportRun.State.COLUMNS:
            return "Its columns are not known. Import the file in the browser, where you can choose them."
        return run.job.error or f"The import ended as {run.get_state_display()}."


def _option(name):
    return f"--{name.replace('_', '-')}"
