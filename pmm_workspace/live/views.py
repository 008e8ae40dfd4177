"""The same as the socket, by HTTP: what is new since a number, and an update that is acknowledged after its commit."""

import json

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import Truncator, capfirst

from pmm_workspace.accounts.models import Membership, User
from pmm_workspace.accounts.policy import policy
from pmm_workspace.artifacts import access, kinds, links, queries
from pmm_workspace.artifacts.models import Artifact
from pmm_workspace.common import tenancy
from pmm_workspace.live import frames, log, storing
from pmm_workspace.live.models import Live
from pmm_workspace.live.reconciling import reconcile

SUGGESTIONS, ITEMS = 6, 4
SHOWN = 90  # characters of an item in the list


@policy(read="read drafts", write="edit")
def live(request, pk):
    """GET ?since=number; POST {"update", "since", "project"}. Both answer with what is new."""
    artifact = get_object_or_404(Artifact.objects.visible_to(request.user), pk=pk)
    if request.method not in ("GET", "POST"):
        return JsonResponse({}, status=405)
    try:
        return _written(request, artifact) if request.method == "POST" else _read(request, artifact)
    except frames.Garbage:
        return JsonResponse({"errors": ["This is not an update."]}, status=400)


def _read(request, artifact):
    since = request.GET.get("since", "0")
    if not since.isdecimal() or len(since) > 15:
        raise frames.Garbage
    _bring_together(artifact)
    return _answer(request, artifact, int(since))


def _written(request, artifact):
    asked = _asked(request)
    if asked.get("update") is not None:
        entry = log.Entry(frames.decoded(asked["update"]), request.user.pk)
        if storing.store(artifact.pk, [entry]) == [None]:
            raise PermissionDenied
    if asked.get("project") is True:
        _bring_together(artifact)
    return _answer(request, artifact, asked["since"])


def _asked(request):
    try:
        asked = json.loads(request.body)
    except (ValueError, RecursionError):
        raise frames.Garbage from None
    if not isinstance(asked, dict) or not frames.is_count(asked.get("since")):
        raise frames.Garbage
    return asked


def _bring_together(artifact):
    """Only when the log and the newest version do not say the same already."""
    known = Live.objects.filter(artifact_id=artifact.pk).values_list("sequence", "projected", "revision").first()
    if known is None or known[0] != known[1] or known[2] != artifact.revision:
        reconcile(artifact.pk)


def _answer(request, artifact, since):
    revision = Artifact.objects.values_list("revision", flat=True).get(pk=artifact.pk)
    more = {"revision": revision, "write": access.may_edit(request.user, artifact)}
    return JsonResponse(frames.updates(log.since(artifact.pk, since)) | more)


@policy(read="read drafts")
def mentions(request):
    """People, documents and single items whose name has these letters, as links to put into a text."""
    text = request.GET.get("q", "")[:80].strip()
    people = Membership.objects.filter(workspace=tenancy.current(), user__is_active=True, user__name__icontains=text)
    found = [
        {"label": f"@{row.user.name}", "href": reverse("person", args=[row.user_id]), "what": row.get_role_display()}
        for row in people.select_related("user").order_by("user__name")[:SUGGESTIONS]
    ]
    titled = Artifact.objects.visible_to(request.user).with_versions().filter(title__icontains=text)
    found += [
        {
            "label": each.title,
            "words": links.words_of(each),
            "href": reverse("document", args=[each.pk]),
            "what": capfirst(kinds.kind(each.kind)._meta.verbose_name),
        }
        for each in queries.as_read_by(request.user, titled[:SUGGESTIONS])
    ]
    if text:
        found += [_item(artifact, name, row) for artifact, name, row in queries.items_named(request.user, text, ITEMS)]
    return JsonResponse({"found": found})


def _item(artifact, name, row):
    words = row.in_words
    return {
        "label": Truncator(words).chars(SHOWN),
        "words": words,
        "href": links.address(artifact, f"{name}/{row.key}"),
        "what": f"{capfirst(row.model._meta.verbose_name)} · {artifact.title}",
    }


@policy(read="read")
def person(request, pk):
    """Where a mention of somebody leads: to what was written with their name in it."""
    user = get_object_or_404(User, pk=pk, memberships__workspace=tenancy.current())
    return redirect(f"{reverse('search')}?{urlencode({'q': user.name})}")
