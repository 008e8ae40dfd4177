"""A version as a file that others can open: Markdown, PDF, DOCX and PPTX, for every kind from its model.

`outline.py` walks a document once; each writer turns the outline into its format. A kind may draw its own page in
`templates/export/<app>_<kind>.typ` and its own slides in a function named like the kind in `<app>/slides.py`.
"""

from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from pmm_workspace.artifacts.export import markdown, pdf, slides, word
from pmm_workspace.artifacts.export.outline import Outline, outline

__all__ = ["FORMATS", "Format", "Outline", "file_name", "outline"]

OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class Format:
    """What a format is called, how it is served, and who writes it."""

    label: str
    media_type: str
    write: object  # Outline -> bytes


FORMATS = {
    "pdf": Format(_("PDF"), "application/pdf", pdf.write),
    "docx": Format(_("Word"), f"{OFFICE}.wordprocessingml.document", word.write),
    "pptx": Format(_("PowerPoint"), f"{OFFICE}.presentationml.presentation", slides.write),
    "md": Format(_("Markdown"), "text/markdown; charset=utf-8", markdown.write),
}


def file_name(outline: Outline, suffix: str) -> str:
    """`ledger-messaging-house-v3.pdf`, in letters of any script."""
    name = slugify(outline.title, allow_unicode=True)[:80] or "document"
    return f"{name}-v{outline.number}.{suffix}"
