"""Tallies put into the current workspace by hand, with the sums that stand beside what is counted."""

from collections.abc import Iterable
from datetime import date

from django.db import connection

from metrics.models import Tally
from metrics.store.tallies import ADDED_UP, BY_CHANNEL, KEYS
from pmm_workspace.common import tenancy


def tally(measure: str, period: date, value: int, n: int = 0, **slices: str) -> None:
    tallies([Tally(measure=measure, period=period, n=n, value=value, workspace_id=tenancy.current(), **slices)])


def tallies(rows: Iterable[Tally]) -> None:
    Tally.objects.bulk_create(rows)
    Tally.objects.filter(measure__startswith=BY_CHANNEL).delete()
    with connection.cursor() as cursor:
        sums = f"SELECT %s, added_up.* FROM ({ADDED_UP.format('metrics_tally')}) AS added_up"
        cursor.execute(f"INSERT INTO metrics_tally (workspace_id, {KEYS}, value) {sums}", [tenancy.current()])
