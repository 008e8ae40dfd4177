"""A version leaves the product as a file. From then on it never changes: somebody holds it in their hands."""

from dataclasses import dataclass

from pmm_workspace.artifacts import editing, export
from pmm_workspace.artifacts.models import Artifact, Version


@dataclass(frozen=True)
class File:
    name: str
    media_type: str
    content: bytes


def as_file(artifact: Artifact, version: Version, suffix: str, *, for_customers=False) -> File:
    """The version in one of `export.FORMATS`; for customers, only what somebody marked as safe to share."""
    editing.pin(version)
    form, told = export.FORMATS[suffix], export.outline(artifact, version, for_customers=for_customers)
    return File(export.file_name(told, suffix), form.media_type, form.write(told))
