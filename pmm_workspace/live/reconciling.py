"""The newest version and the Yjs document of an artifact, brought to say the same. May run any number of times.

For each long text there are four: as the version has it and as Yjs has it, now and when they last agreed. Who
changed alone is followed by the other; where both changed, their blocks are merged.
"""

import logging
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial

from django.core.exceptions import ValidationError
from django.db import models, transaction
from pycrdt import Doc

from pmm_workspace.accounts import access
from pmm_workspace.accounts.models import Membership, Role, User
from pmm_workspace.artifacts import document, editing, kinds
from pmm_workspace.artifacts.models import Artifact, State
from pmm_workspace.common import tenancy
from pmm_workspace.live import crdt, log, merging, reading, writing
from pmm_workspace.live.models import Live, Text, Update

logger = logging.getLogger(__name__)
EDITS = uuid.UUID("6f1d3a52-93a6-4c35-9d51-6f5b9f1a7c11")


@dataclass
class Outcome:
    """What changed: the update for open editors, and the paths that a new version has otherwise than before."""

    revision: int = 0
    projected: int = 0
    update: bytes = b""
    number: int = 0
    written: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    is_long: bool = False  # the log: reading it again each time costs more than compacting it


@dataclass
class Replay:
    """The Yjs document with all of its log, and who last touched which text since it was projected."""

    doc: Doc
    sequence: int
    authors: dict[str, int | None]


def long_paths(content: document.Document) -> list[str]:
    """Every place of a document that holds long text."""
    fields = [name for name, each in kinds.fields(content.model).items() if _is_long(each)]
    for name, item in kinds.lists(content.model).items():
        long = [each for each, model_field in kinds.item_fields(item).items() if _is_long(model_field)]
        fields += [f"{name}/{row.key}/{each}" for row in getattr(content, name) for each in long]
    return fields


def _is_long(model_field):
    return isinstance(model_field, models.TextField)


@transaction.atomic
def reconcile(artifact_id: int) -> Outcome:
    artifact = editing.locked(Artifact.objects.get(pk=artifact_id))
    live = log.opened(artifact_id)
    content = document.of_artifact(artifact)
    paths = long_paths(content)
    replay = _replayed(live, paths)
    outcome = Outcome(artifact.revision, replay.sequence)
    texts = {text.path: text for text in Text.objects.filter(artifact_id=artifact_id)}
    found = [_Place(artifact_id, path, content.at(path) or "", replay, texts.get(path)) for path in paths]
    changed = [place for place in found if place.is_changed]
    _bring_in(replay, changed, outcome)
    if artifact.state != State.RETIRED:
        _project(artifact, replay, changed, outcome)
    _remember(live, changed, outcome)
    outcome.is_long = outcome.projected - live.compacted > log.COMPACT_AFTER
    return outcome


def _replayed(live, paths) -> Replay:
    doc, authors, current = Doc(), {}, [None]
    rows = list(Update.objects.filter(live=live).values_list("number", "data", "author"))
    live.refresh_from_db()
    _apply(doc, [live.state, *(data for number, data, _author in rows if number <= live.projected)])
    watched = [crdt.fragment(doc, path).observe_deep(partial(_note, authors, path, current)) for path in paths]
    for number, data, author in rows:
        if number > live.projected:
            current[0] = author
            _apply(doc, [data])
    del watched
    return Replay(doc, max([live.compacted, *(number for number, _data, _author in rows)]), authors)


def _apply(doc, updates):
    for data in updates:
        if data:
            doc.apply_update(bytes(data))


def _note(authors, path, current, _events):
    authors[path] = current[0] or authors.get(path)


class _Place:
    """One long text in all of its forms."""

    def __init__(self, artifact_id, path, written, replay, text):
        self.path, self.written, self.replay = path, written, replay
        self.seen = text or Text(artifact_id=artifact_id, path=path, written="", live="")
        self.was_written_elsewhere = written != self.seen.written
        is_open = self.was_written_elsewhere or path in replay.authors
        self.live = writing.markdown(self.blocks) if is_open else self.seen.live
        self.was_typed = self.live != self.seen.live

    @property
    def is_changed(self):
        return self.was_written_elsewhere or self.was_typed

    @property
    def fragment(self):
        return crdt.fragment(self.replay.doc, self.path)

    @property
    def blocks(self):
        return crdt.read(self.fragment)

    @property
    def author_id(self):
        return self.replay.authors.get(self.path)

    def bring_in(self):
        theirs = reading.tree(self.written)
        if self.was_typed:
            theirs = merging.merged(reading.tree(self.seen.live), theirs, reading.tree(self.live))
        crdt.write(self.fragment, theirs)
        self.live = writing.markdown(self.blocks)


def _bring_in(replay, places, outcome):
    """Edits, restores and suggestions enter the Yjs document, and its log for everybody who has it open."""
    updates = []
    watched = replay.doc.observe(lambda event: updates.append(event.update))
    with replay.doc.transaction():
        for place in places:
            if place.was_written_elsewhere:
                place.bring_in()
    replay.doc.unobserve(watched)
    if updates:
        outcome.update = updates[0]
        outcome.number = log.append(places[0].seen.artifact_id, [log.Entry(updates[0], None)])
        if outcome.number == replay.sequence + 1:
            outcome.projected = outcome.number


def _project(artifact, replay, places, outcome):
    """What was typed becomes edits, each by the person who typed it last."""
    typed = defaultdict(dict)
    for place in places:
        if place.was_typed and place.live != place.written:
            typed[_author(artifact, place)][place.path] = place.live
    for author_id, changes in typed.items():
        _edit(artifact, author_id, changes, replay.sequence, outcome)
    if outcome.written:
        content = document.of_artifact(Artifact.objects.select_related("latest").get(pk=artifact.pk))
        for place in places:
            place.written = content.at(place.path) or ""


def _author(artifact, place):
    return place.author_id or artifact.latest.author_id


def _edit(artifact, author_id, changes, sequence, outcome):
    """All at once, or one by one where a text cannot be kept as it is."""
    author = _as_then(User.objects.get(pk=author_id))
    try:
        version = _edited(artifact, author, changes, sequence, outcome)
        outcome.revision = version.revision
        outcome.written += changes
    except ValidationError as error:
        if len(changes) > 1:
            for path, value in changes.items():
                _edit(artifact, author_id, {path: value}, sequence, outcome)
        else:
            outcome.refused[next(iter(changes))] = " ".join(error.messages)


@transaction.atomic
def _edited(artifact, author, changes, sequence, outcome):
    op_id = uuid.uuid5(EDITS, f"{artifact.pk} {sequence} {author.pk} {sorted(changes)}")
    base = max(artifact.revision, outcome.revision)
    return editing.edit(artifact, changes, base=base, by=author, op_id=op_id)


def _as_then(author):
    """They were allowed to write when the log took it; what they may do now is asked of what they write now."""
    membership = Membership(user=author, role=Role.PMM, workspace_id=tenancy.current())
    access.remember(author, membership)
    return author


def _remember(live, places, outcome):
    for place in places:
        if place.path not in outcome.refused:
            place.seen.written, place.seen.live = place.written, place.live
            place.seen.save()
    known = Artifact.objects.values_list("revision", flat=True).get(pk=live.artifact_id)
    if (live.projected, live.revision) != (outcome.projected, known):
        Live.objects.filter(pk=live.pk).update(projected=outcome.projected, revision=known)
    outcome.revision = known
