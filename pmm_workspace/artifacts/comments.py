"""Remarks on a field, an item or a whole document."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pmm_workspace.artifacts import access, diff, document, kinds, search
from pmm_workspace.artifacts.editing import locked, pin
from pmm_workspace.artifacts.export.text import parsed, words
from pmm_workspace.artifacts.models import Comment, Reaction
from pmm_workspace.common.parsing import refuse_nul
from pmm_workspace.jobs.queue import enqueue

# A small fixed set: a mark says something, or it is noise.
MARKS = {
    "agree": (gettext_lazy("Agree"), "thumbs-up"),
    "doubt": (gettext_lazy("Not so sure"), "circle-question-mark"),
    "seen": (gettext_lazy("Seen"), "eye"),
    "done": (gettext_lazy("Done"), "check"),
}


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
    _keep(comment)
    return comment


@transaction.atomic
def resolve(comment, *, by) -> None:
    """Close a discussion. Whoever may comment may close it."""
    access.require(by, "comment")
    open_ones = Comment.objects.filter(pk=comment.pk, resolved_by=None)
    if not open_ones.update(resolved_by=by, resolved_at=now()):
        raise AlreadyResolved


class NotYours(ValidationError):
    def __init__(self):
        super().__init__(_("These are somebody else’s words."))


def threads(artifact):
    """First remarks with what was answered, who marked them, and their versions."""
    first = Comment.objects.filter(artifact=artifact, parent=None).select_related("author", "version")
    return first.prefetch_related("reactions__user", "replies__author", "replies__reactions__user")


def reopen(comment, *, by) -> None:
    access.require(by, "comment")
    Comment.objects.filter(pk=comment.pk).update(resolved_by=None, resolved_at=None)


@transaction.atomic
def reply(comment, text, *, by) -> Comment:
    """An answer in a thread; threads have one level."""
    access.require(by, "comment")
    first = comment.parent or comment
    place = {"artifact": first.artifact, "version": first.version, "path": first.path, "parent": first}
    return _keep(Comment(workspace_id=first.workspace_id, text=text.strip(), author=by, **place))


@transaction.atomic
def rewrite(comment, text, *, by) -> None:
    """Say it otherwise. Only one's own words."""
    _require_author(comment, by)
    comment.text = text.strip()
    _keep(comment)


@transaction.atomic
def remove(comment, *, by) -> None:
    """Take one's own words back; what others answered stays."""
    _require_author(comment, by)
    if comment.replies.exists():
        Comment.objects.filter(pk=comment.pk).update(text="", quote="")
    else:
        comment.delete()
    search.index(locked(comment.artifact), search.DRAFT)


@transaction.atomic
def react(comment, mark, *, by) -> bool:
    """Put one's mark, or take it away; says whether it is there now."""
    access.require(by, "comment")
    if mark not in MARKS:
        raise ValidationError({"mark": _("There is no such mark.")})
    place = {"comment": comment, "user": by, "mark": mark}
    if Reaction.objects.filter(**place).delete()[0]:
        return False
    Reaction.objects.create(workspace_id=comment.workspace_id, **place)
    return True


def is_about_something_gone(comment, content) -> bool:
    """Whether the words that a comment is about are not in the document any more."""
    if not comment.path:
        return False
    value = content.at(comment.path)
    if value is None and comment.path not in kinds.lists(content.model):
        return True
    return bool(comment.quote) and _squeezed(comment.quote) not in _squeezed(_words_at(content, comment.path))


def _words_at(content, path):
    """What a reader sees at a place: without the marks of Markdown."""
    value = content.at(path)
    if isinstance(value, str):
        field = diff.field_at(content.model, path)
        return (
            words(parsed(value))
            if isinstance(field, models.TextField)
            else diff.shown(field, content.told(field, value))
        )
    name, _slash, key = path.partition("/")
    rows = getattr(content, name) if not key else [content.row(name, key)]
    places = [f"{name}/{row.key}/{each}" for row in rows for each in kinds.written_fields(row.model)]
    return " ".join(_words_at(content, place) for place in places)


def _squeezed(text):
    return " ".join(str(text).split())


def _keep(comment):
    is_new = comment.pk is None
    refuse_nul(path=comment.path, quote=comment.quote, text=comment.text)
    comment.clean_fields()
    comment.save()
    search.index(locked(comment.artifact), search.DRAFT)
    if is_new:
        enqueue("notices.tell", by=comment.author, what="comment", pk=comment.pk)
    return comment


def _require_author(comment, user):
    access.require(user, "comment")
    if comment.author_id != user.pk:
        raise NotYours
