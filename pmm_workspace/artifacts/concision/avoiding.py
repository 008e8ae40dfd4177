"""Words that the workspace has agreed to avoid, found in any of their forms."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from pmm_workspace.artifacts import lexemes
from pmm_workspace.artifacts.concision.findings import Finding
from pmm_workspace.artifacts.concision.wordlists import Characters, Phrases


class Avoided(NamedTuple):
    """A word or phrase, why it is avoided and what is said instead, and the title of the document that says so."""

    word: str
    reason: str = ""
    source: str = ""


def avoided(texts, agreed: Iterable[Avoided]) -> Iterator[Finding]:
    """The first place in each line of every word that one should not use. The first who says why is quoted."""
    known = {phrase: each for each in reversed(list(agreed)) if (phrase := _phrase(each.word))}
    if not known:
        return
    inflected = Phrases([phrase for phrase in known if not _has_han(phrase)])
    written = Characters([phrase for phrase in known if _has_han(phrase)])
    for text in texts:
        found = sorted(_places(text, inflected, written))
        for span in {span.phrase: span for span in reversed(found)}.values():
            said = text.line.text[span.start : span.end]
            yield Finding(text.line.path, span.start, span.end, "avoid", _message(said, known[span.phrase]))


def _phrase(word):
    """The words as they are looked up: separated by blanks; Chinese as it is written."""
    return word.strip() if _has_han(word) else " ".join(token.text for token in lexemes.tokens(word))


def _has_han(word):
    return any(map(lexemes.is_han, word))


def _places(text, inflected, written):
    for sentence in text.sentences:
        tokens = sentence.tokens or lexemes.tokens(sentence.text)
        for span in [*inflected.find(sentence.text, tokens), *written.find(sentence.text, tokens)]:
            yield span._replace(start=span.start + sentence.start, end=span.end + sentence.start)


def _message(said, agreed):
    words = {"word": said, "reason": agreed.reason, "source": agreed.source}
    if agreed.reason and agreed.source:
        return _("“%(word)s” is to be avoided, says “%(source)s”: %(reason)s") % words
    if agreed.reason:
        return _("“%(word)s” is to be avoided: %(reason)s") % words
    return _("“%(word)s” is on the list of words to avoid. Say it otherwise.") % words
