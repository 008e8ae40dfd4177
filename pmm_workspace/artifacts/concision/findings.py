"""What goes into the check and what comes out."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from pmm_workspace.artifacts.budgets import Budget

KINDS = {
    "budget": _("Over budget"),
    "sentence": _("Long sentence"),
    "acronym": _("Unexplained acronym"),
    "avoid": _("Word to avoid"),
    "superlative": _("Big word without proof"),
    "features": _("Features, not outcomes"),
    "negation": _("Double negation"),
    "claims": _("Several claims at once"),
    "repeat": _("Said twice"),
    "term": _("New term"),
    "aloud": _("Long to say"),
}


@dataclass(frozen=True)
class Line:
    """A text at its place in a document, with the budget it has there."""

    path: str
    text: str
    budget: Budget | None = None


@dataclass(frozen=True)
class Finding:
    """A remark on the characters from `start` up to `end` of the line at `path`; the message is its reason.

    `other` is the path of the line that says the same, where there is one.
    """

    path: str
    start: int
    end: int
    kind: str
    message: str
    other: str = ""

    @property
    def label(self) -> str:
        """What people call this kind of remark."""
        return KINDS[self.kind]
