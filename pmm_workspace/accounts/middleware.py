"""Each request happens in one workspace and in the reader's language."""

import zoneinfo

from django.utils import timezone, translation

from pmm_workspace.accounts import access
from pmm_workspace.accounts.models import Membership
from pmm_workspace.common import tenancy


def in_workspace(get_response):
    """Enter the workspace chosen in the session, or the first one; leave it afterwards."""

    def middleware(request):
        with tenancy.inside(None):
            request.member = _membership(request) if request.user.is_authenticated else None
            if request.member:
                enter(request, request.member)
            return get_response(request)

    return middleware


def enter(request, member):
    tenancy.enter(member.workspace_id)
    access.remember(request.user, member)


def _membership(request):
    members = Membership.objects.filter(user=request.user).select_related("workspace")
    chosen = request.session.get("workspace")
    return members.order_by("pk").filter(workspace=chosen).first() if chosen else members.order_by("pk").first()


def in_own_language(get_response):
    def middleware(request):
        language = getattr(request.user, "language", None) or translation.get_language_from_request(request)
        with translation.override(language), timezone.override(_zone(request.user)):
            request.LANGUAGE_CODE = translation.get_language()
            response = get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
            return response

    return middleware


def _zone(user):
    return zoneinfo.ZoneInfo(getattr(user, "timezone", "") or "UTC")
