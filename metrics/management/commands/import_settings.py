"""Whom the numbers leave out and how long events are kept: python manage.py import_settings --workspace SLUG …"""

from django.core.management.base import CommandError

from metrics import foreseeing, recalculation, store
from metrics.management.in_workspace import WorkspaceCommand
from metrics.store import retention
from metrics.store.terms import Changes, NoDomain, as_domain


class Command(WorkspaceCommand):
    help = "Show the settings of imports, or change those that are named. Numbers are counted again."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--test-people", nargs="*", help="all ids and addresses that are left out")
        parser.add_argument("--internal-domains", nargs="*", help="all e-mail domains that are left out")
        parser.add_argument("--kept-months", type=int, help="after how many months events are dropped; 0 keeps all")
        parser.add_argument("--preview", action="store_true", help="change nothing, say which numbers would change")

    def act(self, person, options):
        changes = Changes(options["test_people"], self._domains(options["internal_domains"]))
        if not 0 <= (options["kept_months"] or 0) <= retention.MOST_MONTHS:
            raise CommandError(f"Events are kept for 1 to {retention.MOST_MONTHS} months, or 0 for all.")
        if changes.lists():
            self.tell(lambda: foreseeing.of_terms(changes))
        if not options["preview"]:
            self._save(changes, options["kept_months"], person)
        now = store.settings()
        self.stdout.write(f"Test people: {', '.join(now.excluded_people) or 'none'}")
        self.stdout.write(f"Internal domains: {', '.join(now.internal_domains) or 'none'}")
        self.stdout.write(f"Events are kept for {now.kept_months or 'all'} months.")

    def _domains(self, texts):
        try:
            return texts if texts is None else [as_domain(text) for text in texts]
        except NoDomain as bad:
            raise CommandError(f"{bad} is not a domain. Expected one like example.com.") from None

    def _save(self, changes, months, person):
        if changes.lists():
            recalculation.change_terms(changes, by=person)
        if months is not None:
            recalculation.keep_for(months or None, by=person)
