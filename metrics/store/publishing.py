"""A planned change becomes what everybody reads, in the caller's transaction and under the workspace's lock."""

from django.utils.timezone import now

from metrics.models import FunnelSettings, LakeFile
from metrics.store import lake
from metrics.store.changes import Change
from metrics.store.engine import listed
from metrics.store.lake import State
from metrics.store.terms import day_of
from metrics.store.terms import terms as terms_of_workspace


def publish(engine, change: Change, settings: FunnelSettings, *, died_at=None) -> None:
    """Make the added files readable and the removed ones not, and count the lake's version up.

    `settings` is the workspace's row, locked since before the change was planned.
    """
    LakeFile.objects.bulk_create(change.added, batch_size=500)
    LakeFile.objects.filter(pk__in=[file.pk for file in change.removed]).update(
        state=State.DEAD, died_at=died_at or now()
    )
    settings.lake_version += 1
    settings.through, settings.spend_through = reach(engine, change.after)
    settings.save()


def reach(engine, files):
    """The last day with an event, and with spend."""
    events, spend = lake.of_table(files, "events"), lake.of_table(files, "spend")
    last = None
    if events:
        (moment,) = engine.execute(f'SELECT max("at") FROM read_parquet({listed(map(lake.place, events))})').fetchone()
        zone = terms_of_workspace().timezone
        (last,) = engine.execute(f"SELECT {day_of(str(moment), zone)}").fetchone()
    return last, max((file.last_day for file in spend if file.last_day), default=None)
