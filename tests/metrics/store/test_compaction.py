"""A month to which many imports have written is put into one file; nobody sees a difference."""

from collections import Counter

import pytest
from django.db import transaction

from metrics.importing import housekeeping
from metrics.models import FunnelSettings
from metrics.recalculation import publish
from metrics.store import compaction, lake, moments
from metrics.store.engine import connected
from tests.metrics.funnel import work
from tests.metrics.store.lakes import event, imported, laid, tallied, undone
from tests.metrics.store.test_publishing import killed_at, progress


def rows_by_import():
    with connected() as engine:
        rows = lake.with_runs(lake.live(table="events"))
        return Counter(run for (run,) in engine.execute(f"SELECT run FROM ({rows})").fetchall())


def seen():
    return laid("events"), tallied(), rows_by_import(), FunnelSettings.objects.values("through", "tallied_as").get()


def after_undoing(run):
    """What would be seen; it is not kept."""
    with transaction.atomic():
        undone(run)
        events = laid("events")
        transaction.set_rollback(True)
    return events


@pytest.mark.django_db(transaction=True)
def test_a_crowded_month_is_put_into_one_file_and_every_import_can_still_leave_it(workspace):
    first, _ = imported(events=[event("ana"), event("ben", "activated", "2026-01-06", anonymous="b")])
    runs = [imported(events=[event(f"u{n}")])[0] for n in range(compaction.MOST - 1)]
    assert not compaction.crowded()
    imported(events=[event("ana"), event("cy"), event("cy", when="2026-02-01")])
    publish.recount()
    before, without_first, without_another = seen(), after_undoing(first), after_undoing(runs[3])
    attempt = progress()
    for moment in (moments.BETWEEN_FILES, moments.PUBLISHING, moments.BEFORE_COMMIT):
        assert killed_at(moment, lambda: housekeeping.compact(attempt))
        assert seen() == before
    housekeeping.compact_everywhere()
    work()
    assert len(lake.live(table="events")) == 2
    assert seen() == before

    corrected, _ = imported(replaces=runs[3], events=[event("u3", when="2026-01-20")])
    undone(corrected)
    assert seen() == before
    assert after_undoing(runs[3]) == without_another
    undone(first)
    assert laid("events") == without_first
