"""The same claim in other words: sentences that share most of what they say."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from pmm_workspace.artifacts import lexemes
from pmm_workspace.artifacts.concision.findings import Finding

MOST_SENTENCES = 500  # compared in one document; what comes after is left alone
FEWEST = {"en": 4, "ru": 4, "zh": 5}  # words, or pairs of characters, below which two sentences may agree by chance
ALIKE = {"en": 0.6, "ru": 0.6, "zh": 0.5}  # the shared part of all that both say
SAYS_LITTLE = "的了在和与就都也把被是我们您你将让从由"
QUOTED = 60  # characters of the other sentence


@dataclass(frozen=True)
class Said:
    """A sentence and what it says: words by their stems, Chinese by pairs of characters, synonyms as one."""

    text: object
    sentence: object
    parts: frozenset[str]


def repeats(texts) -> list[Finding]:
    """Every sentence that says what an earlier one has said, with the first such."""
    found, seen, holding = [], [], defaultdict(list)
    for said in _sentences(texts):
        earlier = _earlier(said, seen, holding)
        if earlier:
            found.append(_finding(said, earlier))
        for part in said.parts:
            holding[part].append(len(seen))
        seen.append(said)
    return found


def _earlier(said, seen, holding):
    shared = Counter(at for part in said.parts for at in holding[part])
    alike = [at for at, count in shared.items() if _is_alike(said, seen[at], count)]
    return seen[min(alike)] if alike else None


def _is_alike(one, other, shared):
    language = one.text.language
    return language == other.text.language and shared / len(one.parts | other.parts) >= ALIKE[language]


def _sentences(texts):
    everything = [(text, sentence) for text in texts for sentence in text.sentences]
    said = [Said(text, sentence, _parts(sentence)) for text, sentence in everything[:MOST_SENTENCES]]
    return [each for each in said if len(each.parts) >= FEWEST[each.text.language]]


def _parts(sentence):
    same = sentence.lists.first_of_same
    if sentence.lists.language == "zh":
        return _pairs(sentence.text, same)
    telling = [token for token in sentence.tokens if token.text not in lexemes.SAYS_LITTLE]
    return frozenset(_first(token, same) for token in telling)


def _first(token, same):
    return next((same[each] for each in token.lexemes if each in same), token.lexemes[-1])


def _pairs(text, same):
    for word, first in same.items():
        text = text.replace(word, first)
    characters = [each for each in text if each.isalnum() and each not in SAYS_LITTLE]
    return frozenset(a + b for a, b in pairwise(characters))


def _finding(said, earlier):
    line, sentence, quoted = said.text.line, said.sentence, earlier.sentence.text
    quoted = quoted if len(quoted) <= QUOTED else f"{quoted[: QUOTED - 1]}…"
    message = _("Says the same as “%(other)s”: keep the better one.") % {"other": quoted}
    return Finding(line.path, sentence.start, sentence.end, "repeat", message, earlier.text.line.path)
