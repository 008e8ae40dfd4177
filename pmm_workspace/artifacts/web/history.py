"""What was: versions by person and sitting, any two side by side, and the way back for everything or one place."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pmm_workspace.accounts.policy import policy
from pmm_workspace.artifacts import completeness, diff, document, editing, kinds, queries
from pmm_workspace.artifacts.models import Move, Version
from pmm_workspace.artifacts.web import changes as asked
from pmm_workspace.artifacts.web.showing import artifact_of, context_of, may, page_of, template_of

SITTING = timedelta(hours=2)
VERSIONS_ON_A_PAGE = 50


@dataclass
class Sitting:
    """What one person wrote without a long pause; a version that has a name or a step stands for itself."""

    versions: list = field(default_factory=list)
    is_named: bool = False

    @property
    def newest(self):
        return self.versions[0]

    @property
    def oldest(self):
        return self.versions[-1]

    @property
    def edits(self):
        return sum(version.edits for version in self.versions)

    def takes(self, version) -> bool:
        """Whether an older version belongs to it."""
        is_near = self.oldest.created_at - version.updated_at < SITTING
        return not (self.is_named or is_named(version)) and self.oldest.author_id == version.author_id and is_near


def is_named(version) -> bool:
    return bool(version.name or version.note or version.moves_here)


def sittings(versions) -> list[Sitting]:
    """Newest first, as the versions are."""
    found = []
    for version in versions:
        if found and found[-1].takes(version):
            found[-1].versions.append(version)
        else:
            found.append(Sitting([version], is_named(version)))
    return found


@policy(read="read drafts")
def history(request, pk):
    artifact = artifact_of(request, pk)
    page = Paginator(queries.history(artifact), VERSIONS_ON_A_PAGE).get_page(request.GET.get("page"))
    versions = list(page)
    counts, moves = queries.edits_per_version(versions), _moves_by_version(versions)
    for version in versions:
        version.edits, version.moves_here = counts.get(version.pk, 0), moves.get(version.pk, [])
    context = {"artifact": artifact, "versions": versions, "sittings": sittings(versions), "may": may(request)}
    return render(request, "artifacts/history.html", context | {"page": page})


def _moves_by_version(versions):
    found = {}
    for move in Move.objects.filter(version__in=versions).select_related("by", "version"):
        found.setdefault(move.version_id, []).append(move)
    return found


@policy(read="read drafts")
def version_page(request, pk, number):
    """A version as a page, as it was."""
    artifact = artifact_of(request, pk)
    version = get_object_or_404(Version.objects.select_related("author"), artifact=artifact, number=number)
    page = page_of(request, artifact, version)
    is_old = version.pk != artifact.latest_id
    return render(request, template_of(artifact), context_of(request, page, version, old=is_old, is_named_here=True))


@policy(read="edit")
@require_POST
def name(request, pk, number):
    """Give a version a name, or take it away."""
    artifact = artifact_of(request, pk)
    version = get_object_or_404(Version, artifact=artifact, number=number)
    try:
        editing.name(version, request.POST.get("name", ""), by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("document_version", pk, number)
    messages.success(request, _("The name is kept.") if version.name else _("The version has no name any more."))
    return redirect("document_history", pk)


@policy(read="read drafts")
def compare(request, pk):
    """What changed between any two versions, word by word; what did not is folded."""
    artifact = artifact_of(request, pk)
    offered = list(queries.history(artifact)[:VERSIONS_ON_A_PAGE])
    older, newer = _pair(request, artifact, offered)
    versions = [*offered, *(each for each in (newer, older) if each.number < offered[-1].number)]
    model = kinds.kind(artifact.kind)
    new = document.parse(model, newer.content)
    found = diff.between(document.parse(model, older.content), new)
    context = {"artifact": artifact, "versions": versions, "older": older, "newer": newer, "changes": found}
    return render(
        request, "artifacts/compare.html", context | {"unchanged": unchanged(new, found), "may": may(request)}
    )


def unchanged(content, found) -> list[tuple[str, str]]:
    """(label, text) of every field and item without a change, in reading order."""
    touched = {change.path for change in found} | {"/".join(change.path.split("/")[:2]) for change in found}
    same = [
        (completeness.label_of(content.model, name), diff.shown(model_field, content.at(name)))
        for name, model_field in kinds.fields(content.model).items()
        if name not in touched and isinstance(content.at(name), str)
    ]
    for name in kinds.lists(content.model):
        rows = [row for row in getattr(content, name) if f"{name}/{row.key}" not in touched]
        same += [(completeness.called(row), diff.item_text(content, row)) for row in rows]
    return [(label, text) for label, text in same if text]


def _pair(request, artifact, versions):
    """The two versions asked for, the older one first; without a choice, the newest two."""
    numbers = [version.number for version in versions]
    asked_for = [_number(request.GET.get(name)) for name in ("a", "b")]
    newest, before = numbers[0], numbers[min(1, len(numbers) - 1)]
    pair = sorted([asked_for[0] or before, asked_for[1] or newest])
    found = {version.number: version for version in artifact.versions.filter(number__in=pair).select_related("author")}
    if not set(pair) <= set(found):
        raise Http404
    return found[pair[0]], found[pair[1]]


def _number(text):
    return int(text) if text and text.isdecimal() and len(text) < 9 else None


@policy(read="edit")
@require_POST
def restore(request, pk, number):
    """Everything as it was, or one place of it."""
    artifact = artifact_of(request, pk)
    version = get_object_or_404(Version.objects.select_related("artifact"), artifact=artifact, number=number)
    change = asked.save(request, path_needed=False)
    try:
        _restore(artifact, version, change, request.user)
    except editing.Conflict:
        messages.error(request, _("Somebody changed this document meanwhile. Compare again before restoring."))
        return redirect("document_history", pk)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("document_history", pk)
    messages.success(request, _said(artifact, version, change.path))
    return redirect("document", pk)


def _restore(artifact, version, change, by):
    known = {"base": change.base, "by": by, "op_id": change.op_id}
    if change.path:
        editing.restore_place(artifact, version, change.path, **known)
    else:
        editing.restore(artifact, version, **known)


def _said(artifact, version, path):
    words = {"number": version.number, "place": completeness.label_of(kinds.kind(artifact.kind), path)}
    if path:
        return _("“%(place)s” is as in version %(number)d again, in a new version.") % words
    return _("Version %(number)d is back, as a new version.") % words
