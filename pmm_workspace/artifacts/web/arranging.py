"""Steps in a list: add, paste, move, mark, remove and take the removal back. The list comes back after each."""

import re

from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pmm_workspace.accounts.policy import policy
from pmm_workspace.artifacts import completeness, document, editing, kinds
from pmm_workspace.artifacts.document import ORDER, anchor, new_key
from pmm_workspace.artifacts.models import Audience, Edit
from pmm_workspace.artifacts.web.answers import refused
from pmm_workspace.artifacts.web.changes import Asked, ValidationError, base_of, op_id_of
from pmm_workspace.artifacts.web.pages import EDIT
from pmm_workspace.artifacts.web.showing import artifact_of, context_of, page_of

MOST_LINES = 100
# What lists in other programs put before a line.
BULLET = re.compile(r"^\s*(?:[-*•–◦▪]|\d{1,3}[.)])\s+")


@policy(read="edit")
@require_POST
def arrange(request, pk, name):
    """Take one step; a refusal says why, and the list is as it was."""
    artifact = artifact_of(request, pk)
    before = document.of_artifact(artifact)
    change = step(request, artifact, before, name)
    try:
        _keep_what_was_before(artifact, change, by=request.user)
        version = editing.edit(artifact, change.changes, base=change.base, by=request.user, op_id=change.op_id)
    except (editing.Conflict, ValidationError) as error:
        return refused(request, artifact, change, error)
    is_removal = request.POST.get("what") == "remove"
    removed = _removed(before, name, request.POST["key"], version) if is_removal else None
    return _list_again(request, pk, name, change, removed)


def _keep_what_was_before(artifact, change, *, by):
    """Many lines that come in at once can be undone at once: the version before them has a name."""
    if change.pasted and not artifact.latest.name:
        words = ngettext("Before %(count)d line came in", "Before %(count)d lines came in", change.pasted)
        editing.name(artifact.latest, words % {"count": change.pasted}, by=by)


def _removed(before, name, key, version):
    """What the notice says, and where an undo returns to."""
    words = {"item": completeness.called(before.row(name, key))}
    order = before.at(f"{name}/{ORDER}")
    return {"said": _("Removed: %(item)s") % words, "order": ",".join(order), "revision": version.revision}


def _list_again(request, pk, name, change, removed):
    if "HX-Request" not in request.headers:
        return redirect(reverse("document_edit", args=[pk]) + f"#{anchor(name)}")
    artifact = artifact_of(request, pk)
    page = page_of(request, artifact, artifact.latest, EDIT)
    rows = page.list(change.above).rows if change.within else []
    above = next((row for row in rows if row.key == change.within), None)
    more = {"list": page.list(name, above), "added": change.added, "removed": removed}
    return render(request, "artifacts/_items.html", context_of(request, page, artifact.latest, **more))


def step(request, artifact, content, name) -> Asked:
    """What the form asks for, as changes. Moving is meant of the order as it is now, removing of what was seen."""
    if name not in kinds.lists(content.model):
        raise Http404
    what, key = request.POST.get("what", ""), request.POST.get("key", "")
    if what not in STEPS or (what not in WITHOUT_ITEM and content.row(name, key) is None):
        raise Http404
    within = kinds.within(kinds.lists(content.model)[name])
    changes, base, added = STEPS[what](request, artifact, content, name, key)
    places = {"within": request.POST.get("within", ""), "above": within.list_name if within else ""}
    pasted = len(changes) if what == "add" and len(changes) > 1 else 0
    return Asked(changes, base, op_id_of(request), path=f"{name}/{key}", added=added, pasted=pasted, **places)


def _add(request, artifact, content, name, key):
    """A blank item, or one for each line that was typed or pasted."""
    item = kinds.lists(content.model)[name]
    blank = _blank(item, request.POST.get("within", ""))
    found = lines(request.POST.get("text", ""))
    if not found:
        added = new_key()
        return {f"{name}/{added}": blank}, artifact.revision, added
    lead = lead_of(item)
    return {f"{name}/{new_key()}": blank | {lead: line} for line in found}, artifact.revision, ""


def lines(text) -> list[str]:
    """The lines of a paste, without the bullets that came with them."""
    found = [BULLET.sub("", line).strip() for line in text.splitlines()]
    return [line for line in found if line][:MOST_LINES]


def lead_of(item) -> str:
    """The field that a typed line goes to: the first one made of words."""
    words = (models.CharField, models.TextField)
    fields = kinds.written_fields(item).items()
    return next(name for name, field in fields if isinstance(field, words) and not field.choices)


def _blank(item, within):
    field = kinds.within(item)
    return {field.name: within} if field and within else {}


def _remove(request, artifact, content, name, key):
    return {f"{name}/{key}": None}, base_of(request), ""


def _back(request, artifact, content, name, key):
    """What a removal took, with its keys and values, where it stood."""
    base = base_of(request)
    edit = get_object_or_404(Edit, artifact=artifact, revision=base, author=request.user)
    gone = {path: was for path, (was, became) in edit.changes.items() if became is None and isinstance(was, dict)}
    if not gone:
        raise Http404
    order = [key for key in request.POST.get("order", "").split(",") if key]
    return gone | {f"{name}/{ORDER}": order}, base, ""


def _share(request, artifact, content, name, key):
    """Mark it safe to share, or internal again."""
    is_shared = content.row(name, key).audience == Audience.SHAREABLE
    audience = Audience.INTERNAL if is_shared else Audience.SHAREABLE
    return {f"{name}/{key}/audience": audience.value}, base_of(request), ""


def _up(request, artifact, content, name, key):
    return {f"{name}/{ORDER}": _one_step(content, name, key, -1)}, artifact.revision, ""


def _down(request, artifact, content, name, key):
    return {f"{name}/{ORDER}": _one_step(content, name, key, 1)}, artifact.revision, ""


def _place(request, artifact, content, name, key):
    """Before the item that was named; without one, behind the last of its siblings."""
    siblings = [each for each in siblings_of(content, name, key) if each != key]
    order = [row.key for row in getattr(content, name) if row.key != key]
    before = request.POST.get("before", "")
    last = order.index(siblings[-1]) + 1 if siblings else 0
    at = order.index(before) if before in siblings else last
    return {f"{name}/{ORDER}": [*order[:at], key, *order[at:]]}, artifact.revision, ""


def _one_step(content, name, key, way):
    """The order after one step past the next sibling, which for items within another is not the next item."""
    siblings = siblings_of(content, name, key)
    to = min(max(siblings.index(key) + way, 0), len(siblings) - 1)
    order = [row.key for row in getattr(content, name)]
    first, second = order.index(key), order.index(siblings[to])
    order[first], order[second] = order[second], order[first]
    return order


def siblings_of(content, name, key) -> list[str]:
    field = kinds.within(kinds.lists(content.model)[name])
    home = field and content.row(name, key).values.get(field.name)
    return [row.key for row in getattr(content, name) if not field or row.values.get(field.name) == home]


STEPS = {
    "add": _add,
    "remove": _remove,
    "back": _back,
    "share": _share,
    "up": _up,
    "down": _down,
    "place": _place,
}
WITHOUT_ITEM = ("add", "back")
