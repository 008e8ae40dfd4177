"""The one way in which a document changes.

`edit` permits, locks, merges or refuses, validates, writes rows, a version and an edit, and answers only
inside the transaction that holds all of them. Two people who touch different places never meet; who
touches a place that somebody else changed since is given both texts, and nothing is overwritten.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from pmm_workspace.artifacts import access, completeness, document, kinds, links, search
from pmm_workspace.artifacts.document import ORDER, Document
from pmm_workspace.artifacts.models import Artifact, Edit, Move, Reviewer, State, Version
from pmm_workspace.common import tenancy
from pmm_workspace.common.parsing import refuse_nul
from pmm_workspace.jobs.queue import enqueue

BURST = timedelta(minutes=5)


@dataclass(frozen=True)
class Clash:
    """Both texts of one place: what somebody else made of it, and what was sent now."""

    path: str
    theirs: object
    mine: object
    by: str


class Conflict(Exception):
    """The same places were changed by somebody else meanwhile; nothing of this edit was kept."""

    def __init__(self, clashes: list[Clash], revision: int):
        self.clashes = clashes
        self.revision = revision
        super().__init__(", ".join(clash.path for clash in clashes))


def create(model, values: Mapping, *, by, op_id=None) -> Artifact:
    """A new document of a kind. `values` are changes to an empty one: {path: value}. A retry makes no second one."""
    access.require(by, "edit")
    try:
        return _done_or_created(model, values, by=by, op_id=op_id)
    except IntegrityError:
        done = _done(op_id)  # the same request, sent twice at once: the other was quicker
        if not done:
            raise
        return done.artifact


@transaction.atomic
def _done_or_created(model, values, *, by, op_id):
    done = _done(op_id)
    if done:
        return done.artifact
    blank = Document(model)
    leaves = document.taken_apart(blank, _with_title(model, values))
    artifact = model.objects.create(owner=by, workspace_id=tenancy.current(), title=leaves["title"])
    _record(artifact, blank, leaves, by=by, op_id=op_id)
    return artifact


def _with_title(model, values):
    title = str(values.get("title") or "").strip()
    return {**values, "title": title or _("Untitled %(kind)s") % {"kind": model._meta.verbose_name}}


@transaction.atomic
def edit(artifact, changes: Mapping, *, base: int, by, op_id=None, note="") -> Version:
    """Make these changes, {path: value}, to what the person saw at revision `base`.

    Returns the version that holds them; a retry with the same `op_id` returns the first one's.
    Raises Conflict with both texts, BadChange (a ValidationError by path), or PermissionDenied.
    """
    access.require(by, "edit")
    artifact = locked(artifact)
    done = _done(op_id, artifact)
    if done:
        return done.version or artifact.latest
    _refuse_retired(artifact)
    before = document.of_artifact(artifact)
    _refuse_base(artifact, base)
    leaves = document.taken_apart(before, changes)
    _refuse_conflicts(artifact, before, leaves, base)
    if not leaves:
        return artifact.latest
    return _record(artifact, before, leaves, by=by, op_id=op_id, note=note)


@transaction.atomic
def restore(artifact, version: Version, *, base: int, by, op_id=None) -> Version:
    """Make the document what it was, as a new version. Whatever is there now stays in the history."""
    old, new = document.of(version), document.of_artifact(artifact)
    changes = {name: old.at(name) for name in kinds.fields(old.model)}
    for name in kinds.lists(old.model):
        changes |= _list_as_it_was(old, new, name)
    pin(artifact.latest)
    note = _("Restored from version %(number)d") % {"number": version.number}
    return edit(artifact, changes, base=base, by=by, op_id=op_id, note=note)


def _list_as_it_was(old, new, name):
    gone = {f"{name}/{row.key}": None for row in getattr(new, name) if not old.row(name, row.key)}
    kept = {f"{name}/{row.key}": row.as_json() for row in getattr(old, name)}
    return gone | kept | {f"{name}/{ORDER}": [row.key for row in getattr(old, name)]}


@transaction.atomic
def restore_place(artifact, version: Version, path: str, *, base: int, by, op_id=None) -> Version:
    """Make one place what it was, as a new version: a field, an item with what stood within it, a list or its order."""
    old, new = document.of(version), document.of_artifact(artifact)
    changes = _place_as_it_was(old, new, path)
    pin(artifact.latest)
    words = {"place": completeness.label_of(old.model, path), "number": version.number}
    note = (_("“%(place)s” restored from version %(number)d") % words)[:200]
    return edit(artifact, changes, base=base, by=by, op_id=op_id, note=note)


def _place_as_it_was(old, new, path):
    name, _slash, rest = path.partition("/")
    key, _slash, field = rest.partition("/")
    if name in kinds.lists(old.model) and not rest:
        return _list_as_it_was(old, new, name)
    if key and not field and rest != ORDER:
        return _item_as_it_was(old, new, name, key)
    value = old.at(path)
    if value is None and (field or name not in kinds.fields(old.model)):
        raise document.BadChange(path, _("This place was not there in that version."))
    return {path: value}


def _item_as_it_was(old, new, name, key):
    row = old.row(name, key) if name in kinds.lists(old.model) else None
    if row is None:
        return {f"{name}/{key}": None}
    within = {f"{other}/{each.key}": each.as_json() for other, each in _standing_within(old, name, key)}
    order = {f"{name}/{ORDER}": _back_in_place(old.at(f"{name}/{ORDER}"), new.at(f"{name}/{ORDER}"), key)}
    return {f"{name}/{key}": row.as_json()} | within | order


def _standing_within(content, name, key):
    for other, item in kinds.lists(content.model).items():
        within = kinds.within(item)
        if within and within.list_name == name:
            yield from ((other, row) for row in getattr(content, other) if row.values.get(within.name) == key)


def _back_in_place(before, now_there, key):
    """The order of now, with a key that was gone again behind the nearest of those that stood before it."""
    if key in now_there:
        return now_there
    leaders = [each for each in before[: before.index(key)] if each in now_there]
    at = now_there.index(leaders[-1]) + 1 if leaders else 0
    return [*now_there[:at], key, *now_there[at:]]


def name(version: Version, words: str, *, by) -> None:
    """Call a version something, by which it is found again; without words it has no name any more."""
    access.require(by, "edit")
    version.name = words.strip()
    refuse_nul(name=version.name)
    version.clean_fields(exclude=["search_text"])
    version.save(update_fields=["name"])
    pin(version)


def pin(version: Version) -> None:
    """From now on this version never changes: somebody has relied on it."""
    Version.objects.filter(pk=version.pk).pin()
    version.is_open = False


def locked(artifact) -> Artifact:
    """The document's row of its kind and header, locked until the end of the transaction.

    Its version is asked for after the lock: joined to a row that had to be waited for, it would be the one from before.
    """
    rows = kinds.kind(artifact.kind).objects.select_for_update(of=("self", "artifact_ptr"))
    return rows.get(pk=artifact.pk)


def _done(op_id, artifact=None):
    edit = op_id and Edit.objects.select_related("version", "artifact").filter(op_id=op_id).first()
    if edit and artifact and edit.artifact_id != artifact.pk:
        raise ValidationError({"op_id": _("This op_id was used for another document. Take a new one for each edit.")})
    return edit


def _refuse_retired(artifact):
    if artifact.state == State.RETIRED:
        raise ValidationError(_("This document is retired. Bring it back before editing it."))


def _refuse_base(artifact, base):
    if not 0 <= base <= artifact.revision:
        raise ValidationError({"base": _("This document has no revision %(base)s yet.") % {"base": base}})


def _refuse_conflicts(artifact, before, leaves, base):
    touched = _touched_since(artifact, base)
    clashes = [_clash(before, touched, path, value) for path, value in leaves.items()]
    if any(clashes):
        raise Conflict([clash for clash in clashes if clash], artifact.revision)


def _touched_since(artifact, base) -> dict[str, str]:
    """{path: who} of every place that was changed after that revision."""
    if base == artifact.revision:
        return {}
    edits = Edit.objects.filter(artifact=artifact, revision__gt=base).select_related("author").order_by("revision")
    return {path: str(edit.author) for edit in edits for path in edit.changes}


def _clash(before, touched, path, value) -> Clash | None:
    """A place clashes with itself, an item with its fields, a field with the removal of its item."""
    by = next((who for other, who in touched.items() if _meet(path, other)), None)
    return by and Clash(path, before.at(path), value, by)


def _meet(path, other):
    if path == other:
        return True
    if ORDER in path or ORDER in other:
        return False
    return path.startswith(f"{other}/") or other.startswith(f"{path}/")


def _record(artifact, before, leaves, *, by, op_id, note=""):
    after = document.applied(before, leaves)
    _write_rows(artifact, after, leaves)
    version = _version(artifact, after, by=by, note=note)
    _write_header(artifact, after, version, by=by)
    made = Edit.objects.create(
        op_id=op_id or uuid.uuid4(),
        artifact=artifact,
        version=version,
        revision=artifact.revision,
        changes={path: [before.at(path), value] for path, value in leaves.items()},
        author=by,
    )
    if links.places(before) != links.places(after):
        links.record(artifact, after, by=by)
    search.index(artifact, search.DRAFT)
    _tell_whom_it_names(made)
    _tell_whose_approval_it_voids(artifact, made)
    return version


def _tell_whom_it_names(edit):
    if any(newly_named(edit).values()):
        enqueue("notices.tell", by=edit.author, what="text", pk=edit.pk)


def _tell_whose_approval_it_voids(artifact, edit):
    approved = Reviewer.objects.filter(request__artifact=artifact, approved_revision=edit.revision - 1)
    if artifact.state == State.IN_REVIEW and approved.exists():
        enqueue("notices.tell", by=edit.author, what="voided", pk=artifact.pk)


def newly_named(edit: Edit) -> dict[str, set[int]]:
    """{path: the people whom its text mentions since this edit}."""
    named = document.people_named
    return {path: named(after) - named(before) for path, (before, after) in edit.changes.items()}


def _write_rows(artifact, after, leaves):
    """The typed rows: the kind's own columns, and every list that was touched."""
    for name in {path.partition("/")[0] for path in leaves}:
        if name in kinds.lists(after.model):
            _write_list(artifact, kinds.lists(after.model)[name], getattr(after, name))
        else:
            setattr(artifact, kinds.fields(after.model)[name].attname, getattr(after, name))


def _write_list(artifact, item, rows):
    item.objects.filter(artifact=artifact).exclude(key__in=[row.key for row in rows]).delete()
    names = list(kinds.item_fields(item))
    instances = [
        item(workspace_id=artifact.workspace_id, artifact=artifact, key=row.key, position=at)
        for at, row in enumerate(rows)
    ]
    for instance, row in zip(instances, rows, strict=True):
        for name in names:
            setattr(instance, name, getattr(row, name))
    item.objects.bulk_create(
        instances, update_conflicts=True, unique_fields=["artifact", "key"], update_fields=[*names, "position"]
    )


def _version(artifact, after, *, by, note):
    """A burst of edits by one person is one version; anything else begins the next."""
    latest = artifact.latest
    content = {"revision": artifact.revision + 1, "title": after.title, "content": after.as_json()}
    content |= {"search_text": after.text(), "fingerprint": after.fingerprint(), "updated_at": now()}
    if latest and not note and latest.is_open and latest.author_id == by.pk and latest.created_at > now() - BURST:
        for name, value in content.items():
            setattr(latest, name, value)
        latest.save(update_fields=list(content))
        return latest
    number = latest.number + 1 if latest else 1
    return Version.objects.create(
        artifact=artifact,
        number=number,
        author=by,
        note=note,
        is_open=not note,
        workspace_id=artifact.workspace_id,
        **content,
    )


def _write_header(artifact, after, version, *, by):
    if artifact.state == State.APPROVED:
        _reopen(artifact, version, by)
    artifact.revision += 1
    artifact.latest = version
    artifact.updated_at = now()
    artifact.save()


def _reopen(artifact, version, by):
    """An edit of what is approved begins a draft; readers keep the approved version."""
    Move.objects.create(
        artifact=artifact, name="reopen", source=artifact.state, target=State.DRAFT, version=version, by=by
    )
    artifact.state = State.DRAFT
