"""What is missing: rules that a kind declares, asked of a document. A gap has a place and a sentence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pmm_workspace.artifacts import kinds
from pmm_workspace.artifacts.document import Document, parse
from pmm_workspace.artifacts.fields import holds_words
from pmm_workspace.artifacts.models import State

DRAFT, APPROVAL, ADVICE = "draft", "approval", "advice"
NOTHING = (None, "", [])


@dataclass(frozen=True)
class Gap:
    """Something missing at `path`, needed `at` a draft or at approval; advice stops nobody."""

    at: str
    path: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Rule:
    at: str = APPROVAL

    def gaps(self, document: Document) -> Iterator[tuple[str, str]]:
        raise NotImplementedError


@dataclass(frozen=True)
class Filled(Rule):
    """This field says something."""

    name: str

    def gaps(self, document):
        if document.at(self.name) in NOTHING:
            label = capfirst(kinds.fields(document.model)[self.name].verbose_name)
            yield self.name, _("“%(field)s” is empty.") % {"field": label}


@dataclass(frozen=True)
class Count(Rule):
    """This list has from `least` to `most` items."""

    name: str
    least: int
    most: int | None = None

    def gaps(self, document):
        found = len(getattr(document, self.name))
        if found < self.least or (self.most is not None and found > self.most):
            yield self.name, self._sentence(document, found)

    def _sentence(self, document, found):
        item = kinds.lists(document.model)[self.name]._meta
        words = {
            "kind": document.model._meta.verbose_name,
            "items": item.verbose_name if self.least == 1 and self.most is None else item.verbose_name_plural,
            "least": self.least,
            "most": self.most,
            "found": found,
        }
        if self.most is None:
            return _("A %(kind)s needs at least %(least)d %(items)s; this one has %(found)d.") % words
        return _("A %(kind)s stands on %(least)d to %(most)d %(items)s; this one has %(found)d.") % words


@dataclass(frozen=True)
class Each(Rule):
    """Every item of a list is filled in, or has at least one item within it."""

    name: str
    filled: str = ""
    has: str = ""

    def gaps(self, document):
        for row in getattr(document, self.name):
            path = f"{self.name}/{row.key}"
            if self.filled and row.values.get(self.filled) in NOTHING:
                yield f"{path}/{self.filled}", self._empty(row)
            if self.has and not self._within(document, row):
                yield path, self._alone(document, row)

    def _within(self, document, row):
        field = kinds.within(kinds.lists(document.model)[self.has]).name
        return any(other.values.get(field) == row.key for other in getattr(document, self.has))

    def _empty(self, row):
        label = kinds.item_fields(row.model)[self.filled].verbose_name
        return _("%(item)s: “%(field)s” is empty.") % {"item": called(row), "field": capfirst(label)}

    def _alone(self, document, row):
        items = kinds.lists(document.model)[self.has]._meta.verbose_name_plural
        return _("%(item)s has no %(items)s.") % {"item": called(row), "items": items}


@dataclass(frozen=True)
class Proven(Rule):
    """Every item stands on something that may still be repeated: a live document that it refers to, or, with `within`,
    an item under it that has not expired."""

    name: str
    references: str
    within: str = ""

    def gaps(self, document):
        rows = getattr(document, self.name)
        field = kinds.item_fields(kinds.lists(document.model)[self.name])[self.references]
        live = live_ones(field.kind, [pk for row in rows for pk in getattr(row, self.references)])
        for row in rows:
            if not live.intersection(getattr(row, self.references)) and not self._stands_by_itself(document, row):
                yield f"{self.name}/{row.key}", _("%(item)s has no live proof.") % {"item": called(row)}

    def _stands_by_itself(self, document, row):
        if not self.within:
            return False
        field = kinds.within(kinds.lists(document.model)[self.within]).name
        under = [each for each in getattr(document, self.within) if each.values.get(field) == row.key]
        return any(each.expires_on is None or each.expires_on >= localdate() for each in under)


def live_ones(kind, ids) -> set[int]:
    """Those of these documents that are neither retired nor, by themselves, expired or broken."""
    if not ids:
        return set()
    rows = kind.objects.with_versions().filter(pk__in=ids).exclude(state=State.RETIRED)
    contents = {row.pk: parse(kind, (row.approved or row.latest).content) for row in rows}
    stopped = {pk for pk, (state, _why) in kind.conditions(contents).items() if state.stops}
    return set(contents) - stopped


@dataclass(frozen=True)
class WithinBudget(Rule):
    """A field keeps to the budget that its kind declares; `objections.we_say` means every objection."""

    name: str

    def gaps(self, document):
        budget = document.model.budgets[self.name]
        for path, text in texts(document, self.name):
            for unit, (used, allowed) in budget.excess(text).items():
                yield path, over(document, path, unit, used, allowed)


@dataclass(frozen=True)
class Check(Rule):
    """Anything else: `holds(document)` is true when all is well."""

    holds: Callable[[Document], bool]
    message: str
    path: str = ""

    def gaps(self, document):
        if not self.holds(document):
            yield self.path, str(self.message)


def gaps(document: Document, at: str | None = None) -> list[Gap]:
    """What is missing for a draft and for approval, which needs both; and what is advice, unless `at` asks for one."""
    rules = getattr(document.model, "completeness", ())
    found = [Gap(rule.at, path, message) for rule in rules for path, message in rule.gaps(document)]
    wanted = {None: (DRAFT, APPROVAL, ADVICE), APPROVAL: (DRAFT, APPROVAL)}.get(at, (at,))
    return [gap for gap in found if gap.at in wanted]


def texts(document, name) -> Iterator[tuple[str, str]]:
    """(path, text) of a field, or of `list.field` in every item."""
    list_name, _dot, field = name.partition(".")
    if not field:
        yield name, str(document.at(name) or "")
        return
    for row in getattr(document, list_name):
        yield f"{list_name}/{row.key}/{field}", str(row.values.get(field) or "")


def called(row) -> str:
    """What to call an item in a sentence: its first words, else its kind."""
    kind = capfirst(row.model._meta.verbose_name)
    for name, field in kinds.written_fields(row.model).items():
        value = row.values.get(name)
        if isinstance(value, str) and value and holds_words(field):
            return f"{kind} “{value if len(value) <= 50 else value[:49] + '…'}”"
    return kind


def called_at(document, path) -> str:
    """A place as a person knows it: Pillar “Every number has a trail” · Message."""
    name, _slash, rest = path.partition("/")
    row = document.row(name, rest.partition("/")[0]) if rest else None
    field = capfirst(label_of(document.model, path))
    return f"{called(row)} · {field}" if row else field


def over(document, path, unit, used, allowed) -> str:
    label = capfirst(label_of(document.model, path))
    words = {"field": label, "used": used, "allowed": allowed}
    if unit == "sentences":
        return ngettext(
            "“%(field)s” has %(used)d sentences; the budget is %(allowed)d.",
            "“%(field)s” has %(used)d sentences; the budget is %(allowed)d.",
            used,
        ) % words  # fmt: skip
    return ngettext(
        "“%(field)s” has %(used)d word; the budget is %(allowed)d.",
        "“%(field)s” has %(used)d words; the budget is %(allowed)d.",
        used,
    ) % words  # fmt: skip


def label_of(model, path) -> str:
    """The name a person knows a place by: “we say” for objections/k3f/we_say."""
    name, *rest = path.split("/")
    if name in kinds.fields(model):
        return str(kinds.fields(model)[name].verbose_name)
    item = kinds.lists(model).get(name)
    if item is None:
        return name
    field = rest[1] if len(rest) > 1 else None
    return str(kinds.item_fields(item)[field].verbose_name if field else item._meta.verbose_name)
