"""Let a story happen: a document is written, discussed, returned and approved, step by step.

Only the times are set afterwards: a history in which everything happened a second ago shows nothing.
"""

import re
from datetime import timedelta

from django.apps import apps
from django.utils.timezone import localdate, now

from pmm_workspace.artifacts import comments, editing, review
from pmm_workspace.artifacts.models import Artifact, Comment, Edit, Move, Version
from pmm_workspace.sample.story import Named, Story
from positioning import triage
from positioning.models import IntelItem

NAMED = re.compile(r"\]\(@([^)#]+)(#[^)]+)?\)")
TIMES = [
    (Version, "created_at"),
    (Version, "updated_at"),
    (Edit, "at"),
    (Move, "at"),
    (Comment, "at"),
    (Comment, "resolved_at"),
]
TIMES_OF_THE_HEADER = ["created_at", "updated_at", "verified_at"]

HAPPENS = {
    "edit": lambda artifact, step, by: editing.edit(artifact, _told(step.changes), base=artifact.revision, by=by),
    "submit": lambda artifact, step, by: review.submit(artifact, by=by, note=step.text),
    "return": lambda artifact, step, by: review.send_back(artifact, by=by, note=step.text),
    "approve": lambda artifact, step, by: review.approve(artifact, seen=artifact.revision, by=by, note=step.text),
    "comment": lambda artifact, step, by: comments.write(artifact, step.text, path=step.path, by=by),
    "resolve": lambda artifact, step, by: _resolve(artifact, step.path, by),
}


def tell(story: Story, cast, product=None) -> Artifact:
    """Everything in a story, in order, by the people of the cast."""
    first, *others = story.steps
    began = now()
    artifact = _written(story, first, product, by=cast[first.by])
    _set_back(artifact, since=began, to=first.at)
    for step in others:
        artifact.refresh_from_db()
        began = now()
        HAPPENS[step.verb](artifact, step, cast[step.by])
        _set_back(artifact, since=began, to=step.at)
    artifact.refresh_from_db()
    return artifact


def overhear(seen, cast) -> IntelItem:
    """Somebody of the cast noted something about a competitor."""
    words = _told(dict(seen))
    return triage.note(by=cast[words.pop("by")], **words)


def _written(story, step, product, *, by):
    header = {"title": story.title, "language": story.language, "product": product and product.pk}
    return editing.create(apps.get_model(story.kind), header | _told(step.changes), by=by)


def _resolve(artifact, path, by):
    for comment in artifact.comments.filter(path=path, resolved_by=None):
        comments.resolve(comment, by=by)


def _told(value):
    """Distances from today as dates, titles of other documents as what leads to them."""
    if isinstance(value, timedelta):
        return (localdate() + value).isoformat()
    if isinstance(value, Named):
        return _number_of(value.title)
    if isinstance(value, str):
        return NAMED.sub(lambda found: f"](/d/{_number_of(found[1])}/{found[2] or ''})", value)
    if isinstance(value, list):
        return [_told(each) for each in value]
    if isinstance(value, dict):
        return {key: _told(each) for key, each in value.items()}
    return value


def _number_of(title):
    return Artifact.objects.values_list("pk", flat=True).get(title=title)


def _set_back(artifact, *, since, to):
    """Move what was written since that moment to the day on which the story says it happened."""
    at = now() + to
    for model, name in TIMES:
        model.objects.filter(artifact=artifact, **{f"{name}__gte": since}).update(**{name: at})
    for name in TIMES_OF_THE_HEADER:
        Artifact.objects.filter(pk=artifact.pk, **{f"{name}__gte": since}).update(**{name: at})
