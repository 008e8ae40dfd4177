"""What a new document begins from: a filled example, one of the workspace's own templates, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from pmm_workspace.artifacts import access, document, editing, kinds
from pmm_workspace.artifacts.document import Document
from pmm_workspace.artifacts.models import Artifact, Template
from pmm_workspace.common.parsing import refuse_nul

EMPTY, EXAMPLE = "empty", "example"
SHOWN = 3  # lines of a preview


class NameTaken(ValidationError):
    def __init__(self, name):
        super().__init__({"name": _("There is a template called “%(name)s” already.") % {"name": name}})


@dataclass(frozen=True)
class Start:
    """One way to begin, with what it holds."""

    key: str
    name: str
    document: Document

    @property
    def lines(self) -> list[tuple[str, str]]:
        """(label, text) of the first things it says."""
        fields = {name: field for name, field in kinds.fields(self.document.model).items() if name not in kinds.HEADER}
        texts = [(field, self.document.at(name)) for name, field in fields.items() if not field.choices]
        said = [(field, text) for field, text in texts if isinstance(text, str) and text]
        return [(capfirst(field.verbose_name), Truncator(text).chars(90)) for field, text in said[:SHOWN]]

    @property
    def counts(self) -> list[tuple[int, str]]:
        """(how many, of what) of the lists that hold something."""
        lists = kinds.lists(self.document.model).items()
        counted = [(len(getattr(self.document, name)), item._meta) for name, item in lists]
        return [(n, meta.verbose_name if n == 1 else meta.verbose_name_plural) for n, meta in counted if n]


def starts(model) -> list[Start]:
    """Every way to begin a document of this kind, what helps most first."""
    own = Template.objects.filter(kind=model._meta.model_name)
    found = [Start(f"t{each.pk}", each.name, document.parse(model, each.content)) for each in own]
    if model.example:
        found.append(Start(EXAMPLE, _("Filled example"), _as_document(model, model.example)))
    return [*found, Start(EMPTY, _("Empty"), Document(model))]


def _as_document(model, changes):
    blank = Document(model)
    return document.applied(blank, document.taken_apart(blank, changes))


def begin(model, values: Mapping, start: str, *, by, op_id=None) -> Artifact:
    """A new document with the content of a start; `values` say what it is called and where it belongs."""
    return editing.create(model, _content(model, start) | dict(values), by=by, op_id=op_id)


def _content(model, start):
    chosen = {each.key: each for each in starts(model)}.get(start or EMPTY)
    if chosen is None:
        raise ValidationError(_("This template is not there any more. Choose another one."))
    found = chosen.document
    fields = {name: found.at(name) for name in kinds.fields(model) if name not in kinds.HEADER}
    return fields | {name: [row.as_json() for row in getattr(found, name)] for name in kinds.lists(model)}


@transaction.atomic
def save_as_template(artifact, name, *, by) -> Template:
    """Keep the newest text of a document for others to begin from. A name is there once for each kind."""
    access.require(by, "edit")
    name = _storable(name)
    made = Template(
        workspace_id=artifact.workspace_id, kind=artifact.kind, name=name, content=artifact.latest.content, by=by
    )
    made.clean_fields()
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise NameTaken(name) from None
    return made


def _storable(name) -> str:
    refuse_nul(name=name)
    return name.strip()


def rename(template, name, *, by) -> None:
    access.require(by, "edit")
    template.name = _storable(name)
    template.clean_fields()
    try:
        with transaction.atomic():
            template.save(update_fields=["name"])
    except IntegrityError:
        raise NameTaken(template.name) from None


def remove(template, *, by) -> None:
    """Documents that began from it stay as they are."""
    access.require(by, "edit")
    template.delete()
