"""Threads on a document: each step is one call, then the page again, at the comment."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pmm_workspace.accounts.policy import policy
from pmm_workspace.artifacts import comments
from pmm_workspace.artifacts.models import Artifact, Comment
from pmm_workspace.artifacts.web.answers import told
from pmm_workspace.artifacts.web.changes import is_here
from pmm_workspace.artifacts.web.showing import artifact_of


@policy(read="comment")
@require_POST
def comment(request, pk):
    artifact = artifact_of(request, pk)
    path, quote = request.POST.get("path", "")[:160], request.POST.get("quote", "")[:500]
    try:
        comments.write(artifact, _text(request), path=path, quote=quote, by=request.user)
    except ValidationError as error:
        return told(request, artifact, error)
    messages.success(request, _("Comment added."))
    return _back(request, artifact)


@policy(read="comment")
@require_POST
def reply(request, pk):
    return _done(request, pk, lambda remark: comments.reply(remark, _text(request), by=request.user))


@policy(read="comment")
@require_POST
def resolve(request, pk):
    return _done(request, pk, lambda remark: comments.resolve(remark, by=request.user))


@policy(read="comment")
@require_POST
def reopen(request, pk):
    return _done(request, pk, lambda remark: comments.reopen(remark, by=request.user))


@policy(read="comment")
@require_POST
def rewrite(request, pk):
    return _done(request, pk, lambda remark: comments.rewrite(remark, _text(request), by=request.user))


@policy(read="comment")
@require_POST
def remove(request, pk):
    return _done(request, pk, lambda remark: comments.remove(remark, by=request.user))


@policy(read="comment")
@require_POST
def react(request, pk):
    mark = request.POST.get("mark", "")
    return _done(request, pk, lambda remark: comments.react(remark, mark, by=request.user))


def _done(request, pk, act):
    """Do it, say what stood in the way if anything did, and go back."""
    seen = Comment.objects.filter(artifact__in=Artifact.objects.visible_to(request.user))
    remark = get_object_or_404(seen.select_related("artifact", "version", "parent"), pk=pk)
    artifact = remark.artifact
    try:
        act(remark)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return _back(request, artifact)


def _text(request):
    return request.POST.get("text", "")


def _back(request, artifact):
    return redirect(request.POST["next"] if is_here(request) else reverse("document", args=[artifact.pk]))
