"""What nobody did and the clock has to notice: imports whose worker gave up."""

from datetime import timedelta

from django.utils.timezone import now

from pmm_workspace.accounts.models import Workspace
from pmm_workspace.common import tenancy
from pmm_workspace.jobs.models import Job, State
from pmm_workspace.notices import telling
from pmm_workspace.notices.models import Kind

LOOKED_BACK = timedelta(days=1)


def notice_everywhere() -> None:
    for pk in Workspace.objects.values_list("pk", flat=True):
        with tenancy.inside(pk):
            tell_of_failed_imports()


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
