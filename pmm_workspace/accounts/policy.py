"""Every route declares who reads and who writes; `manage.py check` refuses one that does not."""

from dataclasses import dataclass
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from rest_framework.permissions import SAFE_METHODS, BasePermission

from pmm_workspace.accounts import access
from pmm_workspace.accounts.models import User

PUBLIC = "public"  # nobody need be signed in
SIGNED_IN = "signed in"  # anybody with an account, even without a workspace


@dataclass(frozen=True)
class Policy:
    """Which action of `access.MAY` (or PUBLIC, SIGNED_IN) reading and writing a route takes."""

    read: str
    write: str | None = None

    def __post_init__(self):
        for action in {self.read, self.needed("POST")}:
            assert action in access.MAY or action in {PUBLIC, SIGNED_IN}, action

    def needed(self, method: str) -> str:
        return self.read if method in SAFE_METHODS else self.write or self.read


def policy(read: str, write: str | None = None):
    """Guard a function view by its policy."""
    rule = Policy(read, write)

    def guard(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            return refusal(request, rule) or view(request, *args, **kwargs)

        guarded.policy = rule
        return guarded

    return guard


def refusal(request, rule: Policy):
    """None when welcome; a way to sign in for strangers; PermissionDenied for the wrong role."""
    needed = rule.needed(request.method)
    if needed == PUBLIC:
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path()) if User.objects.exists() else redirect("setup")
    if needed != SIGNED_IN:
        if request.member is None:
            return _without_workspace(request)
        access.require(request.user, needed)
    return None


def _without_workspace(request):
    messages.info(request, _("You belong to no workspace yet. Ask an admin to invite you, or open one of your own."))
    return redirect("settings")


class FollowsPolicy(BasePermission):
    """The same rule for REST: the view's `policy`, narrowed by the token's scopes."""

    def has_permission(self, request, view):
        needed = view.policy.needed(request.method)
        if needed == PUBLIC:
            return True
        if not request.user.is_authenticated or getattr(request, "member", None) is None:
            return False
        return access.may(request.user, needed) and _in_scope(request)


def _in_scope(request):
    scopes = getattr(request.auth, "scopes", None)
    return scopes is None or "write" in scopes or request.method in SAFE_METHODS
