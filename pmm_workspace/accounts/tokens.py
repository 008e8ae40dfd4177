"""API tokens: a program acts as the person who made the token, within its scopes, in one workspace."""

import secrets
from datetime import timedelta

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework import authentication, throttling
from rest_framework.exceptions import AuthenticationFailed

from pmm_workspace.accounts import access
from pmm_workspace.accounts.models import ApiToken, Membership, digest
from pmm_workspace.common import tenancy

LONGEST = 365  # days
MARK = "pmm_"  # lets secret scanners recognise a token


def issue(user, *, workspace, name, scopes, days=90) -> tuple[ApiToken, str]:
    """A new token and its secret, which is never to be seen again. At most a year long."""
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        workspace=workspace,
        name=name,
        scopes=scopes,
        prefix=secret[:12],
        digest=digest(secret),
        expires_at=now() + timedelta(days=min(days, LONGEST)),
    )
    return token, secret


def revoke(token, *, by):
    if token.user_id != by.pk:
        access.require(by, "manage")
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now())


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer pmm_…`"""

    def authenticate(self, request):
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = _alive(secret)
        _enter(request, token)
        return token.user, token

    def authenticate_header(self, request):
        return 'Bearer realm="PMM Workspace"'


def _alive(secret):
    usable = models.Q(revoked_at=None, expires_at__gt=now(), user__is_active=True)
    token = ApiToken.objects.select_related("user").filter(usable, digest=digest(secret)).first()
    if token is None:
        raise AuthenticationFailed(_("This token is unknown, expired or revoked."))
    return token


def _enter(request, token):
    member = (
        Membership.objects.select_related("workspace").filter(user=token.user, workspace=token.workspace_id).first()
    )
    if member is None:
        raise AuthenticationFailed(_("The owner of this token has left the workspace."))
    request._request.member = request.member = member
    tenancy.enter(token.workspace_id)
    access.remember(token.user, member)
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=now())


class SessionAuthentication(authentication.SessionAuthentication):
    """The signed-in browser, CSRF-checked; answers 401 rather than 403 to strangers."""

    def authenticate_header(self, request):
        return "Session"


class PerToken(throttling.SimpleRateThrottle):
    """A limit per token, or per person in the browser."""

    scope = "token"

    def get_cache_key(self, request, view):
        ident = f"t{request.auth.pk}" if request.auth else f"u{request.user.pk or self.get_ident(request)}"
        return self.cache_format % {"scope": self.scope, "ident": ident}
