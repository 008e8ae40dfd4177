"""What a form asks for, as changes to a document."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from pmm_workspace.artifacts.models import State

__all__ = ["Asked", "ValidationError", "base_of", "is_here", "op_id_of", "said", "save", "save_words"]


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
    pasted: int = 0  # lines


def save(request, path_needed=True) -> Asked:
    """One field: path, value, base, op_id. A checkbox that is not sent is off."""
    path, value = request.POST.get("path", ""), request.POST.get("value", "")
    if path_needed and not path:
        raise Http404
    return Asked({path: value}, base_of(request), op_id_of(request), path)


def base_of(request):
    text = request.POST.get("base", "")
    if not text.isdecimal() or len(text) > 9:
        raise Http404
    return int(text)


def op_id_of(request):
    try:
        return UUID(request.POST["op_id"]) if request.POST.get("op_id") else None
    except ValueError:
        raise Http404 from None


def is_here(request) -> bool:
    """Whether `next` leads to a page of this site."""
    asked = request.POST.get("next", "")
    return asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})


def said(move) -> str:
    """What a move did, for the person who made it."""
    if move.name == "approve" and move.target == State.IN_REVIEW:
        return _("Your approval of version %(number)d counts. It waits for others.") % {"number": move.version.number}
    if move.name == "approve" and move.artifact.scheduled_id:
        return _("Version %(number)d is approved. Readers have it at its time.") % {"number": move.version.number}
    words = {
        "submit": _("Version %(number)d is waiting for review."),
        "withdraw": _("Back to draft."),
        "send_back": _("Returned, with your note."),
        "approve": _("Version %(number)d is approved. Readers have it now."),
        "retire": _("Retired. Readers no longer see it."),
        "revive": _("Back as a draft."),
        "unschedule": _("It will not be published. Back to draft."),
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
