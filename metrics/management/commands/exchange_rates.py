"""Enter exchange rates: python manage.py exchange_rates FILE --workspace SLUG; the columns are day,currency,rate."""

import csv
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.management.base import CommandError
from django.db import transaction

from metrics.management.in_workspace import WorkspaceCommand
from metrics.models import ExchangeRate
from metrics.recalculation.asking import recalculate_what_changed


class Command(WorkspaceCommand):
    help = "Enter what one unit of a currency is worth in the workspace's own from a day on. Numbers are counted again."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("file", help="a CSV with the columns day,currency,rate: 2026-01-31,EUR,1.0853")

    def act(self, person, options):
        with open(options["file"], newline="", encoding="utf-8") as file, transaction.atomic():
            count = sum(1 for line, row in enumerate(csv.DictReader(file), start=2) if self._enter(line, row))
        recalculate_what_changed()
        self.stdout.write(f"{count} rates entered.")

    def _enter(self, line, row):
        try:
            day, currency, rate = date.fromisoformat(row["day"]), row["currency"].strip().upper(), Decimal(row["rate"])
        except (KeyError, TypeError, ValueError, InvalidOperation):
            raise CommandError(f"Line {line} is no rate. Expected day,currency,rate: 2026-01-31,EUR,1.0853.") from None
        if len(currency) != 3 or not 0 < rate < 10**9:
            raise CommandError(f"Line {line}: expected three letters of a currency and a rate above 0.")
        return ExchangeRate.objects.update_or_create(day=day, currency=currency, defaults={"rate": rate})
