"""Positions under positions: what a product's inherits from its segment's and the company's, and may not contradict.

A document inherits what it leaves empty from the nearest one above that says something. What counts is
the approved text above; before there is one, the newest.
"""

import re
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from pmm_workspace.artifacts import document as documents
from pmm_workspace.artifacts import kinds, lexemes
from pmm_workspace.artifacts.completeness import Rule

INHERITED = ("category", "frame_of_reference", "not_for", "trends", "words_to_use", "words_to_avoid")
SAYS_YES = ("icp", "target_customer")
LEVELS = 3
SENTENCES = re.compile(r"[.!?;\n。！？]+")
PARTS = re.compile(r"[,;/]| and | or | und | и | или |、|和")
NO = frozenset(["not", "no", "never", "without", "nobody", "except", "не", "нет", "без", "кроме", "不", "非"])


@dataclass(frozen=True)
class Inherited:
    """One place: what stands above and here. Without words of its own a document has those from above."""

    label: str
    above: str
    here: str
    title: str  # of the document above

    @property
    def is_own(self) -> bool:
        return bool(self.here)


def above(document) -> list:
    """The documents above, nearest first. That none stands above itself is the kernel's care."""
    found = []
    while document.parent and len(found) < LEVELS - 1:
        row = document.model.objects.select_related("latest", "approved").filter(pk=document.parent[0]).first()
        if row is None:
            break
        document = documents.parse(document.model, (row.approved or row.latest).content)
        found.append(document)
    return found


def inherited(document) -> list[Inherited]:
    """What this document has from above, and where it says something else."""
    ancestors = above(document)
    places = [_place(document, ancestors, name, _text(name)) for name in INHERITED]
    places.append(_place(document, ancestors, "alternatives", _names))
    return [place for place in places if place]


def _place(document, ancestors, name, say):
    source = next((each for each in ancestors if say(each)), None)
    if source is None or say(source) == say(document):
        return None
    model = document.model
    meta = kinds.fields(model).get(name) or kinds.lists(model)[name]._meta
    label = meta.verbose_name if name in kinds.fields(model) else meta.verbose_name_plural
    return Inherited(capfirst(str(label)), say(source), say(document), source.title)


def _text(name):
    return lambda document: document.at(name) or ""


def _names(document):
    return "\n".join(row.name for row in document.alternatives if row.name)


def contradicted(document) -> list[tuple[str, str, str]]:
    """(place here, what it says yes to, title of the document above that says no)."""
    return [
        (name, nobody, ancestor.title)
        for ancestor in above(document)
        for nobody in _excluded(ancestor.not_for)
        for name in SAYS_YES
        if _says_yes(document.at(name) or "", nobody)
    ]


def _excluded(not_for) -> list[str]:
    """Who a list of “not for” names; the reason behind a colon is no name."""
    lines = [line.lstrip("-*• ").partition(":")[0] for line in (not_for or "").splitlines()]
    return [part.strip() for line in lines for part in PARTS.split(line) if _stems(part)]


def _says_yes(text, nobody) -> bool:
    """Several words in any inflection, one word as it stands: “banks” are customers, “a bank asks” is a reason."""
    read = _stems if len(_stems(nobody)) > 1 else _words
    sentences = [sentence for sentence in SENTENCES.split(text) if not NO & _words(sentence)]
    return any(read(nobody) <= read(sentence) for sentence in sentences)


def _words(text) -> set[str]:
    return {token.text for token in lexemes.tokens(text)}


def _stems(text) -> frozenset[str]:
    return frozenset(token.lexemes[-1] for token in lexemes.tokens(text) if token.text not in lexemes.SAYS_LITTLE)


@dataclass(frozen=True)
class NotForAbove(Rule):
    """What a position above refuses, none below it may welcome."""

    name = "parent"

    def gaps(self, document):
        for place, nobody, title in contradicted(document):
            words = {"nobody": nobody, "title": title}
            yield place, _("This welcomes “%(nobody)s”; “%(title)s” above says that it is not for them.") % words
