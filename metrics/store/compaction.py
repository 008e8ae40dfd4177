"""What many imports have brought is put into one file, which is read sooner than many."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count

from metrics.models import LakeFile
from metrics.store import lake, moments
from metrics.store.changes import Change
from metrics.store.lake import Owner, State

MOST = 16  # files of a table, of events in a month

Part = tuple[str, date | None]  # a table, and the month of events


def crowded() -> list[Part]:
    """Where there are more live files than that."""
    parts = LakeFile.objects.filter(state=State.LIVE).values("table", "month")
    many = parts.annotate(files=Count("pk")).filter(files__gt=MOST)
    return list(many.order_by("table", "month").values_list("table", "month"))


def compacted(connection, parts: Iterable[Part]) -> Change:
    """The same rows, in one file for each part; every row says which import brought it."""
    change = Change(before=lake.live(), people=[])
    for table, month in parts:
        files = [file for file in change.before if (file.table, file.month) == (table, month)]
        query = f"SELECT * FROM ({lake.with_runs(files)}) {lake.in_order(table)}"
        change.removed += files
        change.add(lake.write(connection, query, table=table, owner=Owner(None, files[0].position), month=month))
        moments.passed(moments.BETWEEN_FILES)
    return change
