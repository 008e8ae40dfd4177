"""Erase a person from all imported data: python manage.py erase_person ID_OR_ADDRESS --workspace SLUG."""

from django.core.management.base import CommandError

from metrics import foreseeing
from metrics.importing import erasing
from metrics.management.in_workspace import WorkspaceCommand
from pmm_workspace.jobs import queue


class Command(WorkspaceCommand):
    help = "Erase whoever has this id or e-mail address. Numbers are counted again. It cannot be undone."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("subject", help="an id as a source writes it, or an e-mail address")
        parser.add_argument("--preview", action="store_true", help="erase nobody, say what would go and change")

    def act(self, person, options):
        if not options["subject"].strip():
            raise CommandError("Name an id or an e-mail address.")
        (self._preview if options["preview"] else self._erase)(options["subject"], person)

    def _preview(self, subject, _person):
        self.tell(lambda: self._counted(subject))

    def _counted(self, subject):
        counts, told = foreseeing.of_erasing(subject)
        self.stdout.write(_listed(counts))
        return told

    def _erase(self, subject, person):
        erasure = erasing.erase(subject, by=person)
        queue.run(erasure.job_id)
        erasure.refresh_from_db()
        self.stdout.write(f"Receipt {erasure.pk}: {_listed(erasure.counts) or erasure.job.error}.")


def _listed(counts):
    return ", ".join(f"{count} {name}" for name, count in counts.items())
