"""A line, taken apart: its language, its sentences, their words and the stretches between commas."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from sentencex import get_sentence_boundaries

from pmm_workspace.artifacts import budgets, lexemes
from pmm_workspace.artifacts.concision.findings import Line
from pmm_workspace.artifacts.concision.wordlists import Lists, Span, lists

HAN, CYRILLIC, LATIN = re.compile(f"[{lexemes.HAN}]"), re.compile("[А-Яа-яЁё]"), re.compile("[A-Za-zÀ-ɏ]")
# Addresses and code are no prose, and a mark of Markdown is no word.
NOT_PROSE = re.compile(r"`[^`\n]*`|(?<=\]\()[^)\s]+|\b(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.]+")
LIST_MARK = re.compile(r"\s*(?:[-*+•>]|#{1,6}|\d{1,3}[.)])\s+")
STOPS = re.compile(r"[,;:(),、，；：（）—–]")


def language_of(text: str, declared: str) -> str:
    """The language whose lists fit: by its letters, since a document may quote another; else the declared one."""
    han, cyrillic, latin = (len(letters.findall(text)) for letters in (HAN, CYRILLIC, LATIN))
    if han * 3 >= cyrillic + latin and han:
        return "zh"
    if cyrillic or latin:
        return "ru" if cyrillic > latin else "en"
    return declared[:2] if declared[:2] in ("ru", "zh") else "en"


def prose(text: str) -> str:
    """The text with blanks in place of addresses and code, so that every place stays where it is."""
    return NOT_PROSE.sub(lambda match: " " * len(match[0]), text)


@dataclass(frozen=True)
class Sentence:
    """A sentence with its place in the line."""

    start: int
    text: str
    lists: Lists
    tokens: list[lexemes.Token]  # their places are the sentence's own

    @property
    def end(self):
        return self.start + len(self.text)

    def find(self, name) -> list[Span]:
        """The phrases of a list, at their places in the sentence."""
        return self.lists[name].find(self.text, self.tokens)

    @cached_property
    def words(self) -> int:
        """Words; of Chinese, characters."""
        return budgets.words(self.text)

    @cached_property
    def stretches(self) -> list[tuple[int, int]]:
        """What stands between commas and conjunctions."""
        cuts = [match.span() for match in STOPS.finditer(self.text)]
        cuts = sorted([*cuts, *((found.start, found.end) for found in self.find("and_words"))])
        edges = [0, *(edge for cut in cuts for edge in cut), len(self.text)]
        return list(zip(edges[::2], edges[1::2], strict=True))

    def by_stretch(self, found) -> list[list[Span]]:
        """These finds, stretch by stretch."""
        starts = [each.start for each in found]
        return [found[bisect_left(starts, start) : bisect_left(starts, end)] for start, end in self.stretches]


class Text:
    """A line as it is checked."""

    def __init__(self, line: Line, declared: str):
        self.line = line
        self.prose = prose(line.text)
        self.lists = lists(language_of(self.prose, declared))
        self.has_link = self.prose != line.text

    @property
    def language(self):
        return self.lists.language

    @cached_property
    def sentences(self) -> list[Sentence]:
        parts = [part for start, text in _paragraphs(self.prose) for part in _split(start, text, self.language)]
        return [self._sentence(start, text) for start, text in parts if budgets.WORDS.search(text)]

    def _sentence(self, start, text):
        tokens = [] if self.language == "zh" else lexemes.tokens(text)
        return Sentence(start, text, self.lists, tokens)

    def find(self, name) -> list[Span]:
        """The phrases of a list in all sentences, at their places in the line."""
        found = [(sentence.start, each) for sentence in self.sentences for each in sentence.find(name)]
        return [Span(at + each.start, at + each.end, each.phrase) for at, each in found]


def _paragraphs(text):
    at = 0
    for paragraph in text.splitlines(keepends=True):
        mark = LIST_MARK.match(paragraph)
        skipped = mark.end() if mark else 0
        yield at + skipped, paragraph[skipped:]
        at += len(paragraph)


def _split(at, text, language):
    for found in get_sentence_boundaries(language, text):
        part = text[found["start_index"] : found["end_index"]]
        yield at + found["start_index"] + len(part) - len(part.lstrip()), part.strip()
