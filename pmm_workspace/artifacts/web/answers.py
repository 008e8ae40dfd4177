"""What comes back after a change: the saved state, both texts of a conflict, or a sentence."""

from hashlib import sha256

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import redirect, render
from django.utils.formats import time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pmm_workspace.artifacts import completeness, editing, review, verification
from pmm_workspace.artifacts.document import anchor


def saved(request, version, change):
    """The revision of this very save: somebody else's text that came right after it has not been seen here."""
    if not _is_script(request):
        return redirect(f"/d/{version.artifact_id}/edit/#{anchor(change.path)}")
    at = time_format(localtime(version.updated_at), "H:i")
    return JsonResponse(
        {
            "revision": version.revision,
            "version": version.number,
            "said": _("Saved · %(time)s") % {"time": at},
        }
    )


def refused(request, artifact, change, error):
    """409 with both texts, or 422 with what is wrong and where. Nothing was kept, nothing is lost."""
    if isinstance(error, editing.Conflict):
        return _both_texts(request, artifact, change, error)
    if _is_script(request):
        return JsonResponse({"errors": _by_path(error, change.path)}, status=422)
    for message in error.messages:
        messages.error(request, message)
    return redirect("document_edit", artifact.pk)


def _both_texts(request, artifact, change, conflict):
    clash = conflict.clashes[0]
    label = completeness.label_of(editing.document.of_artifact(artifact).model, clash.path)
    context = {
        "artifact": artifact,
        "clash": clash,
        "label": label,
        "id": anchor(clash.path),
        "revision": conflict.revision,
        "both": f"{clash.theirs or ''}\n\n{clash.mine or ''}",
        "is_field": clash.path == change.path and isinstance(clash.mine, str),
    }
    template = "artifacts/_conflict.html" if _is_script(request) else "artifacts/conflict.html"
    return render(request, template, context, status=409)


def _by_path(error, path):
    return error.message_dict if hasattr(error, "error_dict") else {path: error.messages}


def _is_script(request):
    return "X-Autosave" in request.headers or "HX-Request" in request.headers


def told(request, artifact, error):
    """A move that was refused: the document's page says why, place by place."""
    context = {"artifact": artifact, "error": error, "missing": getattr(error, "gaps", []), "heading": _heading(error)}
    if "HX-Request" in request.headers:
        return render(request, "artifacts/_refusal.html", context, status=422)
    return render(request, "artifacts/refusal.html", context, status=422)


def _heading(error):
    if isinstance(error, review.Incomplete):
        count = len(error.gaps)
        return ngettext(
            "%(count)d thing stands in the way.", "%(count)d things stand in the way.", count
        ) % {"count": count}  # fmt: skip
    if isinstance(error, review.ChangedSince):
        return _("Nothing was approved or returned.")
    return _("This was not done.")


def conditional(request, page, answer) -> HttpResponse:
    """304 for who has this page already, unless something waits to be said on it. Its tag is the version, and what else
    the page shows."""
    tag, has_more_to_say = _tag(request, page), len(messages.get_messages(request)) > 0
    if not has_more_to_say and request.headers.get("If-None-Match", "").removeprefix("W/") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    response = answer()
    if response.status_code == 200 and not messages.get_messages(request).used:
        response.headers["ETag"], response.headers["Cache-Control"] = tag, "private, no-cache"
    return response


def _tag(request, page):
    artifact, user = page.artifact, request.user
    parts = [artifact.pk, page.revision, artifact.state, artifact.latest_id, artifact.approved_id, page.talk]
    parts += [
        page.beside,
        artifact.verified_at,
        verification.standing(artifact),
        user.single_keys,
    ]  # it ages without being changed
    parts += [user.pk, user.language, user.theme, request.get_full_path(), request.member.role]
    return f'"{sha256(repr(parts).encode()).hexdigest()[:24]}"'
