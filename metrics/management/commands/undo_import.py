"""Take an import back: python manage.py undo_import NUMBER --workspace SLUG."""

from django.core.management.base import CommandError

from metrics import foreseeing
from metrics.importing import choosing, undoing
from metrics.management.in_workspace import WorkspaceCommand
from metrics.models import ImportRun
from pmm_workspace.jobs import queue


class Command(WorkspaceCommand):
    help = "Take an import back that is younger than thirty days, and say which numbers change by how much."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("number", type=int, help="of the import, as in its address")
        parser.add_argument("--preview", action="store_true", help="change nothing")

    def act(self, person, options):
        run = ImportRun.objects.filter(pk=options["number"]).first()
        if run is None or not undoing.may_be_undone(run):
            raise CommandError("There is no import with this number that can still be undone.")
        self.tell(lambda: foreseeing.of_undoing(run))
        if options["preview"]:
            return
        try:
            queue.run(undoing.undo(run, by=person).job_id)
        except choosing.NotOpen as state:
            raise CommandError(f"The import is {state}.") from state
