"""Events of a month that many imports have brought are put into one file, which is read sooner than many."""

from datetime import date

from django.db.models import Count

from metrics.models import LakeFile
from metrics.store import lake, moments
from metrics.store.changes import Change
from metrics.store.lake import Owner, State

MOST = 16  # files of a month


def crowded() -> list[date]:
    """The months with more live files than that."""
    months = LakeFile.objects.filter(table="events", state=State.LIVE).values("month").annotate(files=Count("pk"))
    return list(months.filter(files__gt=MOST).order_by("month").values_list("month", flat=True))


def compacted(connection, months: list[date]) -> Change:
    """The same rows, in one file for each month; every row says which import brought it."""
    change = Change(before=lake.live(), people=[])
    for month in months:
        files = [file for file in lake.of_table(change.before, "events") if file.month == month]
        query = f"SELECT * FROM ({lake.with_runs(files)}) ORDER BY {lake.ORDER}"
        change.removed += files
        change.add(lake.write(connection, query, table="events", owner=Owner(None, files[0].position), month=month))
        moments.passed(moments.BETWEEN_FILES)
    return change
