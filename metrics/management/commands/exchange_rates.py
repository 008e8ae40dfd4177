"""Enter exchange rates: python manage.py exchange_rates FILE --workspace SLUG; the columns are day,currency,rate."""

from django.core.management.base import CommandError

from metrics import foreseeing, recalculation
from metrics.management.in_workspace import WorkspaceCommand
from metrics.parsing import rates
from metrics.store.terms import Changes
from pmm_workspace.accounts.models import Workspace
from pmm_workspace.common import tenancy


class Command(WorkspaceCommand):
    help = "Enter what one unit of a currency is worth in the workspace's own from a day on. Numbers are counted again."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "file", help=f"a CSV with the columns day,currency,rate: {rates.example('EUR')} where numbers are in EUR"
        )
        parser.add_argument("--preview", action="store_true", help="change nothing, say which numbers would change")

    def act(self, person, options):
        changes = Changes(rates=tuple(self._read(options["file"])))
        self.tell(lambda: foreseeing.of_terms(changes))
        if not options["preview"]:
            recalculation.change_terms(changes, by=person)
            self.stdout.write(f"{len(changes.rates)} rates entered.")

    def _read(self, path):
        try:
            with open(path, encoding="utf-8-sig") as file:
                return rates.read(file.read())
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        except UnicodeDecodeError:
            raise CommandError(f"{path} is not text in UTF-8.") from None
        except rates.NoRate as bad:
            example = rates.example(Workspace.objects.get(pk=tenancy.current()).currency)
            raise CommandError(f"Line {bad.line} is no rate. Expected day,currency,rate: {example}.") from None
        except rates.TooMany:
            raise CommandError(f"Expected at most {rates.MOST} rates at once.") from None
