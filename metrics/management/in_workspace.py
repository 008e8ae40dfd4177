"""What commands about one workspace have in common: which it is, and who does it."""

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from metrics.store.engine import TooLong
from metrics.store.terms import RateMissing
from metrics.web import foreseen
from pmm_workspace.accounts.models import Membership, Role, Workspace
from pmm_workspace.common import tenancy


class WorkspaceCommand(BaseCommand):
    """Subclasses say what to do in `act(person, options)`, which happens inside the workspace."""

    def add_arguments(self, parser):
        parser.add_argument("--workspace", required=True, help="the workspace's slug")
        parser.add_argument("--by", help="e-mail of the member who does it; the first admin when left out")

    def handle(self, *args, **options):
        workspace = Workspace.objects.filter(slug=options["workspace"]).first()
        if workspace is None:
            raise CommandError(f"There is no workspace {options['workspace']}.")
        with tenancy.inside(workspace.pk):
            person = self._person(workspace, options["by"])
            try:
                self.act(person, options)
            except PermissionDenied:
                raise CommandError(f"{person.email} may not do this. Name another member by --by.") from None

    def tell(self, foresee):
        """Which numbers change, before anything does."""
        try:
            told = foresee()
        except RateMissing as rate:
            raise CommandError(f"There is no rate for {rate}.") from None
        except TooLong:
            self.stdout.write("Counting what changes took too long and was given up.")
            return
        for line in foreseen.lines(told):
            self.stdout.write(line)

    def _person(self, workspace, email):
        members = Membership.objects.filter(workspace=workspace).select_related("user").order_by("pk")
        wanted = members.filter(user__email=email.lower()) if email else members.filter(role=Role.ADMIN)
        member = wanted.first()
        if member is None:
            raise CommandError("There is no such member. Name one by --by.")
        return member.user
