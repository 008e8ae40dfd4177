"""Ask a document that exists nowhere but in a test what it lacks."""

from pmm_workspace.artifacts import kinds
from pmm_workspace.artifacts.completeness import APPROVAL, gaps
from pmm_workspace.artifacts.document import parse


def document(model, content):
    """{name: text or list of rows} as the kernel reads it; rows without a key are numbered."""
    lists = {name: _rows(content[name]) for name in kinds.lists(model) if name in content}
    return parse(model, {"fields": {name: content[name] for name in content if name not in lists}, "lists": lists})


def _rows(rows):
    return [{"key": str(number), **row} for number, row in enumerate(rows)]


def missing(model, content, at=APPROVAL):
    """{place: sentence} of everything that stands in the way."""
    return {gap.path: gap.message for gap in gaps(document(model, content), at=at)}
