"""A planned change becomes what everybody reads, in the caller's transaction and under the workspace's lock."""

from django.utils.timezone import now

from metrics.models import FunnelSettings, LakeFile
from metrics.store import lake, moments
from metrics.store.changes import Change
from metrics.store.engine import listed
from metrics.store.lake import State
from metrics.store.terms import Terms, day_of


def publish(engine, change: Change, settings: FunnelSettings, terms: Terms, *, died_at=None) -> None:
    """Make the added files readable and the removed ones not, and count the lake's version up.

    `settings` is the workspace's row, locked since before the change was planned.
    """
    LakeFile.objects.bulk_create(change.added, batch_size=500)
    moments.passed(moments.PUBLISHING)
    removed = LakeFile.objects.filter(pk__in=[file.pk for file in change.removed])
    removed.update(state=State.DEAD, died_at=died_at or now())
    settings.lake_version += 1
    reach(engine, change, settings, terms)
    settings.save()


def reach(engine, change: Change, settings: FunnelSettings, terms: Terms) -> None:
    """Write into the settings how far the data reaches once the change is published; saves nothing."""
    settings.through = _last_day_of_events(engine, change.after, terms)
    settings.spend_through = max((file.last_day for file in lake.of_table(change.after, "spend")), default=None)


def _last_day_of_events(engine, files, terms):
    events = lake.of_table(files, "events")
    if not events:
        return None
    (moment,) = engine.execute(f'SELECT max("at") FROM read_parquet({listed(map(lake.place, events))})').fetchone()
    return engine.execute(f"SELECT {day_of(str(moment), terms.timezone)}").fetchone()[0]
