"""What a notice says, in the language of whoever reads it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pmm_workspace.notices.models import Kind


def sentence(notice) -> str:
    """One line: what happened, by whom. Also the subject of a mail."""
    words = {"who": str(notice.actor or _("Somebody")), "title": "", "number": 0, "new": 0, "count": 0, **notice.words}
    return " ".join((SENTENCES[notice.kind](words) % words).split())


def _of_import(words):
    if words.get("state") == "done":
        return ngettext(
            "“%(title)s” is imported: %(new)d new row", "“%(title)s” is imported: %(new)d new rows", words.get("new", 0)
        )
    if words.get("state") == "refused":
        return _("“%(title)s” was refused: nothing was imported")
    return _("Import %(title)s failed: nothing was imported")


APPROVALS = {
    "published": lambda: _("%(who)s approved “%(title)s”, version %(number)d: readers have it now"),
    "approved": lambda: _("%(who)s approved “%(title)s”, version %(number)d: it will be published at its time"),
    "counted": lambda: _("%(who)s approved “%(title)s”, version %(number)d: one more approval is counted"),
}
SENTENCES = {
    Kind.REVIEW: lambda words: (
        _("“%(title)s” was edited after you approved it: version %(number)d waits for you")
        if words.get("again")
        else _("%(who)s asks you to review “%(title)s”, version %(number)d")
    ),
    Kind.RETURNED: lambda words: _("%(who)s returned “%(title)s” with a note"),
    Kind.MENTION: lambda words: _("%(who)s mentioned you in “%(title)s”"),
    Kind.APPROVED: lambda words: APPROVALS[words.get("step", "published")](),
    Kind.COMMENT: lambda words: _("%(who)s commented on “%(title)s”"),
    Kind.SUGGESTION: lambda words: _("%(who)s suggests another wording in “%(title)s”"),
    Kind.DECIDED: lambda words: (
        _("%(who)s took over your wording in “%(title)s”")
        if words.get("decision") == "accepted"
        else _("%(who)s kept the old wording in “%(title)s”")
    ),
    Kind.DUE: lambda words: _("Is “%(title)s” still true? It is due to be verified"),
    Kind.IMPORT: _of_import,
    Kind.AUDIT: lambda words: ngettext(
        "%(count)d number did not add up in the nightly count: it was put right",
        "%(count)d numbers did not add up in the nightly count: they were put right",
        words.get("count", 0),
    ),
}

ICONS = {
    Kind.REVIEW: "list-checks",
    Kind.RETURNED: "undo-2",
    Kind.MENTION: "at-sign",
    Kind.APPROVED: "badge-check",
    Kind.COMMENT: "message-square",
    Kind.SUGGESTION: "pencil",
    Kind.DECIDED: "check",
    Kind.DUE: "shield-alert",
    Kind.IMPORT: "upload",
    Kind.AUDIT: "shield-alert",
}


def act(kind) -> str:
    """What the one button of a notice says."""
    return {
        Kind.REVIEW: _("Review"),
        Kind.RETURNED: _("Revise"),
        Kind.MENTION: _("Answer"),
        Kind.DUE: _("Verify"),
        Kind.SUGGESTION: _("Decide"),
    }.get(kind, _("Open"))
