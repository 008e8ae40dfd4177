"""Remarks on a field, an item or a whole document."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from pmm_workspace.artifacts import access, document
from pmm_workspace.artifacts.editing import locked, pin
from pmm_workspace.artifacts.models import Comment


class AlreadyResolved(ValidationError):
    def __init__(self):
        super().__init__(_("Somebody has resolved this already."))


@transaction.atomic
def write(artifact, text, *, by, path="", quote="") -> Comment:
    """A remark on the newest version, which from then on stays as it is."""
    access.require(by, "comment")
    artifact = locked(artifact)
    if path and document.of_artifact(artifact).at(path) is None and path.count("/"):
        raise ValidationError({"path": _("There is nothing at this place any more.")})
    pin(artifact.latest)
    comment = Comment(
        artifact=artifact,
        workspace_id=artifact.workspace_id,
        version=artifact.latest,
        path=path,
        quote=quote[:500],
        text=text.strip(),
        author=by,
    )
    comment.clean_fields()
    comment.save()
    return comment


@transaction.atomic
def resolve(comment, *, by) -> None:
    """Close a discussion. Whoever may comment may close it."""
    access.require(by, "comment")
    open_ones = Comment.objects.filter(pk=comment.pk, resolved_by=None)
    if not open_ones.update(resolved_by=by, resolved_at=now()):
        raise AlreadyResolved
