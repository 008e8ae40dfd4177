"""One walk over a document: what its writers need, in reading order, and nothing that is not meant for the reader."""

from dataclasses import asdict, dataclass, field

from django.db import models
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from pmm_workspace.artifacts import document as documents
from pmm_workspace.artifacts import kinds
from pmm_workspace.artifacts.diff import shown
from pmm_workspace.artifacts.document import Document
from pmm_workspace.artifacts.export.text import Block, parsed, plain, words
from pmm_workspace.artifacts.fields import References
from pmm_workspace.artifacts.models import Audience, Move


@dataclass(frozen=True)
class Part:
    """A field and what it says. A link says its address, and is a footnote where there are any."""

    name: str
    label: str
    blocks: tuple[Block, ...] = ()
    url: str = ""
    is_long: bool = False

    @property
    def text(self) -> str:
        return words(self.blocks)


@dataclass(frozen=True)
class Entry:
    """An item: its parts, and the lists whose items stand within it."""

    key: str
    label: str
    parts: dict[str, Part] = field(default_factory=dict)
    lists: dict[str, "Listing"] = field(default_factory=dict)

    @property
    def written(self) -> list[Part]:
        return [part for part in self.parts.values() if part.blocks and not part.url]

    @property
    def urls(self) -> list[str]:
        return [part.url for part in self.parts.values() if part.url]


@dataclass(frozen=True)
class Listing:
    """A list and its items."""

    name: str
    label: str
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Outline:
    """A version for a reader. `drawing` names the kind's own page, if somebody drew one."""

    drawing: str
    kind: str
    title: str
    language: str
    number: int
    foot: str
    for_customers: bool
    parts: dict[str, Part] = field(default_factory=dict)
    lists: dict[str, Listing] = field(default_factory=dict)
    made_at: object = None

    @property
    def written(self) -> list[Part]:
        return [part for part in self.parts.values() if part.blocks]

    @property
    def filled(self) -> list[Listing]:
        return [each for each in self.lists.values() if each.entries]

    def as_json(self) -> dict:
        return {name: value for name, value in asdict(self).items() if name != "made_at"} | {
            "words": {"sources": _("Sources")}
        }


def outline(artifact, version, content=None, *, for_customers=False) -> Outline:
    """The version as its reader may have it; for customers, only what somebody marked as safe to share.

    `content` is the version's own, unless its words were changed for the way out: fields of references, for one, are
    told in words or not at all.
    """
    model = kinds.kind(artifact.kind)
    content = documents.parse(model, content or version.content)
    with translation.override(content.language or "en"):
        return Outline(
            drawing=f"{model._meta.app_label}_{model._meta.model_name}",
            kind=capfirst(str(model._meta.verbose_name)),
            title=content.title,
            language=content.language or "en",
            number=version.number,
            foot=_foot(artifact, model, version, for_customers),
            for_customers=for_customers,
            parts=_parts(content, _shared_fields(model) if for_customers else None),
            lists=_lists(content, for_customers),
            made_at=version.updated_at,
        )


def _shared_fields(model):
    """A field has no mark of its own: its kind says which ones are meant for the market."""
    return getattr(model, "shareable", ())


def _foot(artifact, model, version, for_customers):
    words = [_("Version %(number)d") % {"number": version.number}, date_format(localtime(version.updated_at))]
    if for_customers:
        return " · ".join(words)
    names = approvers(artifact, version)
    said = _("approved by %(names)s") % {"names": ", ".join(names)} if names else _("not approved")
    return " · ".join([capfirst(str(model._meta.verbose_name)), *words, said])


def approvers(artifact, version) -> list[str]:
    """Who approved exactly this version, in the order in which they did."""
    moves = Move.objects.filter(artifact=artifact, version=version, name="approve").select_related("by").order_by("pk")
    return list(dict.fromkeys(str(move.by) for move in moves))


def _parts(content: Document, only):
    fields = {name: each for name, each in kinds.fields(content.model).items() if name not in kinds.HEADER}
    return {name: _part(name, each, content.at(name)) for name, each in fields.items() if only is None or name in only}


def _part(name, model_field, value):
    label, is_long = capfirst(str(model_field.verbose_name)), isinstance(model_field, models.TextField)
    if isinstance(model_field, References):
        return Part(name, label, plain(value) if isinstance(value, str) else ())
    if isinstance(value, list | dict):
        return Part(name, label)
    text = shown(model_field, value)
    url = text if isinstance(model_field, models.URLField) and text.startswith(("https://", "http://")) else ""
    return Part(name, label, parsed(text) if is_long else plain(text), url, is_long)


def _lists(content, for_customers):
    """Lists in the order of the model; what stands within an item is told with that item."""
    found = {}
    for name, item in kinds.lists(content.model).items():
        rows = [row for row in _rows(content, name, for_customers) if not _above(content, item, row)]
        found[name] = _listing(content, name, item, rows, for_customers)
    return found


def _rows(content, name, for_customers):
    rows = getattr(content, name)
    return [row for row in rows if not for_customers or row.audience == Audience.SHAREABLE]


def _above(content, item, row):
    within = kinds.within(item)
    return within and content.row(within.list_name, row.values.get(within.name))


def _listing(content, name, item, rows, for_customers):
    label = capfirst(str(item._meta.verbose_name_plural))
    return Listing(name, label, tuple(_entry(content, name, item, row, for_customers) for row in rows))


def _entry(content, name, item, row, for_customers):
    values = row.as_json()
    fields = kinds.written_fields(item).items()
    parts = {each: _part(each, field, content.told(field, values[each])) for each, field in fields}
    lists = {}
    for other, inner in kinds.lists(content.model).items():
        within = kinds.within(inner)
        if within and within.list_name == name:
            rows = [each for each in _rows(content, other, for_customers) if each.values.get(within.name) == row.key]
            lists[other] = _listing(content, other, inner, rows, for_customers)
    return Entry(row.key, capfirst(str(item._meta.verbose_name)), parts, lists)
