"""A version leaves the product as a file. From then on it never changes: somebody holds it in their hands."""

import re
from dataclasses import dataclass

from pmm_workspace.artifacts import document, editing, export, freshness, links
from pmm_workspace.artifacts.document import item_at
from pmm_workspace.artifacts.models import Artifact, Version

REFERENCE = re.compile(r"\[((?:[^\]\\]|\\.)*)\]\(/d/(\d+)/?(#[^)\s]*)?[^)]*\)")


@dataclass(frozen=True)
class File:
    name: str
    media_type: str
    content: bytes


def as_file(artifact: Artifact, version: Version, suffix: str, *, for_customers=False) -> File:
    """The version in one of `export.FORMATS`; for customers, only what somebody marked as safe to share."""
    editing.pin(version)
    content = _spelled_out(version.content, _doubts(artifact, version))
    form, told = export.FORMATS[suffix], export.outline(artifact, version, content, for_customers=for_customers)
    return File(export.file_name(told, suffix), form.media_type, form.write(told))


def _doubts(artifact, version) -> dict[tuple[int, str], str]:
    """What must be said of what the lines of this version name: {(pk, item): "expired"}."""
    side = {artifact.approved_id: links.APPROVED, artifact.latest_id: links.DRAFT}.get(version.pk)
    content = document.of_kind(artifact.kind, version)
    found = freshness.of_text(artifact, content, side=side) if side else []
    return {(each.link.target_id, each.link.item): str(each.state.label) for each in found if each.state}


def _spelled_out(value, doubts):
    """The content with every reference as its words, and beside them what is wrong with it."""
    if isinstance(value, str):
        return REFERENCE.sub(lambda found: _words(found[1], doubts.get((int(found[2]), item_at(found[3])))), value)
    if isinstance(value, list):
        return [_spelled_out(each, doubts) for each in value]
    if isinstance(value, dict):
        return {name: _spelled_out(each, doubts) for name, each in value.items()}
    return value


def _words(words, doubt):
    return f"{words} ({doubt})" if doubt else words
