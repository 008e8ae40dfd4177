"""Every night: everything is counted from the files, and compared with what pages show. They must not differ."""

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.models import FunnelSettings
from metrics.recalculation import publish
from metrics.store import lake, tallies
from pmm_workspace.accounts.models import Membership, Role, Workspace
from pmm_workspace.common import tenancy
from pmm_workspace.jobs import queue
from pmm_workspace.jobs.models import Job

KIND = "metrics.audit"
SHOWN = 3  # of the differing rows, in the reason


def audit_everywhere() -> None:
    """By the clock: a job for every workspace whose numbers have been counted, unless one waits already."""
    for workspace_id in Workspace.objects.values_list("pk", flat=True):
        with tenancy.inside(workspace_id):
            is_waiting = Job.objects.open().filter(kind=KIND).exists()
            if not is_waiting and FunnelSettings.objects.exclude(tallied_at=None).exists():
                queue.enqueue(KIND)


def audit(progress) -> dict:
    """The job. What differs is put right, the job fails with examples, and every admin is told."""
    with publish.writing() as held:
        table = publish.whole(held, lake.live())
        is_comparable = held.settings.tallied_as == publish.fingerprint()
        differing = tallies.differing(held.engine, table)
        if differing:
            tallies.replace(held.engine, table)
            held.settings.tallied_as = publish.fingerprint()
            held.settings.save()
        progress.hold()
        if differing and is_comparable:
            _tell(progress.job.pk, differing)
    if differing and is_comparable:
        raise queue.Refused(_said(differing))
    return {"differing": 0}


def _tell(job_id, differing):
    """Each in their own language, with examples."""
    admins = Membership.objects.filter(workspace_id=tenancy.current(), role=Role.ADMIN)
    for person_id, language in admins.values_list("user", "user__language"):
        with translation.override(language):
            said = {"count": len(differing), "note": _examples(differing)}
        queue.enqueue("notices.tell", what="audit", pk=job_id, person_id=person_id, **said)


def _said(differing):
    told = ngettext(
        "%(count)d number was not what a count of everything gave, and was put right.",
        "%(count)d numbers were not what a count of everything gave, and were put right.",
        len(differing),
    ) % {"count": len(differing)}
    return f"{told} {_examples(differing)}"


def _examples(differing):
    return " ".join(_example(row) for row in differing[:SHOWN])


def _example(row):
    measure, period, n, *names, kept, counted = row
    place = " / ".join(filter(None, names)) or _("no channel")
    said = {"measure": f"{measure} ({n})" if n else measure, "day": f"{period:%Y-%m-%d}", "place": place}
    return _("%(measure)s, %(day)s, %(place)s: %(kept)s instead of %(counted)s.") % (
        said | {"kept": _or_none(kept), "counted": _or_none(counted)}
    )


def _or_none(value):
    return _("nothing") if value is None else value
