"""Workspaces, products, members and invitations: the verbs."""

import secrets
from collections.abc import Callable

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import now
from django.utils.translation import gettext as _

from pmm_workspace.accounts import access
from pmm_workspace.accounts.models import Invitation, Membership, Product, Role, User, Workspace, digest
from pmm_workspace.common import tenancy

# Have what rests on a changed workspace follow it, and say what its person should know, or ""; an app above adds a
# function when it is ready.
FOLLOWERS: list[Callable[[Workspace], str]] = []


@transaction.atomic
def open_workspace(name, *, by, **settings) -> Workspace:
    """A new room, whose opener is its first admin."""
    workspace = Workspace.objects.create(name=name, slug=_free_slug(name), **settings)
    Membership.objects.create(user=by, workspace=workspace, role=Role.ADMIN)
    return workspace


@transaction.atomic
def set_up(*, email, name, password, workspace) -> Membership:
    """The very first person, and their workspace. Refused once anybody is there."""
    if User.objects.exists():
        raise ValidationError(_("This installation is set up already. Ask its admin for an invitation."))
    first = User.objects.create_user(email, password, name=name)
    return Membership.objects.get(user=first, workspace=open_workspace(workspace, by=first))


def followed(workspace: Workspace) -> list[str]:
    """Have everything follow what the workspace says now; what its person should know of it."""
    return [said for follow in FOLLOWERS if (said := follow(workspace))]


def _free_slug(name):
    slug = slugify(name)[:40] or "workspace"
    return f"{slug}-{secrets.token_hex(3)}" if Workspace.objects.filter(slug=slug).exists() else slug


def add_product(name, *, by) -> Product:
    access.require(by, "manage")
    return Product.objects.create(name=name, position=Product.objects.count())


@transaction.atomic
def invite(email, *, role, by) -> tuple[Invitation, str]:
    """An invitation and the secret of its link; the link works once, for two weeks."""
    access.require(by, "manage")
    secret = secrets.token_urlsafe(32)
    invitation = Invitation(
        workspace_id=tenancy.current(), email=email.lower(), role=role, invited_by=by, digest=digest(secret)
    )
    invitation.full_clean()
    invitation.save()
    return invitation, secret


def invitation_behind(secret) -> Invitation | None:
    """The invitation that a link still opens."""
    alive = Invitation.objects.filter(accepted_at=None, expires_at__gt=now())
    return alive.select_related("workspace", "invited_by").filter(digest=digest(secret)).first()


@transaction.atomic
def accept(secret, *, user) -> Membership:
    """Join by a link, which is good for the invited address only. Who already belongs keeps the role they have."""
    invitation = Invitation.objects.select_for_update().filter(digest=digest(secret), accepted_at=None).first()
    if invitation is None or invitation.expires_at < now():
        raise ValidationError(_("This invitation has been used or has expired. Ask for a new one."))
    if user.email.lower() != invitation.email.lower():
        raise ValidationError(_("This invitation is for %(email)s. Sign in as that.") % {"email": invitation.email})
    invitation.accepted_at = now()
    invitation.save(update_fields=["accepted_at"])
    member, _created = Membership.objects.get_or_create(
        user=user, workspace=invitation.workspace, defaults={"role": invitation.role}
    )
    return member


@transaction.atomic
def register(secret, *, name, password) -> Membership:
    """Join by a link as somebody new; the address is the invited one."""
    invitation = invitation_behind(secret)
    if invitation is None:
        raise ValidationError(_("This invitation has been used or has expired. Ask for a new one."))
    if User.objects.filter(email=invitation.email).exists():
        raise ValidationError(_("This address has an account. Sign in first, then open the link again."))
    validate_password(password, User(email=invitation.email, name=name))
    return accept(secret, user=User.objects.create_user(invitation.email, password, name=name))


@transaction.atomic
def change_role(member, role, *, by):
    """A workspace never loses its last admin."""
    access.require(by, "manage")
    _keep_an_admin(member, role)
    member.role = role
    member.full_clean(exclude=["user", "workspace"])
    member.save(update_fields=["role"])


@transaction.atomic
def remove_member(member, *, by):
    access.require(by, "manage")
    _keep_an_admin(member, None)
    member.delete()


def _keep_an_admin(member, role):
    admins = Membership.objects.select_for_update().filter(workspace=member.workspace_id, role=Role.ADMIN)
    if role != Role.ADMIN and {each.pk for each in admins} == {member.pk}:
        raise ValidationError(_("A workspace needs an admin. Make somebody else admin first."))
