"""Who asks for a recalculation: the clock, and a person who changes what events mean."""

from django.db import transaction

from metrics import store
from metrics.definitions.meaning import STAGES, Criteria
from metrics.models import CriteriaVersion, FunnelSettings, Redefinition
from metrics.recalculation import publish
from metrics.store import lake, money
from metrics.store.terms import Changes, changed, keep
from pmm_workspace.accounts import access
from pmm_workspace.accounts.models import Workspace
from pmm_workspace.common import tenancy
from pmm_workspace.jobs import queue
from pmm_workspace.jobs.models import Job, State

KIND = "metrics.recalculate"


def stages(settings: FunnelSettings) -> dict[str, str]:
    return {stage: getattr(settings, stage) for stage in STAGES}


def is_under_way() -> bool:
    return Job.objects.open().filter(kind=KIND).exists()


@transaction.atomic
def change_stages(names: dict[str, str], *, by) -> None:
    """Which events mean sign-up, trial and payment. All months are computed again."""
    access.require(by, "import")
    settings = store.lock()
    if stages(settings) != names:
        Redefinition(what=Redefinition.What.STAGES, said=names, by=by).save()
    for stage, event in names.items():
        setattr(settings, stage, event)
    settings.save()
    queue.enqueue(KIND, by=by)


@transaction.atomic
def change_terms(changes: Changes, *, by) -> None:
    """Whom to leave out and what other money is worth. Everything is computed again. Raises RateMissing."""
    access.require(by, "import")
    with publish.looking() as held:
        money.require_rates_of_files(held.engine, lake.places(), changed(held.terms, changes))
    settings = store.lock()
    if any(getattr(settings, name) != entries for name, entries in changes.lists().items()):
        Redefinition(what=Redefinition.What.LEFT_OUT, by=by).save()
    if others := set(changed(held.terms, changes).rates) ^ set(held.terms.rates):
        currencies, days, _rates = zip(*others, strict=True)
        said = {"currencies": ", ".join(sorted(set(currencies))), "day": min(days).isoformat()}
        Redefinition(what=Redefinition.What.RATES, said=said, by=by).save()
    keep(changes, settings)
    queue.enqueue(KIND, by=by)


@transaction.atomic
def keep_for(months: int | None, *, by) -> None:
    """Older events are dropped at night; None keeps all."""
    access.require(by, "import")
    settings = store.lock()
    settings.kept_months = months
    settings.save()


@transaction.atomic
def change_criteria(criteria: Criteria, days: int, *, by) -> FunnelSettings:
    """What activation is, for everybody who ever signed up: a new version where it differs from what it was.

    Another number of days counts nothing anew: tallies know after how many days everybody activated.
    """
    access.require(by, "import")
    settings = store.lock()
    before = store.criteria(settings)
    if (before, settings.activation_days) == (criteria, days):
        return settings
    if not CriteriaVersion.objects.exists():
        _keep(settings, by=None)
    settings.activation_version += 1
    as_meant(settings, criteria, days).save()
    _keep(settings, by=by)
    if before != criteria:
        queue.enqueue(KIND, by=by)
    return settings


def as_meant(settings: FunnelSettings, criteria: Criteria, days: int) -> FunnelSettings:
    """The settings, not saved, with another meaning of activation."""
    settings.activation = [{"event": event, "times": times} for event, times in criteria.events]
    settings.activation_match = FunnelSettings.Match.ANY if criteria.is_any else FunnelSettings.Match.ALL
    settings.activation_days = days
    return settings


def _keep(settings, by):
    said = {name: getattr(settings, f"activation_{name}") for name in ("version", "match", "days")}
    CriteriaVersion(**said, events=settings.activation, by=by).save()


def recalculate_what_changed() -> None:
    """By the clock: a job where the time zone, the rates, the exclusions or a definition have changed since."""
    for workspace_id in Workspace.objects.values_list("pk", flat=True):
        with tenancy.inside(workspace_id):
            ask_if_outdated()


def ask_if_outdated() -> bool:
    """Whether the tallies rest on something else than what counts now; then there is a job that counts them anew."""
    settings = FunnelSettings.objects.filter(lake_version__gt=0).first()
    is_outdated = settings is not None and settings.tallied_as != publish.fingerprint()
    if is_outdated and not _is_asked_already():
        queue.enqueue(KIND)
    return is_outdated


def _is_asked_already():
    return Job.objects.filter(kind=KIND, arguments={}, state=State.WAITING).exists()
