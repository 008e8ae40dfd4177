"""A version leaves the product as a file. From then on it never changes: somebody holds it in their hands."""

import re
from dataclasses import dataclass

from django.utils.text import capfirst

from pmm_workspace.artifacts import document, editing, export, freshness, kinds, links
from pmm_workspace.artifacts.diff import field_at
from pmm_workspace.artifacts.document import item_at
from pmm_workspace.artifacts.models import Artifact, Link, Version

REFERENCE = re.compile(r"\[((?:[^\]\\]|\\.)*)\]\(/d/(\d+)/?(#[^)\s]*)?[^)]*\)")


@dataclass(frozen=True)
class File:
    name: str
    media_type: str
    content: bytes


def as_file(artifact: Artifact, version: Version, suffix: str, *, for_customers=False) -> File:
    """The version in one of `export.FORMATS`; for customers, only what somebody marked as safe to share."""
    editing.pin(version)
    standings = _standings(artifact, version)
    named = {} if for_customers else _named(artifact, version, standings)
    content = _spelled_out(version.content, _doubts(standings), named)
    form, told = export.FORMATS[suffix], export.outline(artifact, version, content, for_customers=for_customers)
    return File(export.file_name(told, suffix), form.media_type, form.write(told))


def _standings(artifact, version) -> list[freshness.Standing]:
    """How far the lines of this version can be trusted; of an old version nobody knows."""
    side = {artifact.approved_id: links.APPROVED, artifact.latest_id: links.DRAFT}.get(version.pk)
    content = document.of_kind(artifact.kind, version)
    return freshness.of_text(artifact, content, side=side) if side else []


def _doubts(standings) -> dict[tuple[int, str], str]:
    """What must be said of what these lines name: {(pk, item): "expired"}."""
    return {(each.link.target_id, each.link.item): str(each.state.label) for each in standings if each.state}


def _named(artifact, version, standings) -> dict[int, str]:
    """What fields say of the documents that they name; what readers have does not tell of drafts."""
    hides_drafts, model = version.pk == artifact.approved_id, kinds.kind(artifact.kind)
    return {
        each.link.target_id: _told(each, field_at(model, each.link.path), hides_drafts)
        for each in standings
        if each.link.role != Link.TEXT
    }


def _told(standing, field, hides_drafts):
    """Its title, what is wrong with it, and on further lines the items that the field tells of it."""
    target, doubt = standing.link.target, str(standing.state.label) if standing.state else ""
    rows = links.told_with(target, field.tells, hides_drafts=hides_drafts)
    items = [f"{capfirst(row.model._meta.verbose_name)}: {row.in_words}" for _href, row in rows]
    return "\n".join([_words(links.title_of(target, hides_drafts=hides_drafts), doubt), *items])


def _spelled_out(value, doubts, named):
    """The content with every reference as its words, and beside them what is wrong with it.

    A field of references says what is `named`; documents that are not are left out.
    """
    if isinstance(value, str):
        return REFERENCE.sub(lambda found: _words(found[1], doubts.get((int(found[2]), item_at(found[3])))), value)
    if _is_ids(value):
        return "\n".join(named[pk] for pk in value if pk in named)
    if isinstance(value, list):
        return [_spelled_out(each, doubts, named) for each in value]
    if isinstance(value, dict):
        return {name: _spelled_out(each, doubts, named) for name, each in value.items()}
    return value


def _is_ids(value):
    return isinstance(value, list) and bool(value) and all(isinstance(each, int) for each in value)


def _words(words, doubt):
    return f"{words} ({doubt})" if doubt else words
