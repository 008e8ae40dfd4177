"""Why a document was found: the place that holds most of the words, with the words marked."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from pmm_workspace.artifacts import access, completeness, kinds, lexemes
from pmm_workspace.artifacts.document import anchor
from pmm_workspace.artifacts.models import SearchEntry
from pmm_workspace.artifacts.search import APPROVED, COMMENT, DRAFT, Line, Word

AROUND = 160  # characters of an excerpt


@dataclass(frozen=True)
class Stretch:
    """A piece of text, and whether it is what was looked for."""

    text: str
    is_match: bool


@dataclass(frozen=True)
class Excerpt:
    """Where in a document the words are, and the words around them."""

    label: str
    path: str
    anchor: str
    stretches: tuple[Stretch, ...]

    @property
    def html(self) -> SafeString:
        return marked(self.stretches)

    @property
    def text(self) -> str:
        return "".join(each.text for each in self.stretches)


def marked(stretches: Iterable[Stretch]) -> SafeString:
    parts = (format_html("<mark>{}</mark>", each.text) if each.is_match else each.text for each in stretches)
    return format_html_join("", "{}", ((part,) for part in parts))


def explained(user, artifacts, words: tuple[Word, ...]) -> list:
    """These documents, each with its `excerpt` and its title in `title_marked`, as this person reads them."""
    artifacts = list(artifacts)
    side = DRAFT if access.may(user, "read drafts") else APPROVED
    entries = SearchEntry.objects.filter(artifact__in=[each.pk for each in artifacts], side=side)
    lines = dict(entries.values_list("artifact_id", "text"))
    for artifact in artifacts:
        artifact.excerpt = excerpt(kinds.kind(artifact.kind), _parsed(lines.get(artifact.pk, "")), words)
        artifact.title_marked = marked(_stretches(artifact.title, words))
    return artifacts


def _parsed(text) -> list[Line]:
    return [Line(*line.split("\t", 1), "") for line in text.split("\n") if "\t" in line]


def excerpt(model, lines: list[Line], words) -> Excerpt | None:
    """The line outside the title that holds most of the words, the first among equals; None when there is none."""
    found = [(len(_words_in(line.text, words)), line) for line in lines if line.path != "title"]
    most = max((count for count, _line in found), default=0)
    if not most:
        return None
    line = next(line for count, line in found if count == most)
    path = line.path.removeprefix(COMMENT).partition("/")[2].partition("/")[2] if _is_remark(line) else line.path
    return Excerpt(_label(model, line), path, _anchor(line, path), _cut(line.text, words))


def _is_remark(line):
    return line.path.startswith(COMMENT)


def _label(model, line):
    if _is_remark(line):
        return _("Comment")
    name, *rest = line.path.split("/")
    label = capfirst(completeness.label_of(model, line.path))
    return f"{capfirst(kinds.lists(model)[name]._meta.verbose_name)} · {label.lower()}" if rest else label


def _anchor(line, path):
    """An item is one place on the page, its fields are within it."""
    if _is_remark(line) and not path:
        return "comments"
    return anchor("/".join(path.split("/")[:2]))


def _words_in(text, words):
    tokens = lexemes.tokens(text)
    return {word.text for word in words if any(word.matches(token) for token in tokens)}


def _spans(text, words):
    """Where words begin and end, joined where they touch or overlap."""
    spans = []
    for token in sorted(lexemes.tokens(text), key=lambda token: token.start):
        if not any(word.matches(token) for word in words):
            continue
        if spans and token.start <= spans[-1][1]:
            spans[-1][1] = max(spans[-1][1], token.end)
        else:
            spans.append([token.start, token.end])
    return spans


def _stretches(text, words) -> list[Stretch]:
    found, at = [], 0
    for start, end in _spans(text, words):
        found += [Stretch(text[at:start], False), Stretch(text[start:end], True)]
        at = end
    return [each for each in [*found, Stretch(text[at:], False)] if each.text]


def _cut(text, words) -> tuple[Stretch, ...]:
    """At most AROUND characters, from a little before the place where most words stand together."""
    spans = _spans(text, words)
    begin = max((start for start, _end in spans), key=lambda at: (_held(spans, at), -at))
    begin = _word_start(text, max(0, begin - AROUND // 4))
    end = _word_end(text, begin + AROUND)
    before, after = "…" * (begin > 0), "…" * (end < len(text))
    return tuple(_stretches(before + text[begin:end].strip() + after, words))


def _held(spans, at):
    return sum(at <= start < at + AROUND for start, _end in spans)


def _word_start(text, at):
    space = text.find(" ", at, at + 20) if at else -1
    return space + 1 if space > 0 else at


def _word_end(text, at):
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", at - 20, at)
    return space if space > 0 else at
