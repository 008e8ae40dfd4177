"""Which kinds of document exist, and what each is made of. Nothing registers: Django's own registry is asked."""

from functools import cache

from django.apps import apps
from django.db import models
from django.http import Http404
from django.utils import translation
from django.utils.text import slugify

from pmm_workspace.artifacts.fields import Among, Within
from pmm_workspace.artifacts.models import Artifact, Item

HEADER = ("title", "product", "language")


@cache
def kinds() -> tuple[type[Artifact], ...]:
    """Every model that extends Artifact, in the order of the apps."""
    return tuple(model for model in apps.get_models() if issubclass(model, Artifact) and model is not Artifact)


def kind(name: str) -> type[Artifact]:
    """The kind of this name, as in `artifact.kind`; KeyError for an unknown one."""
    return _by_name()[name]


@cache
def _by_name() -> dict[str, type[Artifact]]:
    return {model._meta.model_name: model for model in kinds()}


@cache
def slug(model) -> str:
    """How a kind is called in addresses: `launch-briefs`."""
    with translation.override(None):
        return slugify(str(model._meta.verbose_name_plural))  # slugify of a lazy text would wait for another language


@cache
def slugs() -> dict[str, type[Artifact]]:
    return {slug(model): model for model in kinds()}


def kind_at(name: str) -> type[Artifact]:
    """The kind that an address names, or 404."""
    if name not in slugs():
        raise Http404
    return slugs()[name]


@cache
def fields(model) -> dict[str, models.Field]:
    """What a person writes in a document of this kind: the header's part, then its own columns in order."""
    header = {name: Artifact._meta.get_field(name) for name in HEADER}
    return header | {field.name: field for field in model._meta.local_fields if not field.primary_key}


@cache
def item_fields(item) -> dict[str, models.Field]:
    """An item's content columns by name: what a person writes, and what it stands within."""
    hidden = {"id", "workspace", "artifact", "key", "position"}
    return {field.name: field for field in item._meta.local_fields if field.name not in hidden}


@cache
def lists(model) -> dict[str, type[Item]]:
    """A kind's lists by name, in the order in which their models are declared."""
    relations = [relation for relation in model._meta.related_objects if issubclass(relation.related_model, Item)]
    relations = [relation for relation in relations if relation.field.name == "artifact"]
    return {relation.get_accessor_name(): relation.related_model for relation in relations}


@cache
def within(item) -> Within | None:
    """The field by which this item stands under another list, if it does."""
    return next((field for field in item_fields(item).values() if isinstance(field, Within)), None)


@cache
def among(item) -> tuple[Among, ...]:
    """The fields by which this item names items of other lists of its document."""
    return tuple(field for field in item_fields(item).values() if isinstance(field, Among))


@cache
def written_fields(item) -> dict[str, models.Field]:
    """What a person fills in: without the key of the item above and the audience."""
    return {name: field for name, field in item_fields(item).items() if field.editable and name != "audience"}
