"""What metrics does for which kind of job."""

from functools import partial

from metrics import foreseeing, recalculation
from metrics.importing import checking, erasing, housekeeping, publishing, undoing
from metrics.recalculation import audit
from pmm_workspace.jobs.queue import does

does("metrics.check_import")(partial(checking.check, then=foreseeing.of_import))
does("metrics.publish_import")(publishing.publish)
does("metrics.undo_import")(undoing.take_back)
does("metrics.erase_person")(erasing.forget)
does("metrics.audit")(audit.audit)
does("metrics.drop_old_events")(housekeeping.drop_old_events)


@does("metrics.recalculate")
def recalculate(progress, months=None):
    """All numbers. Jobs from before there was a lake name months."""
    recalculation.recount(hold=progress.hold)
