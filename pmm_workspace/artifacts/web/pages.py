"""A document as a page: what the template tags `field` and `items` draw, in any mode."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db import models
from django.forms import ChoiceField, Textarea
from django.urls import reverse
from django.utils.formats import date_format, localize, number_format
from django.utils.html import format_html
from django.utils.text import capfirst

from pmm_workspace.accounts.models import Membership
from pmm_workspace.artifacts import freshness, kinds, links, suggestions
from pmm_workspace.artifacts.budgets import Budget, sentences, words
from pmm_workspace.artifacts.comments import is_about_something_gone, threads
from pmm_workspace.artifacts.diff import Change
from pmm_workspace.artifacts.document import Document, Row, anchor
from pmm_workspace.artifacts.fields import Among, References
from pmm_workspace.artifacts.models import Artifact, Comment, Suggestion
from pmm_workspace.artifacts.web import references
from pmm_workspace.common import markdown

READ, EDIT, REVIEW = "read", "edit", "review"


@dataclass
class Page:
    """One document in one mode, with what is marked in it."""

    artifact: Artifact
    document: Document
    mode: str = READ
    revision: int = 0
    changes: list[Change] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    side: str | None = None  # whose links tell of this text
    hides_drafts: bool = False  # from who reads it
    hides_figures: bool = False
    moved_since: datetime | None = None  # the moment from which movements of metrics are told

    @cached_property
    def chain(self) -> freshness.Chain:
        """What the lines stand on."""
        return freshness.chain(self.artifact, side=self.side, since=self.moved_since)

    @cached_property
    def beside(self):
        """What the kind tells beside the document."""
        hidden = {"hides_drafts": self.hides_drafts, "hides_figures": self.hides_figures}
        return self.document.model.beside(self.artifact, self.document, **hidden)

    @cached_property
    def standings(self) -> list[freshness.Standing]:
        """How far each line that names another document can be trusted."""
        return self.chain.standings if self.side and links.places(self.document) else []

    @cached_property
    def standings_at(self) -> dict[str, list[freshness.Standing]]:
        found = defaultdict(list)
        for standing in self.standings:
            found[standing.link.path].append(standing)
        return found

    @property
    def fields(self) -> list[BoundField]:
        """All that are not of the header, for a kind without a layout of its own."""
        return [self.field(name) for name in kinds.fields(self.document.model) if name not in kinds.HEADER]

    @property
    def lists(self) -> list[BoundList]:
        return [self.list(name) for name in kinds.lists(self.document.model)]

    def field(self, name) -> BoundField:
        return BoundField(self, kinds.fields(self.document.model)[name], name, self.document.at(name), name)

    def list(self, name, within: BoundRow | None = None) -> BoundList:
        return BoundList(self, name, kinds.lists(self.document.model)[name], within)

    @cached_property
    def changes_at(self) -> dict[str, Change]:
        return {change.path: change for change in self.changes}

    @cached_property
    def gone(self) -> set[int]:
        """Comments whose words are not in this text any more."""
        return {each.pk for each in self.comments if is_about_something_gone(each, self.document)}

    @cached_property
    def people(self) -> list[str]:
        """Whom a comment may mention."""
        here = Membership.objects.filter(workspace=self.artifact.workspace_id, user__is_active=True)
        return [str(member.user) for member in here.select_related("user").order_by("user__name")]

    @cached_property
    def resolved(self) -> list[Comment]:
        return list(threads(self.artifact).exclude(resolved_by=None)[:50])

    @cached_property
    def suggestions_at(self) -> dict[str, list[Suggestion]]:
        found = defaultdict(list)
        for suggestion in suggestions.open_ones(self.artifact):
            found[suggestion.path].append(suggestion)
        return found

    @property
    def talk(self) -> list:
        """What people said about this text, for whoever asks whether a page is still the same."""
        remarks = [each for first in self.comments for each in (first, *first.replies.all())]
        said = [(each.pk, each.text, [(mark.user_id, mark.mark) for mark in each.reactions.all()]) for each in remarks]
        proposed = [each.pk for found in self.suggestions_at.values() for each in found]
        trusted = [
            (each.link.pk, each.state, each.link.target.title, links.current(each.link.target).revision)
            for each in self.standings
        ]
        return [said, proposed, trusted]

    @cached_property
    def comments_at(self) -> dict[str, list[Comment]]:
        found = defaultdict(list)
        for comment in self.comments:
            found[comment.path].append(comment)
        return found


@dataclass
class Place:
    """Anything on the page that can be changed, commented on and linked to."""

    page: Page

    @property
    def mode(self):
        return self.page.mode

    @property
    def id(self):
        return anchor(self.path)

    @property
    def change(self):
        return self.page.changes_at.get(self.path)

    @property
    def comments(self):
        return self.page.comments_at.get(self.path, [])

    @property
    def suggestions(self):
        return self.page.suggestions_at.get(self.path, [])


@dataclass
class BoundField(Place):
    """A field of the document or of an item, with its value."""

    model_field: models.Field
    name: str
    value: object
    path: str
    budget_name: str = ""

    @property
    def label(self):
        return capfirst(self.model_field.verbose_name)

    @property
    def help(self):
        return self.model_field.help_text

    @property
    def is_empty(self):
        return self.value in (None, "", [])

    @property
    def is_long(self):
        return isinstance(self.model_field, models.TextField)

    @property
    def is_line(self):
        return isinstance(self.model_field, models.CharField) and not self.choices

    @property
    def is_text(self):
        """Whether one may propose other words for it."""
        return self.is_long or self.is_line

    @property
    def is_references(self):
        return isinstance(self.model_field, References)

    @property
    def standings(self):
        """Of the documents that this place names, in the order in which it names them."""
        found = self.page.standings_at.get(self.path, [])
        order = self.value if self.is_references else []
        return sorted(found, key=lambda each: order.index(each.link.target_id) if order else each.link.pk)

    @property
    def chosen(self):
        return references.chosen(self.standings)

    @property
    def told(self):
        """The items that its kind tells of what this place names: [(address, document.Row)]."""
        name, hidden = self.model_field.tells, self.page.hides_drafts
        return [row for each in self.standings for row in links.told_with(each.link.target, name, hides_drafts=hidden)]

    @property
    def is_switch(self):
        return isinstance(self.model_field, models.BooleanField)

    @property
    def choices(self):
        return self._among() if isinstance(self.model_field, Among) else self.model_field.flatchoices

    def _among(self):
        """The items to choose from; words that name none of them stay a choice."""
        rows = [(row.key, row.in_words) for row in getattr(self.page.document, self.model_field.list_name)]
        return [("", "–"), *rows, *([(self.value, self.value)] if self.value and not self._named else [])]

    @property
    def _named(self):
        return self.page.document.named(self.model_field, self.value)

    @property
    def html(self):
        """The value as people read it."""
        if self.is_long:
            return references.marked(markdown.to_html(self.value), self.standings)
        if self.is_references and self.page.side:
            return references.chips(self.standings, hides_drafts=self.page.hides_drafts)
        return format_html("{}", self.text)

    @property
    def text(self):
        if self.is_references:
            return ", ".join(self.model_field.titles(self.value or []))
        if isinstance(self.model_field, Among):
            return self.page.document.told(self.model_field, self.value)
        if self.choices:
            return dict(self.choices).get(self.value, "")
        if isinstance(self.model_field, models.DateField) and self.value:
            return date_format(self.model_field.to_python(self.value), "DATE_FORMAT")
        if isinstance(self.model_field, models.ForeignKey):
            return str(getattr(self.page.artifact, self.name, "") or "") if self.value else ""
        if isinstance(self.value, int):
            return number_format(self.value, force_grouping=True)
        return localize(self.value) if self.value not in (None, "") else ""

    @property
    def budget(self):
        allowed = getattr(self.page.document.model, "budgets", {}).get(self.budget_name or self.name)
        return allowed and Spent(allowed, str(self.value or ""))

    @property
    def control(self):
        """The form control, named `value`, described by its help."""
        form_field = self._form_field()
        return form_field.widget.render("value", self._initial(form_field), attrs=self._attributes())

    def _form_field(self):
        """The model's own form field, with a control that shows a long line whole."""
        if isinstance(self.model_field, Among):
            return ChoiceField(choices=self.choices, required=False)
        form_field = self.model_field.formfield(required=False, **self._options())
        if isinstance(self.model_field, models.DateField):
            form_field.widget.input_type, form_field.widget.format = "date", "%Y-%m-%d"
        return form_field

    def _options(self):
        if isinstance(self.model_field, models.URLField):
            return {"assume_scheme": "https"}
        return {"widget": Textarea()} if self.is_line else {}

    def _initial(self, form_field):
        if isinstance(self.model_field, Among):
            return self._named.key if self._named else self.value
        return form_field.prepare_value(self.model_field.to_python(self.value) if self.is_dated else self.value)

    @property
    def is_dated(self):
        return isinstance(self.model_field, models.DateField) and bool(self.value)

    def _attributes(self):
        attributes = {"id": f"{self.id}-control", "aria-describedby": f"{self.id}-help", "autocomplete": "off"}
        if self.is_long or self.is_line:
            attributes |= {"rows": 3 if self.is_long else 1, "class": "grows", "cols": False}
        if self.is_line and not isinstance(self.model_field, models.URLField):
            attributes |= {"maxlength": self.model_field.max_length, "data-line": True}
        if self.budget:
            attributes |= {"data-words": self.budget.allowed.words, "data-sentences": self.budget.allowed.sentences}
        if isinstance(self.model_field, Among):
            attributes |= self._renewed()
        return {name: value for name, value in attributes.items() if value not in (None, False)}

    def _renewed(self):
        """What can be chosen is asked for again when somebody comes to choose: the other list may have grown."""
        page = reverse("document_edit", args=[self.page.artifact.pk])
        choices = f"#{self.id}-control > option"
        return {"hx-get": page, "hx-select": choices, "hx-swap": "innerHTML", "hx-trigger": "focus throttle:3s"}


@dataclass(frozen=True)
class Spent:
    """A budget against a text."""

    allowed: Budget
    text: str

    @property
    def units(self) -> list[tuple[str, int, int]]:
        """(unit, used, allowed) of each unit that the budget limits."""
        used = {"words": words(self.text), "sentences": sentences(self.text)}
        limits = {"words": self.allowed.words, "sentences": self.allowed.sentences}
        return [(unit, used[unit], limit) for unit, limit in limits.items() if limit is not None]

    @property
    def shown(self) -> str:
        """The unit that is over; the first one while none is."""
        return next(iter(self.allowed.excess(self.text)), self.units[0][0])

    @property
    def is_over(self):
        return bool(self.allowed.excess(self.text))


@dataclass
class BoundRow(Place):
    """An item, with its fields."""

    list: BoundList
    row: Row
    place: int
    count: int

    def __getattr__(self, name):
        if name.startswith("__") or name == "row":
            raise AttributeError(name)
        return getattr(self.row, name)

    @property
    def key(self):
        return self.row.key

    @property
    def path(self):
        return f"{self.list.name}/{self.key}"

    @property
    def audience(self):
        return self.row.audience

    @property
    def is_shareable(self):
        return self.row.audience == "shareable"

    @property
    def label(self):
        return capfirst(self.row.model._meta.verbose_name)

    @property
    def is_first(self):
        return self.place == 0

    @property
    def is_last(self):
        return self.place == self.count - 1

    @property
    def changed(self):
        """Whether anything in this item differs, for review."""
        return any(path == self.path or path.startswith(f"{self.path}/") for path in self.page.changes_at)

    @property
    def fields(self):
        return [self.field(name) for name in kinds.written_fields(self.row.model)]

    def field(self, name) -> BoundField:
        model_field = kinds.item_fields(self.row.model)[name]
        path, budget = f"{self.path}/{name}", f"{self.list.name}.{name}"
        return BoundField(self.page, model_field, name, self.row.as_json()[name], path, budget)


@dataclass
class BoundList(Place):
    """A list of items, perhaps only those that stand within one item of another list."""

    name: str
    item: type[models.Model]
    within: BoundRow | None = None

    @property
    def path(self):
        return self.name

    @property
    def id(self):
        return anchor(f"{self.name}/{self.within.key}" if self.within else self.name)

    @property
    def label(self):
        return capfirst(self.item._meta.verbose_name_plural)

    @property
    def item_label(self):
        return self.item._meta.verbose_name

    @property
    def help(self):
        return getattr(self.item, "help_text", "")

    @property
    def may_add(self):
        return self.mode == EDIT

    @property
    def rows(self):
        rows = [row for row in getattr(self.page.document, self.name) if self._belongs(row)]
        return [BoundRow(self.page, self, row, place, len(rows)) for place, row in enumerate(rows)]

    @property
    def removed(self):
        """Items that are gone since the version compared with."""
        gone = [change for change in self.page.changes if change.what == "removed" and "/" in change.path]
        return [change for change in gone if change.path.startswith(f"{self.name}/") and not self.within]

    def _belongs(self, row):
        return self.within is None or row.values.get(kinds.within(self.item).name) == self.within.key
