"""Is it still true? Somebody says so of the exact text that readers have; how long that counts is computed when read.

Saying it is not editing: no version, no revision and no draft comes of it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, Count, DurationField, ExpressionWrapper, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Extract
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from pmm_workspace.accounts.models import User
from pmm_workspace.artifacts import access, kinds
from pmm_workspace.artifacts.editing import locked
from pmm_workspace.artifacts.models import Artifact, Reading, State, Verification, Version
from pmm_workspace.common import tenancy
from pmm_workspace.jobs.queue import enqueue

FRESH, SOON, DUE, EXPIRED = "fresh", "soon", "due", "expired"
WARNING = timedelta(days=14)  # before it is due
RECENT = timedelta(days=90)  # readings that count
LINK_LASTS = timedelta(days=30)
SALT = "pmm_workspace.artifacts.verification"


class ChangedSince(ValidationError):
    def __init__(self):
        super().__init__(_("Readers have another text by now. Read it before you say that it is true."))


@dataclass(frozen=True)
class Standing:
    """How far a text has aged: due once its kind's period has passed, expired once it has passed twice."""

    state: str
    verified_on: date
    due_on: date

    @property
    def is_fresh(self):
        return self.state == FRESH

    @property
    def is_due(self):
        return self.state in (DUE, EXPIRED)


def standing(artifact: Artifact) -> Standing | None:
    """None for what readers never had."""
    if artifact.approved_id is None or artifact.verified_at is None or artifact.state == State.RETIRED:
        return None
    return aged(localdate(artifact.verified_at), kinds.kind(artifact.kind).verification_period, localdate())


def aged(verified_on: date, period: int, today: date) -> Standing:
    due_on = verified_on + timedelta(days=period)
    if today >= due_on + timedelta(days=period):
        return Standing(EXPIRED, verified_on, due_on)
    if today >= due_on:
        return Standing(DUE, verified_on, due_on)
    return Standing(SOON if today >= due_on - WARNING else FRESH, verified_on, due_on)


@transaction.atomic
def confirm(artifact, *, version: int, by, note="") -> Verification:
    """Say that version number `version`, the one that readers have, is still true. Refused for any other text."""
    access.require(by, "verify")
    artifact = locked(artifact)
    if artifact.approved is None or artifact.approved.number != version or artifact.state == State.RETIRED:
        raise ChangedSince
    said = Verification(artifact=artifact, version=artifact.approved, by=by, note=note.strip())
    said.clean_fields(exclude=["workspace"])
    said.save()
    Artifact.objects.filter(pk=artifact.pk).update(verified_at=said.at, verified_by=by)
    enqueue("notices.tell", by=by, what="verified", pk=artifact.pk)
    return said


def note_reading(artifact, *, by) -> None:
    """This person read it today; the second time it is known already."""
    row = Reading(workspace_id=artifact.workspace_id, artifact_id=artifact.pk, user=by, day=localdate())
    Reading.objects.bulk_create([row], ignore_conflicts=True)


# Lists


def _period():
    """The days of each document's kind."""
    cases = [When(kind=kind._meta.model_name, then=Value(kind.verification_period)) for kind in kinds.kinds()]
    return Case(*cases, default=Value(Artifact.verification_period), output_field=models.IntegerField())


def in_use(user):
    """What readers have and this person may see, with its `age` in periods and its `reads` of late."""
    return _aged(Artifact.objects.visible_to(user)).annotate(reads=_reads())


def overdue():
    """Every document of the workspace whose period is over, whoever owns it."""
    return _aged(Artifact.objects.all()).filter(age__gte=1)


def _aged(rows):
    rows = rows.filter(approved__isnull=False, verified_at__isnull=False).exclude(state=State.RETIRED)
    since = ExpressionWrapper(Value(now()) - F("verified_at"), output_field=DurationField())
    age = Extract(since, "epoch", output_field=models.FloatField()) / (Value(86_400.0) * F("period"))
    return rows.annotate(period=_period()).annotate(age=age)


def _reads():
    late = Reading.objects.filter(artifact=OuterRef("pk"), day__gt=localdate() - RECENT).order_by()
    return Coalesce(Subquery(late.values("artifact").annotate(count=Count("pk")).values("count")), 0)


def most_pressing(user):
    """What many read and nobody has checked for long comes first."""
    return in_use(user).order_by((F("reads") + 1) * F("age")).reverse().with_versions()


def _ripe(rows):
    """Due, or within two weeks of it."""
    warned = ExpressionWrapper((F("period") - WARNING.days) / (F("period") * 1.0), output_field=models.FloatField())
    return rows.filter(age__gte=warned)


def expiring(user):
    """What this person owns and should look at: due soon, due and expired, the oldest first."""
    if not access.may(user, "verify"):
        return Artifact.objects.none()
    return _ripe(in_use(user).filter(owner=user)).order_by("-age").with_versions()


def due(user):
    """Everything that is not fresh any more, for the list."""
    return _ripe(most_pressing(user))


def share_fresh(user) -> tuple[int, int]:
    """How many of the documents in use are within their period, and how many there are."""
    counted = in_use(user).aggregate(all=Count("pk"), fresh=Count("pk", filter=Q(age__lt=1)))
    return counted["fresh"], counted["all"]


# One click from a mail


@dataclass(frozen=True)
class Asked:
    """What a signed link is about: one person, one document, one version of it."""

    user: User
    artifact: Artifact
    version: Version

    @property
    def is_current(self):
        return self.artifact.approved_id == self.version.pk


def signed_link(artifact, user) -> str:
    """The address, without the site, at which this person says *still true* of what readers have; for 30 days."""
    about = [artifact.workspace_id, artifact.pk, artifact.approved_id, user.pk]
    return reverse("verify_by_link", args=[signing.dumps(about, salt=SALT)])


def workspace_of(token) -> int | None:
    """Where a link leads; None for one that nobody signed or that is too old."""
    about = _about(token)
    return about and about[0]


def _about(token):
    try:
        return signing.loads(token, salt=SALT, max_age=LINK_LASTS)
    except signing.BadSignature:
        return None


def asked_by(token) -> Asked | None:
    """What a link asks, within its workspace; None once its person may not answer or the document is gone."""
    workspace_id, artifact_id, version_id, user_id = _about(token)
    assert workspace_id == tenancy.current()
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not access.may(user, "verify"):
        return None
    artifact = Artifact.objects.visible_to(user).with_versions().filter(pk=artifact_id).first()
    version = artifact and artifact.versions.filter(pk=version_id).first()
    return Asked(user, artifact, version) if version else None
