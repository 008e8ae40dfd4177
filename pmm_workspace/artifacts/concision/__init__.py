"""Whether a text is short, plain and proved: what an editor would remark on, line by line, each remark with its reason.

Values in, values out: no database and no settings. Nothing here stops anybody; it is advice. The word lists in `words/`
are ours, one file per language.
"""

from pmm_workspace.artifacts.concision.aloud import seconds
from pmm_workspace.artifacts.concision.avoiding import Avoided
from pmm_workspace.artifacts.concision.checking import check, findings
from pmm_workspace.artifacts.concision.findings import KINDS, Finding, Line
from pmm_workspace.artifacts.concision.reading import Read, Report, lines, of_document

__all__ = [
    "KINDS",
    "Avoided",
    "Finding",
    "Line",
    "Read",
    "Report",
    "check",
    "findings",
    "lines",
    "of_document",
    "seconds",
]
