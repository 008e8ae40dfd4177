"""Reviews that the clock keeps: one of each month or quarter, once what is imported late had its time."""

from datetime import date

from django.db import transaction

from metrics import store
from metrics.models import FunnelSettings, Review
from metrics.readout import periods, reviews
from pmm_workspace.accounts import access
from pmm_workspace.accounts.models import Workspace
from pmm_workspace.common import tenancy
from pmm_workspace.jobs import queue
from pmm_workspace.jobs.models import Job

KIND = "metrics.keep_review"
MONTHS = {FunnelSettings.Rhythm.MONTH: 1, FunnelSettings.Rhythm.QUARTER: 3}
LATE = 3 * periods.DAY


@transaction.atomic
def choose(every: str, *, by) -> None:
    """One of FunnelSettings.Rhythm; "" for never."""
    access.require(by, "import")
    settings = store.lock()
    settings.review_every = every
    settings.save()


def keep_everywhere() -> None:
    """By the clock: a job for every workspace in which a review is due, unless one waits already."""
    for workspace in Workspace.objects.all():
        with tenancy.inside(workspace.pk):
            is_due = due(store.settings(), store.today(workspace))
            if is_due and not Job.objects.open().filter(kind=KIND).exists():
                queue.enqueue(KIND)


def keep(progress) -> dict:
    """The job. A second run, which waits for the first, finds that nothing is due."""
    with transaction.atomic():
        settings, workspace = store.lock(), Workspace.objects.get(pk=tenancy.current())
        closes = due(settings, store.today(workspace))
        review = reviews.record(workspace, closes=closes) if closes else None
        progress.hold()
    return {"review": review and review.pk}


def due(settings: FunnelSettings, today: date) -> date | None:
    """The last day of the month or quarter of which a review is to be kept now; None where there is none."""
    if not settings.review_every:
        return None
    first, last = newest(settings.review_every, today - LATE)
    is_kept = Review.objects.filter(closes=last).exists()
    return last if _is_complete(settings, first, last) and not is_kept else None


def newest(every: str, today: date) -> tuple[date, date]:
    """The first and the last day of the newest month or quarter that is over."""
    months = MONTHS[every]
    after = periods.later(today.replace(day=1), -((today.month - 1) % months), "month")
    return periods.later(after, -months, "month"), after - periods.DAY


def _is_complete(settings, first, last):
    """Events and spend both reach the end, as for every period; what ended before it began is not waited for."""
    reaches = [day for day in (settings.through, settings.spend_through) if day and day >= first]
    return bool(reaches) and min(reaches) >= last
