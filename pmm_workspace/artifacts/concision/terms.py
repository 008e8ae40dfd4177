"""Acronyms and new terms: whoever meets one for the first time is told what it means, or stops there."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from pmm_workspace.artifacts import lexemes
from pmm_workspace.artifacts.concision.findings import Finding
from pmm_workspace.artifacts.concision.wordlists import known_to_everybody

ACRONYM = re.compile(r"(?<![\w&])[A-Z]{2,6}(?=s?(?![A-Za-z0-9_]))|(?<![\w&])[А-ЯЁ]{2,6}(?!\w)")
IN_CHINESE = re.compile(r"(?<![A-Za-z0-9_&])[A-Z]{2,6}(?=s?(?![A-Za-z0-9_]))")
ROMAN = re.compile(r"[IVX]+")
# SmartTrail, Trail™, a “living ledger”.
COINED = re.compile(
    r"(?<![A-Za-z])[A-Z][a-z]+(?:[A-Z][a-z0-9]*)+[™®]?|(?<![A-Za-zА-яЁё0-9])[A-Za-zА-яЁё][A-Za-zА-яЁё0-9]{0,40}[™®]"
    r"|[“«「『\"](?P<quoted>[^“”«»「」『』\"\n]{2,40})[”»」』\"]"
)
FOREIGN = re.compile(r"(?<![A-Za-z0-9_])[A-Za-z]\w*[a-z]\w*(?: [A-Za-z][A-Za-z]+)*", re.ASCII)
SENTENCE_LIKE = re.compile(r"[.!?…,;:。！？，；：\d]")
EXPLAINS = re.compile(
    r"[”»」』\"™®]*\s*"
    r"(?:[(（]|(?:is|are|means)\b|, (?:an?|the|our)\b|(?:[—–-]\s*)?это\b|означает\b|即|是指|是一|指的是)"
)
MOST_WORDS, CHARACTERS = 3, range(3, 9)


class Term(NamedTuple):
    start: int
    end: int
    name: str
    kind: str  # "acronym" | "term"


def unexplained(texts, names) -> Iterator[Finding]:
    """The first place of each acronym and term that neither the document nor the workspace explains before it."""
    known = {_plain(name) for name in (*known_to_everybody(), *names)} | _words(names)
    for text in texts:
        for term in sorted(_terms(text)):
            if _plain(term.name) in known:
                continue
            known.add(_plain(term.name))
            if not _is_explained(text.prose, term):
                yield Finding(text.line.path, term.start, term.end, term.kind, _reason(term))


def _words(names):
    """Each word of a name is known with it: Abacus, from “Ledger against Abacus”."""
    return {token.text for name in names for token in lexemes.tokens(name)}


def _reason(term):
    if term.kind == "acronym":
        return _("“%(name)s” is not spelled out here or before: write the words first.") % {"name": term.name}
    return _("“%(name)s” is new here: say what it is, or use a word people know.") % {"name": term.name}


def _is_explained(prose, term):
    """Days sales outstanding (DSO); a “soft close” is…"""
    in_brackets = prose[: term.start].rstrip().endswith(("(", "（"))
    return bool(EXPLAINS.match(prose, term.end)) or (in_brackets and term.kind == "acronym")


def _terms(text) -> Iterator[Term]:
    yield from _acronyms(text)
    yield from _coined(text)
    if text.language != "en":
        yield from _foreign(text)


def _acronyms(text):
    if _is_shouted(text.prose):
        return
    pattern = IN_CHINESE if text.language == "zh" else ACRONYM
    for match in pattern.finditer(text.prose):
        if not ROMAN.fullmatch(match[0]):
            yield Term(*match.span(), match[0], "acronym")


def _is_shouted(text):
    """A heading in capitals has no acronyms that one could tell."""
    letters = [letter for letter in text if letter.isalpha() and letter.upper() != letter.lower()]
    return len(letters) > 8 and sum(letter.isupper() for letter in letters) > 0.6 * len(letters)


def _coined(text):
    for match in COINED.finditer(text.prose):
        if match["quoted"] is None:
            yield Term(*match.span(), match[0].rstrip("™®"), "term")
        elif _is_term(match["quoted"]):
            yield Term(*match.span("quoted"), match["quoted"], "term")


def _is_term(quoted):
    """Two or three words are a term; one is quoted for itself, and a sentence is what somebody said."""
    words = quoted.split()
    if not words or SENTENCE_LIKE.search(quoted):
        return False
    if lexemes.is_han(words[0]):
        return len(quoted) in CHARACTERS
    return 1 < len(words) <= MOST_WORDS and lexemes.plain(words[0]) not in lexemes.SAYS_LITTLE


def _foreign(text):
    """A Latin word among others; several capitalised ones together are a name."""
    for match in FOREIGN.finditer(text.prose):
        words = match[0].split()
        if len(words) == 1 or not all(word[0].isupper() for word in words):
            yield Term(*match.span(), match[0], "term")


def _plain(name):
    return lexemes.plain(name.strip())
