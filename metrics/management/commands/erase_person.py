"""Erase a person from all imported data: python manage.py erase_person ID_OR_ADDRESS --workspace SLUG."""

from metrics.importing import erasing
from metrics.management.in_workspace import WorkspaceCommand
from pmm_workspace.jobs import queue


class Command(WorkspaceCommand):
    help = "Erase whoever has this id or e-mail address. Numbers are counted again. It cannot be undone."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("subject", help="an id as a source writes it, or an e-mail address")

    def act(self, person, options):
        erasure = erasing.erase(options["subject"], by=person)
        queue.run(erasure.job_id)
        erasure.refresh_from_db()
        counts = ", ".join(f"{count} {name}" for name, count in erasure.counts.items())
        self.stdout.write(f"Receipt {erasure.pk}: {counts or erasure.job.error}.")
