"""Other words for a place: a page to propose them on, and the two answers."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pmm_workspace.accounts.policy import policy
from pmm_workspace.artifacts import access, completeness, diff, kinds, suggestions
from pmm_workspace.artifacts.document import anchor
from pmm_workspace.artifacts.editing import Conflict
from pmm_workspace.artifacts.models import Artifact, Suggestion
from pmm_workspace.artifacts.web.showing import artifact_of


@policy(read="suggest")
def suggest(request, pk):
    """What stands there, a place for other words, and why."""
    artifact, path = artifact_of(request, pk), request.POST.get("path", request.GET.get("path", ""))[:160]
    try:
        before = suggestions.words_at(artifact, access.readable_version(request.user, artifact), path)
    except ValidationError:
        raise Http404 from None
    after, note = request.POST.get("after", before), request.POST.get("note", "")
    error = _proposed(request, artifact, path, after, note) if request.method == "POST" else None
    if request.method == "POST" and error is None:
        messages.success(request, _("Proposed. %(name)s decides, and you are told.") % {"name": artifact.owner})
        return redirect(_place(artifact, path))
    label = completeness.label_of(kinds.kind(artifact.kind), path)
    context = {"artifact": artifact, "path": path, "label": label, "before": before, "after": after, "note": note}
    quote = request.GET.get("quote", "")[:500]
    return render(
        request, "artifacts/suggest.html", context | {"error": error, "quote": quote}, status=422 if error else 200
    )


def _proposed(request, artifact, path, after, note):
    try:
        suggestions.suggest(artifact, path, after, note=note[:2000], by=request.user)
    except ValidationError as error:
        return error.messages[0]
    return None


def _place(artifact, path):
    return reverse("document", args=[artifact.pk]) + f"#{anchor(path)}"


@policy(read="edit")
@require_POST
def accept(request, pk):
    """The words become the document's. Both texts come back when the place was changed meanwhile."""
    made = _suggestion(request, pk)
    try:
        suggestions.accept(made, by=request.user, seen=_seen(request))
    except Conflict as conflict:
        return _both(request, made, conflict)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The words of %(name)s stand there now.") % {"name": made.author})
    return redirect(_place(made.artifact, made.path))


@policy(read="edit")
@require_POST
def reject(request, pk):
    made = _suggestion(request, pk)
    try:
        suggestions.reject(made, request.POST.get("words", ""), by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Left as it was. %(name)s is told why.") % {"name": made.author})
    return redirect(_place(made.artifact, made.path))


def _suggestion(request, pk):
    seen = Suggestion.objects.filter(artifact__in=Artifact.objects.visible_to(request.user))
    return get_object_or_404(seen.select_related("artifact", "author"), pk=pk)


def _seen(request):
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _both(request, made, conflict):
    (clash,) = conflict.clashes
    context = {
        "artifact": made.artifact,
        "suggestion": made,
        "clash": clash,
        "revision": conflict.revision,
        "words": diff.as_html(diff.words(str(clash.theirs or ""), made.after)),
    }
    return render(request, "artifacts/suggestion_conflict.html", context, status=409)
