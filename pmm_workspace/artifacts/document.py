"""The typed content of one version, a value: what pages, diff, export, search and REST bodies are made of.

As JSON: {"fields": {name: value}, "lists": {name: [{"key", "audience", name: value}, ...]}}.
A path names a place in it:

    why_we_win               a field
    objections/k3f           an item; its value is a dict, or None once removed
    objections/k3f/we_say    a field of an item
    objections/#order        the keys of a list, in order
    objections               a whole list, for clients that replace it
"""

import dataclasses
import hashlib
import json
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from pmm_workspace.artifacts import kinds
from pmm_workspace.artifacts.fields import Among, References
from pmm_workspace.artifacts.models import Artifact
from pmm_workspace.common.limits import MAX_ID, MAX_ITEMS, MAX_TEXT

ORDER = "#order"


def anchor(path: str) -> str:
    """The id of a place on the document's page."""
    return "at-" + path.replace("/", "-").replace("#", "")


ITEM_ANCHOR = re.compile(r"#?at-([a-z_]+)-([A-Za-z0-9]+)(?:-[a-z_]+)?")


def item_at(fragment: str) -> str:
    """The path of the item that the end of an address points at; empty where it points at none."""
    found = ITEM_ANCHOR.fullmatch(fragment or "")
    return f"{found[1]}/{found[2]}" if found else ""


PERSON = re.compile(r"\[@[^\]]*\]\(/people/(\d{1,18})/\)")


def people_named(value) -> set[int]:
    """The ids of whom a text, or an item's texts, mention by a link, as the editor writes it."""
    texts = value.values() if isinstance(value, Mapping) else [value]
    return {int(pk) for text in texts if isinstance(text, str) for pk in PERSON.findall(text)}


class BadChange(ValidationError):
    """A change that cannot be made; says where and why."""

    def __init__(self, path, message):
        self.path = path
        super().__init__({path: message})


@dataclass(frozen=True)
class Row:
    """An item of a list: its stable key and its values. Attributes give typed values."""

    model: type[models.Model]
    key: str
    values: Mapping

    def __getattr__(self, name):
        fields = kinds.item_fields(self.model)
        if name not in fields:
            raise AttributeError(name)
        return typed(fields[name], self.values.get(name))

    @property
    def in_words(self) -> str:
        """What a line says that names this item, on one line."""
        field = self.model.quoted or next(iter(kinds.written_fields(self.model)))
        return " ".join(str(self.values.get(field) or "").split())

    def as_json(self) -> dict:
        names = kinds.item_fields(self.model)
        return {"key": self.key} | {name: self.values.get(name, empty(field)) for name, field in names.items()}


@dataclass(frozen=True)
class Document:
    """One version's content. Attributes give typed field values and tuples of rows."""

    model: type[Artifact]
    values: Mapping = dataclasses.field(default_factory=dict)
    rows: Mapping[str, tuple[Row, ...]] = dataclasses.field(default_factory=dict)

    def __getattr__(self, name):
        fields = kinds.fields(self.model)
        if name in fields:
            return typed(fields[name], self.values.get(name))
        if name in kinds.lists(self.model):
            return self.rows.get(name, ())
        raise AttributeError(name)

    def as_json(self) -> dict:
        fields = kinds.fields(self.model)
        return {
            "fields": {name: self.values.get(name, empty(field)) for name, field in fields.items()},
            "lists": {name: [row.as_json() for row in getattr(self, name)] for name in kinds.lists(self.model)},
        }

    def row(self, list_name, key) -> Row | None:
        return next((row for row in getattr(self, list_name) if row.key == key), None)

    def at(self, path: str):
        """The JSON value at a path; None where nothing is."""
        name, _slash, rest = path.partition("/")
        if name in kinds.fields(self.model) and not rest:
            return self.values.get(name, empty(kinds.fields(self.model)[name]))
        if rest == ORDER and name in kinds.lists(self.model):
            return [row.key for row in getattr(self, name)]
        key, _slash, field = rest.partition("/")
        row = self.row(name, key) if name in kinds.lists(self.model) else None
        return row and (row.as_json().get(field) if field else row.as_json())

    def item(self, path: str) -> Row | None:
        """The item at the path of an item."""
        name, _slash, key = path.partition("/")
        return self.row(name, key) if name in kinds.lists(self.model) else None

    def named(self, field: Among, value) -> Row | None:
        """The item that a value among others names: by its key, or as it is called."""
        words = _called(value)
        rows = getattr(self, field.list_name) if words else ()
        by_key = (row for row in rows if row.key == value)
        return next(by_key, None) or next((row for row in rows if _called(row.in_words) == words), None)

    def told(self, field, value):
        """A value as its reader needs it: what it names among others, by its words."""
        row = self.named(field, value) if isinstance(field, Among) else None
        return row.in_words if row else value

    def leaves(self) -> Iterator[tuple[str, object]]:
        """Every (path, value) that holds something, in reading order."""
        for name in kinds.fields(self.model):
            yield name, self.at(name)
        for name in kinds.lists(self.model):
            for row in getattr(self, name):
                values = row.as_json()
                for field in kinds.item_fields(row.model):
                    yield f"{name}/{row.key}/{field}", values[field]

    def fingerprint(self) -> str:
        """Of what the document means to those who build on it; blanks and line breaks mean nothing."""
        names = self.model.meaning or {"title", *kinds.fields(self.model), *kinds.lists(self.model)} - {"language"}
        told = [[path, _without_blanks(value)] for path, value in self.leaves() if path.partition("/")[0] in names]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()

    def meaning_of(self, item: str) -> dict | None:
        """What one item means to those who build on it; None once it is gone."""
        row = self.item(item)
        names = row and (row.model.relied_on or kinds.written_fields(row.model))
        return row and {name: _without_blanks(row.values.get(name)) for name in names}

    def text(self) -> str:
        """All words of the document, for search."""
        return "\n".join(value for _path, value in self.leaves() if isinstance(value, str) and value)


def _called(words) -> str:
    return " ".join(str(words or "").casefold().split())


def _without_blanks(value):
    return " ".join(value.split()) if isinstance(value, str) else value


def parse(model, content: Mapping) -> Document:
    """The document in a version's JSON. Unknown names, from older models, are left behind."""
    lists = content.get("lists", {})
    rows = {name: tuple(_row(item, each) for each in lists.get(name, [])) for name, item in kinds.lists(model).items()}
    return Document(model, MappingProxyType(content.get("fields", {})), MappingProxyType(rows))


def of(version) -> Document:
    return of_kind(version.artifact.kind, version)


def of_kind(kind: str, version) -> Document:
    return parse(kinds.kind(kind), version.content)


def of_artifact(artifact) -> Document:
    """The document as it is now, drafts included."""
    return parse(kinds.kind(artifact.kind), artifact.latest.content)


def _row(item, content):
    values = {name: content[name] for name in kinds.item_fields(item) if name in content}
    return Row(item, content["key"], MappingProxyType(values))


def empty(field):
    """What a field holds before anybody wrote: the model's default, else nothing."""
    if field.has_default():
        return as_json(field, field.get_default())
    return None if field.null else ""


def typed(field, value):
    """A JSON value as Python has it."""
    if value in (None, ""):
        return typed(field, empty(field)) if empty(field) not in (None, "") else empty(field)
    return value if isinstance(field, models.ForeignKey) else field.to_python(value)


def as_json(field, value):
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(field, References):
        return list(value)
    return field.value_to_string(_Holder({field.attname: value}))


class _Holder:
    def __init__(self, values):
        self.__dict__.update(values)


# Changes: cleaned and taken apart into leaves, then applied. Pure, so they are tested without a database.


def cleaned(field, value, path):
    """What a person sent, as JSON that the field accepts; BadChange when it does not."""
    if isinstance(value, str):
        value = _tidy(value, path)
    if isinstance(field, References):
        return _references(field, value, path)
    if isinstance(value, dict | list):
        raise BadChange(path, wrong_kind())
    if isinstance(field, models.BooleanField):
        return _switch(value, path)
    if isinstance(field, models.ForeignKey):
        return _reference(field, value, path)
    if value in (None, "") and field.blank:
        return empty(field)
    try:
        return as_json(field, field.clean(value, None))
    except ValidationError as error:
        raise BadChange(path, error.messages) from None
    except (TypeError, ValueError, ArithmeticError):
        raise BadChange(path, wrong_kind()) from None


def wrong_kind():
    return _("This is not the kind of value that belongs here.")


SWITCH = {"on": True, "true": True, True: True, "": False, "false": False, False: False, None: False}


def _switch(value, path):
    if value not in SWITCH:
        raise BadChange(path, _("This is either on or off."))
    return SWITCH[value]


def _tidy(value, path):
    if "\x00" in value:
        raise BadChange(path, _("Text cannot hold a NUL character."))
    if len(value) > MAX_TEXT:
        raise BadChange(path, _("This is longer than %(limit)s characters.") % {"limit": f"{MAX_TEXT:,}"})
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def _reference(field, value, path):
    if value in (None, "") and field.null:
        return None
    if not str(value).isdecimal() or not field.related_model.objects.filter(pk=int(value)).exists():
        raise BadChange(path, _("There is no such %(thing)s.") % {"thing": field.verbose_name})
    return int(value)


def _references(field, value, path):
    """Ids of documents of one kind, as a list or with commas between them; each once."""
    ids = [part.strip() for part in value.split(",")] if isinstance(value, str) else value or []
    if not isinstance(ids, list) or not all(str(each).isdecimal() for each in ids if each != ""):
        raise BadChange(path, wrong_kind())
    ids = list(dict.fromkeys(int(each) for each in ids if each != ""))
    if len(ids) > field.most:
        raise BadChange(path, _("At most %(most)d can stand here.") % {"most": field.most})
    if max(ids, default=0) > MAX_ID or field.kind.objects.filter(pk__in=ids).count() < len(ids):
        raise BadChange(path, _("There is no such %(thing)s.") % {"thing": field.kind._meta.verbose_name})
    return ids


def taken_apart(document: Document, changes: Mapping) -> dict:
    """Changes as leaves that differ from the document, cleaned. Whole lists become changes of their items."""
    leaves = {}
    for path, value in changes.items():
        leaves.update(_leaves(document, path, value))
    return {path: value for path, value in leaves.items() if _differs(document, path, value)}


def _differs(document, path, value):
    return document.at(path) != value


def _leaves(document, path, value):
    name, _slash, rest = path.partition("/")
    fields, lists = kinds.fields(document.model), kinds.lists(document.model)
    if name in fields and not rest:
        return {path: cleaned(fields[name], value, path)}
    if name not in lists:
        raise BadChange(path, _("A %(kind)s has no such field.") % {"kind": document.model._meta.verbose_name})
    if not rest:
        return _whole_list(document, name, value)
    if rest == ORDER:
        return {path: _order(value, path)}
    return _item_leaf(document, path, value)


def _order(value, path):
    if not isinstance(value, list) or not all(isinstance(key, str) for key in value):
        raise BadChange(path, _("The order of a list is a list of its keys."))
    return value


def _item_leaf(document, path, value):
    name, key, *field = path.split("/", 2)
    fields = kinds.item_fields(kinds.lists(document.model)[name])
    if not field:
        return _removal(document, path) if value is None else _item(document, name, key, value)
    if field[0] not in fields:
        raise BadChange(path, _("An item has no such field."))
    return {path: cleaned(fields[field[0]], value, path)}


def _removal(document, path):
    """An item goes with everything that stands within it; who names it lets go of it."""
    name, key = path.split("/")
    return (
        _let_go(document, name, key)
        | {path: None}
        | {
            f"{other}/{row.key}": None
            for other, item in kinds.lists(document.model).items()
            if (within := kinds.within(item)) and within.list_name == name
            for row in getattr(document, other)
            if row.values.get(within.name) == key
        }
    )


def _let_go(document, name, key):
    return {
        f"{other}/{row.key}/{field.name}": ""
        for other, item in kinds.lists(document.model).items()
        for field in kinds.among(item)
        if field.list_name == name
        for row in getattr(document, other)
        if row.values.get(field.name) == key
    }


def _item(document, name, key, value):
    """A new item is one leaf, however much is filled in; one that exists is changed field by field."""
    path, item = f"{name}/{key}", kinds.lists(document.model)[name]
    if not isinstance(value, Mapping):
        raise BadChange(path, _("An item is an object of its fields."))
    fields = kinds.item_fields(item)
    unknown = [each for each in value if each not in fields and each != "key"]
    if unknown:
        raise BadChange(f"{path}/{unknown[0]}", _("An item has no such field."))
    values = {each: cleaned(fields[each], value[each], f"{path}/{each}") for each in value if each in fields}
    if document.row(name, key):
        return {f"{path}/{each}": new for each, new in values.items()}
    return {path: {"key": _good_key(key, path)} | {each: empty(field) for each, field in fields.items()} | values}


def _good_key(key, path):
    if not key.isalnum() or not key.isascii() or len(key) > 36:
        raise BadChange(path, _("A key is 1 to 36 letters and digits."))
    return key


def new_key() -> str:
    return secrets.token_hex(5)


def _whole_list(document, name, value):
    if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
        raise BadChange(name, _("A list is a list of items."))
    wanted = [(str(each.get("key") or new_key()), each) for each in value]
    keys = [key for key, _each in wanted]
    if len(set(keys)) != len(keys):
        raise BadChange(name, _("Two items have the same key."))
    leaves = {}
    for row in getattr(document, name):
        if row.key not in keys:
            leaves.update(_removal(document, f"{name}/{row.key}"))
    for key, each in wanted:
        leaves.update(_item(document, name, key, each))
    return leaves | {f"{name}/{ORDER}": keys}


def applied(document: Document, leaves: Mapping) -> Document:
    """The document after these leaves; new items go to the end, order comes last."""
    values, rows = dict(document.values), {name: list(getattr(document, name)) for name in kinds.lists(document.model)}
    for path, value in sorted(leaves.items(), key=lambda leaf: leaf[0].endswith(ORDER)):
        name, _slash, rest = path.partition("/")
        if not rest:
            values[name] = value
        else:
            rows[name] = _after(kinds.lists(document.model)[name], rows[name], path, rest, value)
    return _sound(replace(document, values=MappingProxyType(values), rows=_frozen(rows)))


def _frozen(rows):
    return MappingProxyType({name: tuple(each) for name, each in rows.items()})


def _after(item, rows, path, rest, value):
    if rest == ORDER:
        place = {key: at for at, key in enumerate(value)}
        return sorted(rows, key=lambda row: place.get(row.key, len(place)))
    key, _slash, field = rest.partition("/")
    if field:
        if not any(row.key == key for row in rows):
            raise BadChange(path, _("This item is not there any more."))
        return [_with(row, field, value) if row.key == key else row for row in rows]
    others = [row for row in rows if row.key != key]
    return others if value is None else [*others, _row(item, value)]


def _with(row, field, value):
    return replace(row, values=MappingProxyType({**row.values, field: value}))


def _sound(document):
    """What no single field can check: items stand within items that exist, and lists stay readable."""
    for name, item in kinds.lists(document.model).items():
        within, rows = kinds.within(item), getattr(document, name)
        if len(rows) > MAX_ITEMS:
            raise BadChange(name, _("A list holds at most %(limit)d items.") % {"limit": MAX_ITEMS})
        if within:
            _stand_somewhere(document, name, within, rows)
    return document


def _stand_somewhere(document, name, within, rows):
    above = {row.key for row in getattr(document, within.list_name)}
    for row in rows:
        if row.values.get(within.name) and row.values[within.name] not in above:
            raise BadChange(f"{name}/{row.key}/{within.name}", _("The item above is not there any more."))
