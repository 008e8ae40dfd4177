"""A version leaves the product as a file. From then on it never changes: somebody holds it in their hands."""

import re
from dataclasses import dataclass

from pmm_workspace.artifacts import document, editing, export, freshness, links
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
    titles = {} if for_customers else _titles(artifact, version, standings)
    content = _spelled_out(version.content, _doubts(standings), titles)
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


def _titles(artifact, version, standings) -> dict[int, str]:
    """What the documents are called that fields name; what readers have does not tell the titles of drafts."""
    targets = {each.link.target for each in standings if each.link.role != Link.TEXT}
    hides_drafts = version.pk == artifact.approved_id
    return {each.pk: links.title_of(each, hides_drafts=hides_drafts) for each in targets}


def _spelled_out(value, doubts, titles):
    """The content with every reference as its words, and beside them what is wrong with it.

    A field of references becomes a line for each; documents without a title here are left out.
    """
    if isinstance(value, str):
        return REFERENCE.sub(lambda found: _words(found[1], doubts.get((int(found[2]), item_at(found[3])))), value)
    if _is_ids(value):
        return "\n".join(_words(titles[pk], doubts.get((pk, ""))) for pk in value if pk in titles)
    if isinstance(value, list):
        return [_spelled_out(each, doubts, titles) for each in value]
    if isinstance(value, dict):
        return {name: _spelled_out(each, doubts, titles) for name, each in value.items()}
    return value


def _is_ids(value):
    return isinstance(value, list) and bool(value) and all(isinstance(each, int) for each in value)


def _words(words, doubt):
    return f"{words} ({doubt})" if doubt else words
