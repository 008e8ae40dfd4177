"""Who asks for a recalculation: the clock, and a person who changes what the stages are called."""

from django.db import transaction

from metrics import store
from metrics.definitions.meaning import STAGES
from metrics.models import FunnelSettings
from metrics.recalculation import publish
from pmm_workspace.accounts import access
from pmm_workspace.accounts.models import Workspace
from pmm_workspace.common import tenancy
from pmm_workspace.jobs import queue
from pmm_workspace.jobs.models import Job, State

KIND = "metrics.recalculate"


def stages(settings: FunnelSettings) -> dict[str, str]:
    return {stage: getattr(settings, stage) for stage in STAGES}


def is_under_way() -> bool:
    return Job.objects.filter(kind=KIND, state__in=[State.WAITING, State.RUNNING]).exists()


@transaction.atomic
def change_stages(names: dict[str, str], *, by) -> None:
    """Which events mean sign-up, activation, trial and payment. All months are computed again."""
    access.require(by, "import")
    settings = store.lock()
    for stage, event in names.items():
        setattr(settings, stage, event)
    settings.save()
    queue.enqueue(KIND, by=by)


def recalculate_what_changed() -> None:
    """By the clock: a job where the time zone, the rates, the exclusions or a definition have changed since."""
    for workspace_id in Workspace.objects.values_list("pk", flat=True):
        with tenancy.inside(workspace_id):
            settings = FunnelSettings.objects.filter(lake_version__gt=0).first()
            if settings and settings.tallied_as != publish.fingerprint() and not _is_asked_already():
                queue.enqueue(KIND)


def _is_asked_already():
    return Job.objects.filter(kind=KIND, arguments={}, state=State.WAITING).exists()
