"""What a form asks for, as changes to a document."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from pmm_workspace.artifacts import kinds
from pmm_workspace.artifacts.document import ORDER, new_key

__all__ = ["Asked", "ValidationError", "arrange", "is_here", "said", "save", "save_words"]


@dataclass(frozen=True)
class Asked:
    """Changes, what they were made on, and once-only id. For lists also where and what was added."""

    changes: dict
    base: int
    op_id: UUID | None
    path: str = ""
    within: str = ""
    above: str = ""
    added: str = ""


def save(request, path_needed=True) -> Asked:
    """One field: path, value, base, op_id. A checkbox that is not sent is off."""
    path, value = request.POST.get("path", ""), request.POST.get("value", "")
    if path_needed and not path:
        raise Http404
    return Asked({path: value}, _base(request), _op_id(request), path)


def _base(request):
    text = request.POST.get("base", "")
    if not text.isdecimal() or len(text) > 9:
        raise Http404
    return int(text)


def _op_id(request):
    try:
        return UUID(request.POST["op_id"]) if request.POST.get("op_id") else None
    except ValueError:
        raise Http404 from None


def arrange(request, document, revision, name) -> Asked:
    """`what` is add, remove, up or down. Moving is meant of the order as it is now, removing of what was seen."""
    if name not in kinds.lists(document.model):
        raise Http404
    what, key = request.POST.get("what", ""), request.POST.get("key", "")
    op_id, within = _op_id(request), request.POST.get("within", "")
    places = {"within": within, "above": _above(document, name), "path": f"{name}/{key}"}
    if what == "add":
        added = new_key()
        return Asked({f"{name}/{added}": _blank(document, name, within)}, revision, op_id, added=added, **places)
    if document.row(name, key) is None:
        raise Http404
    if what == "remove":
        return Asked({f"{name}/{key}": None}, _base(request), op_id, **places)
    if what in ("up", "down"):
        return Asked({f"{name}/{ORDER}": _moved(document, name, key, what)}, revision, op_id, **places)
    raise Http404


def _above(document, name):
    within = kinds.within(kinds.lists(document.model)[name])
    return within.list_name if within else ""


def _blank(document, name, within):
    field = kinds.within(kinds.lists(document.model)[name])
    return {field.name: within} if field and within else {}


def _moved(document, name, key, what):
    """The order after one step past the next sibling, which for items within another is not the next item."""
    rows = list(getattr(document, name))
    field = kinds.within(kinds.lists(document.model)[name])
    home = field and document.row(name, key).values.get(field.name)
    siblings = [row.key for row in rows if not field or row.values.get(field.name) == home]
    at = siblings.index(key)
    to = min(max(at + (1 if what == "down" else -1), 0), len(siblings) - 1)
    order = [row.key for row in rows]
    first, second = order.index(key), order.index(siblings[to])
    order[first], order[second] = order[second], order[first]
    return order


def is_here(request) -> bool:
    """Whether `next` leads to a page of this site."""
    return url_has_allowed_host_and_scheme(request.POST.get("next", ""), allowed_hosts={request.get_host()})


def said(move) -> str:
    """What a move did, for the person who made it."""
    words = {
        "submit": _("Version %(number)d is waiting for review."),
        "withdraw": _("Back to draft."),
        "send_back": _("Returned, with your note."),
        "approve": _("Version %(number)d is approved. Readers have it now."),
        "retire": _("Retired. Readers no longer see it."),
        "revive": _("Back as a draft."),
    }
    return words[move.name] % {"number": move.version.number}


def save_words() -> dict[str, str]:
    """What the save state says, for the script that shows it. %d is the number of unsent changes."""
    return {
        "saved": _("Saved"),
        "saving": _("Saving…"),
        "unsaved": _("Not saved yet (%d on this device)"),
        "error": _("Needs your decision"),
    }
