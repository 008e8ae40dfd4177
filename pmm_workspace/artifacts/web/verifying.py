"""Saying that a text is still true: on its page, in the list, and from a mail."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from pmm_workspace.accounts.policy import PUBLIC, policy
from pmm_workspace.artifacts import queries, verification
from pmm_workspace.artifacts.models import Artifact
from pmm_workspace.artifacts.web.changes import is_here
from pmm_workspace.common import tenancy


@policy(read="verify")
def due(request):
    """What should be looked at, what is read most and was checked longest ago first."""
    user = request.user
    rows = verification.most_pressing(user) if "all" in request.GET else verification.due(user)
    if "mine" in request.GET:
        rows = rows.filter(owner=user)
    page = Paginator(rows.defer("latest__content", "approved__content"), 30).get_page(request.GET.get("page"))
    queries.as_read_by(user, page.object_list)
    fresh, count = verification.share_fresh(user)
    shown = {name: name in request.GET for name in ("all", "mine")}
    context = {"found": page, "fresh": fresh, "count": count, "shown": shown}
    return render(request, "artifacts/verification.html", context)


@policy(read="verify")
@require_POST
def confirm(request, pk):
    artifact = get_object_or_404(Artifact.objects.visible_to(request.user).with_versions(), pk=pk)
    try:
        verification.confirm(artifact, version=_number(request), by=request.user, note=request.POST.get("note", ""))
        messages.success(request, _("Noted: “%(title)s” is still true.") % {"title": artifact.approved.title})
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(request.POST["next"] if is_here(request) else "document", *([] if is_here(request) else [pk]))


def _number(request):
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


@policy(read=PUBLIC)
@never_cache
def by_link(request, token):
    """One click in a mail. Opening it changes nothing, since mail programs open links by themselves."""
    workspace_id = verification.workspace_of(token)
    if workspace_id is None:
        raise Http404
    with tenancy.inside(workspace_id):
        asked = verification.asked_by(token)
        if asked is None:
            raise Http404
        is_done = request.method == "POST" and _confirmed(asked)
        context = {"asked": asked, "is_done": is_done, "standing": verification.standing(asked.artifact)}
        return render(request, "artifacts/verify_by_link.html", context)


def _confirmed(asked):
    try:
        verification.confirm(asked.artifact, version=asked.version.number, by=asked.user)
    except ValidationError:
        return False
    asked.artifact.refresh_from_db()
    return True
