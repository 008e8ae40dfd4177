from django.core.management.base import BaseCommand

from pmm_workspace.accounts.models import Role
from pmm_workspace.sample import content
from pmm_workspace.sample.loading import load


class Command(BaseCommand):
    help = "Load the sample workspace. Loading it again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument(
            "--print-sign-ins", action="store_true", help="Print one sign-in per role: e-mail, password."
        )

    def handle(self, *, print_sign_ins, **options):
        load()
        if print_sign_ins:
            for role, email in _first_of_each_role().items():
                self.stdout.write(f"{Role(role).label:<10} {email:<20} {content.PASSWORD}")


def _first_of_each_role():
    found = {}
    for email, _name, role in content.PEOPLE.values():
        found.setdefault(role, email)
    return found
