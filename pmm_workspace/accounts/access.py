"""The one table of permissions: which role may do what. Everything else asks here."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from pmm_workspace.accounts.models import Membership, Role
from pmm_workspace.common import tenancy

ADMIN, PMM, PM, REP = Role.ADMIN, Role.PMM, Role.PM, Role.REP
EVERYONE = frozenset(Role)

MAY: dict[str, frozenset[Role]] = {
    "read": EVERYONE,  # what is approved
    "read drafts": frozenset({ADMIN, PMM, PM}),
    "edit": frozenset({ADMIN, PMM}),
    "comment": frozenset({ADMIN, PMM, PM}),
    "suggest": EVERYONE,  # another wording of what one may read
    "verify": frozenset({ADMIN, PMM, PM}),  # say that an approved text is still true
    "review": frozenset({ADMIN, PM}),  # return or approve
    "see metrics": frozenset({ADMIN, PMM, PM}),
    "see people": frozenset({ADMIN, PMM, PM}),  # by name, behind a number
    "import": frozenset({ADMIN, PMM}),
    "manage": frozenset({ADMIN}),  # people, products, the workspace itself
}


def role_of(user) -> Role | None:
    """The person's role in the current workspace; looked up once per person and workspace."""
    workspace_id = tenancy.current()
    known = user.__dict__.setdefault("_roles", {})
    if workspace_id not in known:
        member = Membership.objects.filter(user=user, workspace_id=workspace_id, user__is_active=True).first()
        known[workspace_id] = Role(member.role) if member else None
    return known[workspace_id]


def may(user, action: str) -> bool:
    return bool(user.is_authenticated) and role_of(user) in MAY[action]


def require(user, action: str) -> None:
    if not may(user, action):
        raise PermissionDenied(_("Your role does not allow this. Ask an admin of the workspace."))


def remember(user, membership) -> None:
    """Spare the look-up where the membership is at hand already."""
    user.__dict__.setdefault("_roles", {})[membership.workspace_id] = Role(membership.role)
