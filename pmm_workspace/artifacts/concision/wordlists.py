"""The word lists of a language, and how their phrases are found in a sentence."""

import re
import tomllib
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pmm_workspace.artifacts import lexemes

WORDS = Path(__file__).parent / "words"
LANGUAGES = ("en", "ru", "zh")
NOTHING = "(?!)"
TOGETHER = re.compile(r"[\s’'*_-]{1,3}")  # between words of one phrase


class Span(NamedTuple):
    """Where a phrase stands, and which."""

    start: int
    end: int
    phrase: str

    def is_within(self, others) -> bool:
        return any(other.start <= self.start and self.end <= other.end for other in others)


class Phrases:
    """Phrases of words in any form; after “=” only as they are written. The longest at a place wins."""

    def __init__(self, entries):
        self.by_first = {}
        for entry in entries:
            phrase = entry.removeprefix("=")
            keys = [_keys(word, exact=phrase != entry) for word in phrase.split()]
            for key in keys[0]:
                self.by_first.setdefault(key, []).append((phrase, keys))

    def find(self, text, tokens) -> list[Span]:
        found, at = [], 0
        while at < len(tokens):
            length, phrase = self._longest(text, tokens, at)
            if length:
                found.append(Span(tokens[at].start, tokens[at + length - 1].end, phrase))
            at += length or 1
        return found

    def _longest(self, text, tokens, at):
        candidates = [each for key in _lookups(tokens[at]) for each in self.by_first.get(key, ())]
        fitting = [(len(keys), phrase) for phrase, keys in candidates if _fits(keys, text, tokens[at : at + len(keys)])]
        return max(fitting, default=(0, ""))


class Characters:
    """Phrases of Chinese, which stand in a text as they are."""

    def __init__(self, entries):
        longest_first = sorted(entries, key=len, reverse=True)
        self.pattern = re.compile("|".join(map(re.escape, longest_first)) or NOTHING)

    def find(self, text, tokens) -> list[Span]:
        return [Span(*match.span(), match[0]) for match in self.pattern.finditer(text)]


def _keys(word, *, exact=False):
    """What this word is looked up by: itself, or any form of it."""
    word = lexemes.plain(word)
    return {f"={word}"} if exact else set(lexemes.forms(word))


def _lookups(token):
    return (*token.lexemes, f"={token.text}")


def _fits(keys, text, tokens):
    if len(tokens) != len(keys):
        return False
    if any(key.isdisjoint(_lookups(token)) for key, token in zip(keys, tokens, strict=True)):
        return False
    return all(TOGETHER.fullmatch(text[one.end : two.start]) for one, two in pairwise(tokens))


class Lists:
    """The lists of one language by name; those of phrases are ready to find."""

    def __init__(self, language):
        self.language = language
        self.raw = tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))
        self.ready = {}

    def __getitem__(self, name) -> Phrases | Characters:
        if name not in self.ready:
            phrases = Characters if self.language == "zh" else Phrases
            self.ready[name] = phrases(self.raw.get(name, []))
        return self.ready[name]

    @cached_property
    def first_of_same(self) -> dict[str, str]:
        """Every word (or its stem) that has synonyms, with the one that stands for all."""
        if self.language == "zh":
            return {word: group[0] for group in self.raw["same"] for word in group[1:]}
        return {key: group[0] for group in self.raw["same"] for word in group for key in _keys(word)}


@cache
def lists(language) -> Lists:
    return Lists(language)


@cache
def known_to_everybody() -> frozenset[str]:
    """Acronyms and names that need no explanation, in any language."""
    raws = [lists(language).raw for language in LANGUAGES]
    return frozenset(word for raw in raws for word in [*raw.get("acronyms", []), *raw.get("terms", [])])
