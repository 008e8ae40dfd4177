"""Who has a document open, and whether they still may."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.sessions.models import Session
from django.utils.timezone import now

from pmm_workspace.accounts.access import MAY, remember
from pmm_workspace.accounts.models import Membership
from pmm_workspace.artifacts import access
from pmm_workspace.artifacts.models import Artifact
from pmm_workspace.common import tenancy


@dataclass(frozen=True)
class Visitor:
    user_id: int
    name: str
    session_key: str
    password_hash: str
    workspace_id: int
    artifact_id: int


def visitor(user, session, artifact_id: int) -> Visitor | None:
    """The person behind a connection, if they may see this document's drafts."""
    member = _membership(user, session) if user.is_authenticated else None
    if member is None:
        return None
    with tenancy.inside(member.workspace_id):
        if not access.may(user, "read drafts") or not Artifact.objects.filter(pk=artifact_id).exists():
            return None
    known = (user.pk, str(user), session.session_key, user.get_session_auth_hash())
    return Visitor(*known, member.workspace_id, artifact_id)


def _membership(user, session):
    members = Membership.objects.filter(user=user).order_by("pk")
    chosen = session.get("workspace")
    return members.filter(workspace=chosen).first() if chosen else members.first()


def writers(people: set[int], artifact: Artifact) -> set[int]:
    """Of these people those who may write. Asked of the database each time: roles change while pages are open."""
    rows = Membership.objects.filter(workspace=tenancy.current(), user__in=people, user__is_active=True)
    found = set()
    for row in rows.select_related("user"):
        remember(row.user, row)
        if access.may_edit(row.user, artifact):
            found.add(row.user_id)
    return found


def unwelcome(visitors: Iterable[Visitor]) -> set[Visitor]:
    """Of these people in the current workspace, those who have lost their session or their role."""
    visitors = set(visitors)
    people = {visitor.user_id for visitor in visitors}
    sessions = Session.objects.filter(session_key__in={visitor.session_key for visitor in visitors})
    open_ones = set(sessions.filter(expire_date__gt=now()).values_list("session_key", flat=True))
    rows = Membership.objects.filter(workspace=tenancy.current(), user__in=people, user__is_active=True)
    members = {row.user_id: row.user for row in rows.select_related("user") if row.role in MAY["read drafts"]}
    return {each for each in visitors if each.session_key not in open_ones or not _is_same(each, members)}


def _is_same(visitor, members):
    user = members.get(visitor.user_id)
    return user is not None and user.get_session_auth_hash() == visitor.password_hash
