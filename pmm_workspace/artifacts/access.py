"""Who may do what with a document, and which of its versions they read."""

from pmm_workspace.accounts.access import may, require
from pmm_workspace.artifacts.models import Artifact, State, Version

__all__ = ["may", "may_edit", "readable_version", "require"]


def may_edit(user, artifact: Artifact) -> bool:
    return artifact.state != State.RETIRED and may(user, "edit")


def readable_version(user, artifact: Artifact) -> Version:
    """The newest version for those who see drafts, the approved one for everybody else."""
    return artifact.latest if may(user, "read drafts") else artifact.approved
