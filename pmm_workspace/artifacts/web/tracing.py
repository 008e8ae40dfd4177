"""What the lines of a document stand on, and where the document itself is used."""

import html
from collections import defaultdict

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pmm_workspace.accounts.policy import policy
from pmm_workspace.artifacts import access, completeness, document, kinds, links, ripple
from pmm_workspace.artifacts.models import Artifact, Link, State
from pmm_workspace.artifacts.web.references import trace_of
from pmm_workspace.artifacts.web.showing import artifact_of, context_of, page_of
from pmm_workspace.common import markdown

SUGGESTIONS = 8


@policy(read="read")
def trace(request, pk):
    """Line by line: what it stands on, down to the metric; and from the other end, every line that uses this."""
    artifact = artifact_of(request, pk)
    version = access.readable_version(request.user, artifact)
    page = page_of(request, artifact, version)
    page.moved_since = version.updated_at
    uses = links.uses(artifact, deep=True)
    more = {"lines": _lines(page.document, page.chain), "uses": _shown(request, uses), "view": "trace"}
    more |= {name: access.may(request.user, name.replace("_", " ")) for name in ("see_metrics", "read_drafts")}
    if more["read_drafts"]:
        direct = [link for link in uses if link.target_id == artifact.pk]
        more["ripple"] = ripple.lines(artifact, links.current(artifact), direct)
    return render(request, "artifacts/trace.html", context_of(request, page, version, **more))


def _lines(content, chain) -> list[dict]:
    """Lines in reading order, each with a tree for every document that it names."""
    nodes = defaultdict(list)
    for link in chain.lines:
        nodes[link.path].append(chain.node(link))
    paths = dict.fromkeys(place.path for place in links.places(content))
    return [{"nodes": nodes[path], **_line(content, path)} for path in paths if nodes[path]]


def _line(content, path) -> dict:
    value = content.at(path)
    text = strip_tags(markdown.to_html(value)) if isinstance(value, str) else ""
    return {"path": path, "label": completeness.called_at(content, path), "text": html.unescape(text)}


def _shown(request, found) -> list[dict]:
    """Of the lines that stand on this those in documents that this person may see."""
    visible = Artifact.objects.visible_to(request.user).filter(pk__in={link.source_id for link in found})
    seen = set(visible.values_list("pk", flat=True))
    may_drafts = access.may(request.user, "read drafts")
    shown_links = [link for link in found if link.source_id in seen and (may_drafts or link.in_approved)]
    return [_use(link) for link in shown_links]


def _use(link) -> dict:
    """A line that stands on it; `named` are the words of the item that it means."""
    named = links.words_of(link.target, item=link.item) if link.item else ""
    return {"link": link, "href": trace_of(link), "named": named, **_line(_text_of(link), link.path)}


def _text_of(link):
    source = link.source
    return document.of_kind(source.kind, source.latest if link.in_draft else source.approved)


@policy(read="edit")
@require_POST
def accept(request, pk):
    """Say why one line is still true of what its source says now."""
    link = get_object_or_404(Link.objects.select_related("target__latest", "target__approved"), pk=pk)
    try:
        links.accept(link, by=request.user, note=request.POST.get("note", ""))
        messages.success(request, _("Accepted. Only this line was cleared."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(trace_of(link))


@policy(read="read drafts")
@require_POST
def carry(request, pk):
    """Let chosen lines elsewhere say what this document says now."""
    artifact = artifact_of(request, pk)
    carried(request, artifact)
    return redirect(f"{reverse('document_trace', args=[pk])}#uses")


def carried(request, artifact):
    """Do it, and say how many lines were edited or suggested."""
    edited, suggested = ripple.carry(artifact, filter(str.isdecimal, request.POST.getlist("carry")), by=request.user)
    if edited:
        said = ngettext("%(count)d line says the new words.", "%(count)d lines say the new words.", edited)
        messages.success(request, said % {"count": edited})
    if suggested:
        said = ngettext("%(count)d line got a suggestion.", "%(count)d lines got a suggestion.", suggested)
        messages.success(request, said % {"count": suggested})


@policy(read="read drafts")
def found(request, kind):
    """Documents of a kind by the letters of their title, for a place to refer to."""
    rows = kinds.kind_at(kind).objects.visible_to(request.user).exclude(state=State.RETIRED)
    rows = rows.filter(title__icontains=request.GET.get("q", "")[:80].strip())[:SUGGESTIONS]
    return JsonResponse({"found": [{"id": str(row.pk), "title": row.title} for row in rows]})
