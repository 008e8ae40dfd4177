"""Write down again what search knows, e.g. after a new version of the product reads texts in another way."""

from django.core.management.base import BaseCommand

from pmm_workspace.accounts.models import Workspace
from pmm_workspace.artifacts import search
from pmm_workspace.common import tenancy


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--missing", action="store_true", help="Only documents that search does not know yet.")

    def handle(self, *args, missing, **options):
        for pk in Workspace.objects.values_list("pk", flat=True):
            with tenancy.inside(pk):
                count = search.reindex(missing=missing)
            if count:
                self.stdout.write(f"Workspace {pk}: {count} documents.")
