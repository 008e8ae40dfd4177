"""Search over everything that one may see: titles, texts, items and comments.

`index` writes what search knows of a document: one entry for its newest text and one for the text that readers have.
`ranked` asks those entries, first for every word, then for what a mistyped word may have meant, then for most words.
Entries are looked up by two functions of the database that may use its indexes; see docs/decisions/0009.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations
from math import ceil

from django.conf import settings
from django.db import connection, models, transaction
from django.utils import translation
from django.utils.timezone import now

from pmm_workspace.artifacts import access, document, kinds, lexemes
from pmm_workspace.artifacts.fields import holds_words
from pmm_workspace.artifacts.lexemes import CYRILLIC, is_han
from pmm_workspace.artifacts.models import Artifact, Comment, SearchEntry, SearchWord, State
from pmm_workspace.common import tenancy

DRAFT, APPROVED = SearchEntry.Side.DRAFT, SearchEntry.Side.APPROVED
COMMENT = "#comment"
MOST = 200  # results that are ranked; nobody reads further
FEW = 3  # results that are not enough to stop looking
MOST_WORDS = 8  # of a question


# What is known of a document


@dataclass(frozen=True)
class Line:
    """One place of a document, its text without markup, and how much it weighs: A title, B line, C text, D aside."""

    path: str
    text: str
    weight: str


def index(artifact: Artifact, *sides) -> None:
    """Write down again what search knows of this document; by default of both its newest and its approved text."""
    for side in sides or (DRAFT, APPROVED):
        version = artifact.latest if side == DRAFT else artifact.approved
        if version is None:
            SearchEntry.objects.filter(artifact_id=artifact.pk, side=side).delete()
        else:
            _write(artifact, side, version)


def reindex(missing=False) -> int:
    """Index every document of the workspace, or those that search does not know yet; how many there were."""
    rows = Artifact.objects.exclude(latest=None)
    if missing:
        rows = rows.exclude(search_entries__side=DRAFT)
    else:
        SearchWord.objects.all().delete()
        SearchEntry.objects.all().delete()
    pks = list(rows.values_list("pk", flat=True))
    for pk in pks:
        _index_again(pk)
    return len(pks)


@transaction.atomic
def _index_again(pk):
    """Locked, so that no edit is overtaken by what was read before it."""
    Artifact.objects.select_for_update().filter(pk=pk).first()
    index(Artifact.objects.select_related("latest", "approved", "product").get(pk=pk))


def _write(artifact, side, version):
    model = kinds.kind(artifact.kind)
    lines = list(_lines(document.parse(model, version.content)))
    if side == DRAFT:
        lines += [Line(f"{COMMENT}/{pk}/{path}", _plain(text), "D") for pk, path, text in _remarks(artifact)]
    words = _Words(_marker(artifact.workspace_id, side))
    for line in [*lines, Line("", _asides(artifact, model), "D")]:
        words.add(line)
    spelt = words.spelt()
    known = SearchEntry.objects.filter(artifact_id=artifact.pk, side=side).values_list("trigrams", flat=True).first()
    SearchEntry.objects.bulk_create(
        [
            SearchEntry(
                workspace_id=artifact.workspace_id,
                artifact_id=artifact.pk,
                side=side,
                title=version.title,
                text="\n".join(f"{line.path}\t{line.text}" for line in lines),
                vector=words.vector(),
                trigrams=" ".join(sorted(spelt)),
            )
        ],
        update_conflicts=True,
        unique_fields=["artifact", "side"],
        update_fields=["title", "text", "vector", "trigrams"],
    )
    _learn(artifact.workspace_id, spelt - set((known or "").split()))


def _learn(workspace_id, spelt):
    """New words are noted after the commit, sorted, by themselves: two writers never wait for each other in turn."""
    if spelt:
        transaction.on_commit(lambda: _note(workspace_id, sorted(spelt)))


def _note(workspace_id, spelt):
    with tenancy.inside(workspace_id):
        known = set(SearchWord.objects.filter(word__in=spelt).values_list("word", flat=True))
        rows = [SearchWord(workspace_id=workspace_id, word=word) for word in spelt if word not in known]
        SearchWord.objects.bulk_create(rows, ignore_conflicts=True)


def _lines(found: document.Document) -> Iterator[Line]:
    for path, value in found.leaves():
        field = _field(found.model, path)
        if isinstance(value, str) and value and holds_words(field):
            yield Line(path, _plain(value), _weight(path, field))


def _field(model, path):
    name, *rest = path.split("/")
    return kinds.item_fields(kinds.lists(model)[name])[rest[1]] if rest else kinds.fields(model)[name]


def _weight(path, field):
    if path == "title":
        return "A"
    return "C" if isinstance(field, models.TextField) else "B"


MARKUP = re.compile(r"[*_`#>|~]+|(?<=\])\([^)\s]*\)|[\[\]]|^\s*(?:[-+]|\d+\.)\s", re.MULTILINE)


def _plain(text):
    """A text in one line, without the signs of Markdown."""
    return " ".join(MARKUP.sub(" ", text).split())


def _remarks(artifact):
    return Comment.objects.filter(artifact_id=artifact.pk).values_list("pk", "path", "text")


def _asides(artifact, model):
    """What people add to a question: the kind in every language, and the product."""
    names = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            names.append(str(model._meta.verbose_name))
    return " ".join([*dict.fromkeys(names), artifact.product.name if artifact.product_id else ""])


def _marker(workspace_id, side):
    """A word that all entries of one side in one workspace share, and no text can hold."""
    return f"in:{workspace_id}:{side}"


IN_TITLE = "t:"
MOST_POSITIONS, LAST_POSITION = 200, 16383


class _Words:
    """The words of an entry with their places, as the database writes them."""

    def __init__(self, marker):
        self.places = defaultdict(list, {marker: []})
        self.tokens = set()
        self.at = 0

    def add(self, line):
        for token in lexemes.tokens(line.text):
            self.at += 1
            self.tokens.add((token.text, token.lexemes))
            for lexeme in token.lexemes:
                places = self.places[lexeme]
                if len(places) < MOST_POSITIONS and self.at <= LAST_POSITION:
                    places.append(f"{self.at}{line.weight}")
                if line.weight == "A":
                    self.places[IN_TITLE + lexeme] = []

    def spelt(self) -> set[str]:
        """What a mistyped word may have meant: of Russian words also their first form."""
        telling = [each for each in self.tokens if len(each[0]) > 3 and not each[0].isdigit() and not is_han(each[0])]
        return {form for text, forms in telling for form in (forms if CYRILLIC.search(text) else forms[:1])}

    def vector(self):
        return " ".join(f"{quoted(lexeme)}{':' * bool(at)}{','.join(at)}" for lexeme, at in self.places.items())


def quoted(lexeme):
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


# What is asked


@dataclass(frozen=True)
class Word:
    """A word of a question: what it is looked up by, and what else it may have meant."""

    text: str
    lexemes: tuple[str, ...]
    may_go_on: bool  # whether it may be the beginning of a longer word
    meant: tuple[str, ...] = ()

    def matches(self, token) -> bool:
        if any(lexeme in self.all for lexeme in token.lexemes):
            return True
        return self.may_go_on and token.text.startswith(self.text)

    @property
    def all(self):
        return self.lexemes + self.meant

    def asked(self, prefix="") -> str:
        ways = [quoted(prefix + lexeme) for lexeme in self.all]
        return f"({' | '.join(ways + [quoted(prefix + self.text) + ':*'] * self.may_go_on)})"


@dataclass(frozen=True)
class Wanted:
    """Which documents: None is any."""

    kind: str | None = None
    product: int | None = None
    state: str | None = None
    owner: int | None = None
    language: str | None = None


@dataclass(frozen=True)
class Hit:
    """A document that was found, with what its place among the others depends on."""

    pk: int
    in_title: bool
    rank: float
    kind: str
    state: str
    verified_at: datetime | None
    updated_at: datetime
    level: int = 0


@dataclass(frozen=True)
class Result:
    """Ids, best first, and the words as they were understood in the end."""

    pks: tuple[int, ...] = ()
    words: tuple[Word, ...] = ()


def ranked(user, text: str, wanted: Wanted | None = None) -> Result:
    """What this person may see and the words appear in; with few results also what was probably meant."""
    words = question(text)
    if not words:
        return Result()
    wanted = wanted or Wanted()
    side = DRAFT if access.may(user, "read drafts") else APPROVED
    hits: dict[int, Hit] = {}
    for level, (words, least) in enumerate(_attempts(words)):  # noqa: B020 - the words grow by what was meant
        for hit in _asked(words, least, side, wanted):
            hits.setdefault(hit.pk, replace(hit, level=level))
        if len(hits) >= FEW:
            break
    best = sorted(hits.values(), key=lambda hit: (hit.level, -score(hit), -hit.updated_at.timestamp()))
    return Result(tuple(hit.pk for hit in best[:MOST]), words)


def question(text: str) -> tuple[Word, ...]:
    found = lexemes.asked(text[:200])[:MOST_WORDS]
    last = found[-1] if found else None
    return tuple(Word(each.text, each.lexemes, _may_go_on(each, each is last)) for each in found)


def _may_go_on(token, is_last):
    return not token.is_han and len(token.text) >= (2 if is_last else 3)


def _attempts(words):
    """(words, how many of them a document must have), from what was asked to what is near it."""
    count = len(words)
    yield words, count
    words = _with_what_was_meant(words)
    if any(word.meant for word in words):
        yield words, count
    for least in sorted({count - 1, ceil(count / 2), 1} - {0, count}, reverse=True):
        yield words, least


def _asked(words, least, side, wanted):
    here = quoted(_marker(tenancy.current(), side))
    asked, titled = (f"{here} & ({_at_least(least, words, prefix)})" for prefix in ("", IN_TITLE))
    exact = " | ".join(quoted(lexeme) for word in words for lexeme in word.all)
    of_state = wanted.state if side == DRAFT else None  # readers know one state
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM artifacts_search(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [asked, titled, exact, side, wanted.kind, wanted.product, of_state, wanted.owner, wanted.language, MOST],
        )
        return [Hit(*row) for row in cursor.fetchall()]


def _at_least(least, words, prefix):
    """Every choice of so many words, as a question to the index."""
    ways = (" & ".join(word.asked(prefix) for word in chosen) for chosen in combinations(words, least))
    return " | ".join(f"({way})" for way in ways)


# Mistyped words

SHORTEST_TO_MEND = 4


def _with_what_was_meant(words):
    unsure = [word.text for word in words if len(word.text) >= SHORTEST_TO_MEND and not is_han(word.text)]
    near = _near(unsure)
    return tuple(replace(word, meant=_meant(word, near[word.text])) for word in words)


def _near(texts) -> dict[str, list[str]]:
    found = defaultdict(list)
    if texts:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM artifacts_near_words(%s, %s)", [texts, 20])
            for text, word in cursor.fetchall():
                found[text].append(word)
    return found


def _meant(word, near):
    allowed = 1 if len(word.text) < 6 else 2
    close = [each for each in near if each not in word.lexemes and distance(word.text, each) <= allowed]
    return tuple(dict.fromkeys(lexeme for each in close for lexeme in lexemes.forms(each)))


def distance(one: str, other: str) -> int:
    """How many letters were left out, added, changed or swapped with their neighbour."""
    before, row = [], list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b)))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[j] = min(row[j], previous[j - 2] + 1)
    return row[-1]


# Which comes first

STANDING = {State.APPROVED: 1.0, State.IN_REVIEW: 0.85, State.DRAFT: 0.75, State.RETIRED: 0.25}
FOR_THE_TITLE = 0.3


def score(hit: Hit) -> float:
    """How well it matches, less what speaks against relying on it: a draft, a date long past, retirement."""
    return (hit.rank + FOR_THE_TITLE * hit.in_title) * STANDING[State(hit.state)] * _trust(hit)


def _trust(hit):
    if hit.verified_at is None:
        return 1.0
    period = kinds.kind(hit.kind).verification_period
    age = (now() - hit.verified_at).days
    return 1.0 if age < period else 0.85 if age < 2 * period else 0.6
