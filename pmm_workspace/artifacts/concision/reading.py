"""A document as lines to check, and what was found in it, line by line."""

from dataclasses import dataclass
from itertools import accumulate, groupby

from django.db import models
from django.utils.text import capfirst

from pmm_workspace.artifacts import kinds
from pmm_workspace.artifacts.completeness import called, label_of
from pmm_workspace.artifacts.concision.aloud import seconds
from pmm_workspace.artifacts.concision.checking import of_texts
from pmm_workspace.artifacts.concision.findings import Finding, Line
from pmm_workspace.artifacts.concision.text import Text
from pmm_workspace.artifacts.document import Document
from pmm_workspace.artifacts.fields import holds_words

MOST_CHARACTERS = 40_000  # read in under a second, whatever they are


@dataclass(frozen=True)
class Read:
    """A line that something was found in: its place, its name, the seconds it takes to say."""

    path: str
    label: str
    seconds: int
    findings: list[Finding]


@dataclass(frozen=True)
class Report:
    """All of it: the lines with findings, in the document's order, and the seconds that all lines take to say.

    Of a document of more than MOST_CHARACTERS only the lines at the beginning are read.
    """

    lines: list[Read]
    seconds: int
    is_partial: bool = False

    @property
    def count(self) -> int:
        return sum(len(line.findings) for line in self.lines)


def of_document(document: Document, *, names=(), agreed=()) -> Report:
    """The remarks on what a document says.

    `names` are what the workspace knows already: products, titles; `agreed` are the words that it avoids.
    """
    everything = lines(document)
    read = _beginning(everything)
    texts = {line.path: Text(line, document.language or "en") for line in read}
    found = of_texts(list(texts.values()), {*names, document.title}, agreed)
    remarked = [_read(document, texts[path], list(group)) for path, group in groupby(found, key=lambda each: each.path)]
    return Report(remarked, round(sum(_seconds(text) for text in texts.values())), len(read) < len(everything))


def _beginning(everything):
    """As many lines as a page can wait for."""
    ends = accumulate(len(line.text) for line in everything)
    return [line for line, end in zip(everything, ends, strict=True) if end <= MOST_CHARACTERS]


def lines(document: Document) -> list[Line]:
    """Every written text that is said to somebody; a kind names in `unsaid` what is only for its writers."""
    unsaid, budgets = getattr(document.model, "unsaid", ()), getattr(document.model, "budgets", {})
    kept = {*unsaid, *kinds.HEADER}
    written = [(path, _without_key(path), value) for path, value in document.leaves() if value]
    return [
        Line(path, value, budgets.get(name))
        for path, name, value in written
        if name not in kept and isinstance(value, str) and _is_said(_field(document.model, path))
    ]


def _without_key(path):
    name, *rest = path.split("/")
    return f"{name}.{rest[1]}" if rest else name


def _field(model, path):
    name, *rest = path.split("/")
    return kinds.item_fields(kinds.lists(model)[name])[rest[1]] if rest else kinds.fields(model)[name]


def _is_said(field):
    return holds_words(field) and not isinstance(field, models.URLField | models.EmailField)


def _read(document, text, found):
    return Read(text.line.path, _label(document, text.line.path), round(_seconds(text)), found)


def _seconds(text):
    return seconds(text.prose, text.language)


def _label(document, path):
    name, *rest = path.split("/")
    label = capfirst(label_of(document.model, path))
    return f"{called(document.row(name, rest[0]))} · {label}" if rest else label
