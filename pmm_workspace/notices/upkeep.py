"""What nobody did and the clock has to notice: imports whose worker gave up, texts that nobody looked at for long."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils.timezone import now

from pmm_workspace.accounts.models import Workspace
from pmm_workspace.artifacts import verification
from pmm_workspace.common import tenancy
from pmm_workspace.jobs.models import Job, State
from pmm_workspace.notices import telling
from pmm_workspace.notices.models import Kind, Notice

LOOKED_BACK = timedelta(days=1)


def notice_everywhere() -> None:
    _everywhere(tell_of_failed_imports)


def ask_everywhere() -> None:
    _everywhere(ask_what_is_due)


def _everywhere(look):
    for pk in Workspace.objects.values_list("pk", flat=True):
        with tenancy.inside(pk):
            look()


def tell_of_failed_imports() -> int:
    """How many imports were given up within the last day; each is told once, however often this runs."""
    failed = Job.objects.filter(state=State.FAILED, finished_at__gt=now() - LOOKED_BACK, created_by__isnull=False)
    failed = failed.filter(arguments__has_key="run_id")
    for job in failed:
        telling.spread(_news(job))
    return len(failed)


def _news(job):
    words = {"title": str(job.arguments["run_id"]), "state": "failed", "note": job.error[: telling.LONGEST]}
    path = telling.reverse("import", args=[job.arguments["run_id"]])
    return telling.News(f"job:{job.pk}", Kind.IMPORT, {job.created_by_id}, path, at=job.finished_at, words=words)


def forget_reasons(pattern: str) -> None:
    """Of imports that failed, where this regular expression matches: a reason may name somebody who is erased."""
    for notice in Notice.objects.filter(kind=Kind.IMPORT, words__note__iregex=pattern):
        notice.words |= {"note": ""}
        notice.save()


def ask_what_is_due() -> int:
    """Ask each owner of a text whose period is over whether it is still true; how many were not asked before."""
    asked = Notice.objects.filter(
        artifact=OuterRef("pk"), person=OuterRef("owner"), kind=Kind.DUE, at__gt=OuterRef("verified_at")
    )
    due = verification.overdue().exclude(Exists(asked)).order_by("verified_at").values_list("pk", flat=True)
    for pk in due:
        telling.tell("due", pk=pk)
    return len(due)
