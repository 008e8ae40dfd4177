"""Another wording for one place, proposed by anybody who reads it and decided by who may edit."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from pmm_workspace.artifacts import access, diff, document, editing, kinds
from pmm_workspace.artifacts.editing import Clash, Conflict, pin
from pmm_workspace.artifacts.fields import holds_words
from pmm_workspace.artifacts.models import Artifact, Suggestion, Version
from pmm_workspace.common.parsing import refuse_nul
from pmm_workspace.jobs.queue import enqueue

OPEN, ACCEPTED, REJECTED = Suggestion.Decision.OPEN, Suggestion.Decision.ACCEPTED, Suggestion.Decision.REJECTED


class AlreadyDecided(ValidationError):
    def __init__(self):
        super().__init__(_("Somebody has decided on this already."))


@transaction.atomic
def suggest(artifact, path, after, *, by, note="") -> Suggestion:
    """Propose other words for what this person reads; that version stays as it is from then on."""
    access.require(by, "suggest")
    refuse_nul(note=note)
    version = access.readable_version(by, artifact)
    before = words_at(artifact, version, path)
    after = document.cleaned(diff.field_at(kinds.kind(artifact.kind), path), after, path)
    if after == before:
        raise ValidationError({"after": _("These are the words that stand there already.")})
    pin(version)
    made = Suggestion(
        artifact=artifact,
        workspace_id=artifact.workspace_id,
        version=version,
        path=path,
        before=before,
        after=after,
        note=note.strip(),
        author=by,
    )
    made.clean_fields()
    made.save()
    _tell(made, by)
    return made


def words_at(artifact, version: Version, path: str) -> str:
    """The text that one may propose other words for; ValidationError where there is none."""
    content = document.parse(kinds.kind(artifact.kind), version.content)
    if not is_text(content, path):
        raise ValidationError({"path": _("There are no words at this place.")})
    return content.at(path)


def is_text(content, path) -> bool:
    return isinstance(content.at(path), str) and holds_words(diff.field_at(content.model, path))


@transaction.atomic
def accept(suggestion, *, by, seen: int | None = None) -> Version:
    """Make the proposed words the document's, as an edit of who accepts them.

    Raises Conflict with both texts when the place was changed since it was proposed; who has read both decides again
    with `seen`, the revision that they read.
    """
    access.require(by, "edit")
    artifact = editing.locked(suggestion.artifact)
    _decide(suggestion, ACCEPTED, by=by)
    base = artifact.revision if seen is None else seen
    if seen is None:
        _refuse_other_words(artifact, suggestion)
    note = (_("Suggested by %(name)s") % {"name": suggestion.author})[:200]
    return editing.edit(artifact, {suggestion.path: suggestion.after}, base=base, by=by, note=note)


def _refuse_other_words(artifact, suggestion):
    words = document.of_artifact(artifact).at(suggestion.path)
    if words is None:
        raise ValidationError(_("This line is not there any more."))
    if words not in (suggestion.before, suggestion.after):
        clash = Clash(suggestion.path, words, suggestion.after, str(artifact.latest.author))
        raise Conflict([clash], artifact.revision)


@transaction.atomic
def reject(suggestion, words, *, by) -> None:
    """Leave the text as it is, and say why."""
    access.require(by, "edit")
    refuse_nul(words=words)
    if not words.strip():
        raise ValidationError({"words": _("Say in a word why not.")})
    _decide(suggestion, REJECTED, by=by, answer=words.strip()[:2000])


def _decide(suggestion, decision, *, by, **more):
    open_ones = Suggestion.objects.filter(pk=suggestion.pk, decision=OPEN)
    if not open_ones.update(decision=decision, decided_by=by, decided_at=now(), **more):
        raise AlreadyDecided
    _tell(suggestion, by)


def _tell(suggestion, by):
    enqueue("notices.tell", by=by, what="suggestion", pk=suggestion.pk)


def visible_to(user):
    """Of documents that this person reads; who reads no drafts, whose words a suggestion may quote, has their own."""
    rows = Suggestion.objects.filter(artifact__in=Artifact.objects.visible_to(user))
    rows = rows if access.may(user, "read drafts") else rows.filter(author=user)
    return rows.select_related("artifact", "author", "version", "decided_by")


def open_ones(artifact):
    return Suggestion.objects.filter(artifact=artifact, decision=OPEN).select_related("author")
