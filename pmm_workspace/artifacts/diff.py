"""What changed between two versions: which places, which words, what moved."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db import models
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from pmm_workspace.artifacts import budgets, kinds
from pmm_workspace.artifacts.completeness import called, label_of
from pmm_workspace.artifacts.document import Document
from pmm_workspace.artifacts.fields import References

BLANK = re.compile(r"\s")
TOKENS = re.compile(r"[\u3400-\u9fff]|\w+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Words:
    """A stretch of text that was kept, added or removed, or kept and too long to be shown."""

    op: str  # "same" | "added" | "removed" | "folded"
    text: str

    @property
    def count(self) -> int:
        return budgets.words(self.text)


@dataclass(frozen=True)
class Change:
    """One place that differs. `group` names its item, empty for a field of the document itself."""

    path: str
    label: str
    what: str  # "changed" | "added" | "removed" | "moved"
    words: tuple[Words, ...] = ()
    group: str = ""

    @property
    def place(self) -> str:
        """What to bring back to undo it: for what moved, the order of its list."""
        return f"{self.path.partition('/')[0]}/#order" if self.what == "moved" else self.path

    @property
    def folded(self) -> tuple[Words, ...]:
        return tuple(folded(self.words))

    @property
    def html(self) -> SafeString:
        return as_html(self.words)


def words(before: str, after: str) -> tuple[Words, ...]:
    """The way from one text to the other, word by word (character by character in Chinese)."""
    old, new = TOKENS.findall(before), TOKENS.findall(after)
    found, gone, come = [], "", ""
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        removed, added = "".join(old[a:b]), "".join(new[c:d])
        # A blank between two changed words changes with them, or the eye reads word salad.
        if op != "equal" or (gone and come and removed.isspace()):
            gone, come = gone + removed, come + added
            continue
        found += [*_swap(gone, come), Words("same", removed)]
        gone = come = ""
    return (*found, *_swap(gone, come))


def _swap(gone, come):
    return [Words(op, text) for op, text in (("removed", gone), ("added", come)) if text]


EDGE = 160  # characters that are shown beside a change
FOLDED = 240  # characters that are worth folding


def folded(stretches) -> Iterator[Words]:
    """The same stretches; of long ones that were kept only what stands beside a change is left unfolded."""
    last = len(stretches) - 1
    for at, each in enumerate(stretches):
        if each.op == "same":
            yield from _folded(each.text, 0 if at == 0 else EDGE, 0 if at == last else EDGE)
        else:
            yield each


def _folded(text, head, tail):
    """Cut between words: `head` and `tail` are how many characters stay at either end."""
    start, end = _blank(text, head), len(text) - _blank(text[::-1], tail)
    if end - start < FOLDED:
        return [Words("same", text)]
    parts = [("same", text[:start]), ("folded", text[start:end]), ("same", text[end:])]
    return [Words(op, part) for op, part in parts if part]


def _blank(text, after):
    """Where the word ends that stands there; in a script without blanks, right there."""
    found = BLANK.search(text, after) if after else None
    return found.start() if found and found.start() < after + 40 else after


TAGS = {"same": "span", "added": "ins", "removed": "del"}


def as_html(stretches) -> SafeString:
    return format_html_join("", "<{0}>{1}</{0}>", ((TAGS[each.op], each.text) for each in stretches))


def between(old: Document, new: Document) -> list[Change]:
    """Every change on the way from `old` to `new`, in reading order of the new document."""
    changes = [_field(old, new, name) for name in kinds.fields(new.model)]
    for name in kinds.lists(new.model):
        changes += _list(old, new, name)
    return [change for change in changes if change]


def _field(old, new, path, group=""):
    before, after = old.at(path), new.at(path)
    if before == after:
        return None
    return Change(path, label_of(new.model, path), "changed", words(*_readable(old, new, path)), group)


def _list(old, new, name):
    before = {row.key: row for row in getattr(old, name)}
    after = {row.key: row for row in getattr(new, name)}
    moved = _moved([key for key in before if key in after], [key for key in after if key in before])
    changes = []
    for key, row in after.items():
        changes += _kept(old, new, name, row, key in moved) if key in before else [_whole(new, name, row, "added")]
    return changes + [_whole(old, name, row, "removed") for key, row in before.items() if key not in after]


def _kept(old, new, name, row, moved):
    group, path = called(row), f"{name}/{row.key}"
    fields = [_field(old, new, f"{path}/{field}", group) for field in kinds.item_fields(row.model)]
    return [Change(path, label_of(new.model, path), "moved", group=group)] * moved + [each for each in fields if each]


def _whole(document, name, row, what):
    path = f"{name}/{row.key}"
    return Change(path, label_of(document.model, path), what, (Words(what, item_text(document, row)),), called(row))


def item_text(document, row) -> str:
    """An item as its written lines."""
    fields = kinds.written_fields(row.model).items()
    lines = (shown(field, document.told(field, row.values.get(name))) for name, field in fields)
    return "\n".join(line for line in lines if line)


def _moved(before: list, after: list) -> set:
    """The fewest items whose moving explains the new order."""
    kept = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    stayed = {key for block in kept for key in after[block.b : block.b + block.size]}
    return set(after) - stayed


def _readable(old, new, path):
    field = field_at(new.model, path)
    return [shown(field, each.told(field, each.at(path))) for each in (old, new)]


def field_at(model, path):
    """The model field behind a path to a value."""
    name, *rest = path.split("/")
    return kinds.item_fields(kinds.lists(model)[name])[rest[1]] if rest else kinds.fields(model)[name]


def shown(field, value) -> str:
    """A JSON value as a person reads it: the label of a choice, not its code."""
    if value is None or value is False or value in ("", []):
        return ""
    if isinstance(field, References):
        return "\n".join(field.titles(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateField):
        return date_format(field.to_python(value), "DATE_FORMAT")
    return "✓" if value is True else str(value)
