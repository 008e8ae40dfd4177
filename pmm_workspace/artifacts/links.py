"""What the places of a document stand on: references in fields and inside texts, kept as rows to ask questions of."""

import re
from collections import defaultdict
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from pmm_workspace.artifacts import access, document, kinds
from pmm_workspace.artifacts.diff import field_at
from pmm_workspace.artifacts.document import BadChange, Document, Row
from pmm_workspace.artifacts.fields import References
from pmm_workspace.artifacts.models import Acceptance, Artifact, Link, Version
from pmm_workspace.common.limits import MAX_ID
from pmm_workspace.common.parsing import refuse_nul

IN_TEXT = re.compile(r"\]\(/d/(\d{1,18})/?(#[^)\s]*)?\)")
LINKED = re.compile(r"\[((?:[^\]\\]|\\.)*)\]\(/d/\d{1,18}/?(?:#[^)\s]*)?\)")
DRAFT, APPROVED = "in_draft", "in_approved"
LINK = [field.attname for field in Link._meta.concrete_fields]
DEPTH = 6  # promise, proof and what a proof stands on, with room to spare


class Place(NamedTuple):
    """Where a document names another one, or one item of it: the path, and the field or "text"."""

    path: str
    role: str
    target: int
    item: str = ""

    @property
    def name(self) -> tuple[str, int, str]:
        return self.path, self.target, self.item


def places(content: Document) -> list[Place]:
    """Every reference of a document, in reading order; one for each path and what is named there."""
    found = {}
    for path, value in content.leaves():
        for place in _at(content, path, value):
            found.setdefault(place.name, place)
    return list(found.values())


def _at(content, path, value):
    if isinstance(value, str) and "](/d/" in value:
        return [Place(path, Link.TEXT, int(pk), document.item_at(at)) for pk, at in IN_TEXT.findall(value)]
    if value and isinstance(field := field_at(content.model, path), References):
        return [Place(path, field.name, pk) for pk in value]
    return []


def without(text: str) -> str:
    """A text with only the words of its references."""
    return LINKED.sub(r"\1", text)


def current(artifact):
    """The version that others build on: what readers have, else the newest."""
    return artifact.approved or artifact.latest


def words_of(artifact, version=None, item="") -> str:
    """What a line says that names this document: the words of its quoted field, else its title; on one line.

    Of an item likewise; nothing once it is gone.
    """
    version = version or current(artifact)
    if item:
        row = document.of_kind(artifact.kind, version).item(item)
        return row.in_words if row else ""
    words = version.content["fields"].get(kinds.kind(artifact.kind).quoted, "")
    return " ".join(words.split()) or version.title


def title_of(artifact, *, hides_drafts) -> str:
    """As others build on it; who reads no drafts is not told what they are called."""
    return _("Not published yet") if hides_drafts and not artifact.approved_id else current(artifact).title


def told_with(artifact, list_name, *, hides_drafts) -> list[tuple[str, Row]]:
    """The items of a list of what a place names, each with its address; of a draft nothing for who reads none."""
    if not list_name or (hides_drafts and not artifact.approved_id):
        return []
    rows = getattr(document.of_kind(artifact.kind, current(artifact)), list_name)
    return [(address(artifact, f"{list_name}/{row.key}"), row) for row in rows]


def address(artifact, item="") -> str:
    """Where a document is read; with an item, the place where that stands."""
    page = reverse("document", args=[artifact.pk])
    return f"{page}#{document.anchor(item)}" if item else page


def is_gone(link) -> bool:
    """Whether the item that a line names is not in the document any more."""
    return bool(link.item) and document.of_kind(link.target.kind, current(link.target)).item(link.item) is None


def record(artifact, content: Document, *, by, side=DRAFT) -> None:
    """Make the rows say what this text of the document says. What is new is accepted as it is now."""
    wanted = {place.name: place for place in places(content)}
    known = {(link.path, link.target_id, link.item): link for link in Link.objects.filter(source=artifact)}
    _show(known, wanted, side)
    _add(artifact, [place for name, place in wanted.items() if name not in known], by=by, side=side)


def _show(known, wanted, side):
    for on in (True, False):
        changed = [link.pk for name, link in known.items() if (name in wanted) is on and getattr(link, side) is not on]
        if changed:
            Link.objects.filter(pk__in=changed).update(**{side: on})


def _add(artifact, new, *, by, side):
    if not new:
        return
    targets = Artifact.objects.in_bulk({place.target for place in new if place.target <= MAX_ID})
    new = [place for place in new if place.target in targets and place.target != artifact.pk]
    _refuse_cycles(artifact, [place for place in new if place.role != Link.TEXT])
    made = [_link(artifact, place, targets[place.target], by, side) for place in new]
    Version.objects.filter(pk__in={link.accepted_id for link in made}).pin()
    Link.objects.bulk_create(made)


def _link(artifact, place, target, by, side):
    return Link(
        workspace_id=artifact.workspace_id,
        source=artifact,
        path=place.path,
        role=place.role,
        target=target,
        item=place.item,
        accepted_id=target.approved_id or target.latest_id,
        by=by,
        **{side: True},
    )


def _refuse_cycles(artifact, new: list[Place]):
    """Nothing may stand on itself, however many steps down."""
    reached = frontier = {place.target for place in new}
    for _step in range(DEPTH):
        rows = Link.objects.filter(live(), source__in=frontier).exclude(role=Link.TEXT)
        frontier = set(rows.values_list("target", flat=True)) - reached if frontier else set()
        reached = reached | frontier
    if artifact.pk in reached:
        raise BadChange(new[0].path, _("This would make the document stand on itself."))


def live() -> Q:
    """Links of texts that somebody reads or writes now."""
    return Q(in_draft=True) | Q(in_approved=True)


def carried(rows, sources) -> list[Link]:
    """Those links of these documents, {pk: Artifact}, that are in the text that others build on; two queries."""
    found = with_targets(rows.filter(live(), source__in=list(sources)))
    return [link for link in found if (link.in_approved if sources[link.source_id].approved_id else link.in_draft)]


def with_targets(rows) -> list[Link]:
    """Links with what they lead to and what was accepted there: two queries, each target read once.

    One more where items are named: only the whole text tells what an item said.
    """
    found = list(rows.select_related("accepted", "by").only(*LINK, "accepted__fingerprint", "by__name", "by__email"))
    targets = Artifact.objects.filter(pk__in={link.target_id for link in found})
    targets = targets.select_related("latest", "approved").defer("latest__search_text", "approved__search_text")
    known = {target.pk: target for target in targets}
    accepted = Version.objects.defer("search_text").in_bulk({link.accepted_id for link in found if link.item})
    for link in found:
        link.target = known[link.target_id]
        link.accepted = accepted.get(link.accepted_id, link.accepted) if link.item else link.accepted
    return found


def uses(artifact, *, deep=False) -> list[Link]:
    """The lines that stand on this document: directly, or with `deep` also through what stands on it."""
    rows = Link.objects.select_related("source__latest", "source__approved", "accepted")
    found, frontier, known = {}, {artifact.pk: [""]}, {artifact.pk: artifact}
    for _step in range(DEPTH if deep else 1):
        level = rows.filter(live(), target__in=frontier) if frontier else []
        level = [link for link in level if link.pk not in found and _reaches(link, frontier[link.target_id])]
        found |= {link.pk: link for link in level}
        frontier = defaultdict(list)
        for link in level:
            link.target = known[link.target_id]
            if _carries(link):
                known.setdefault(link.source_id, link.source)
                frontier[link.source_id].append(link.path)
    return list(found.values())


def _reaches(link, paths) -> bool:
    """Whether what stands at these paths of its target matters to this line; "" is the target itself."""
    return not link.item or any(not path or is_within(path, link.item) for path in paths)


def is_within(path: str, item: str) -> bool:
    """Whether a place belongs to an item; every place belongs to the whole document, ""."""
    return not item or path.startswith(f"{item}/")


def count_of_uses(artifact) -> int:
    return Link.objects.filter(live(), target=artifact).count()


def _carries(link) -> bool:
    """Whether what happens below this line reaches those who build on its document."""
    return link.in_approved if link.source.approved_id else link.in_draft


@transaction.atomic
def accept(link: Link, *, by, note: str) -> Acceptance:
    """Say why this one line is still true of what its source says now. Other lines stay as they are."""
    access.require(by, "edit")
    refuse_nul(note=note)
    made = Acceptance(link=link, version=current(link.target), by=by, note=note.strip())
    made.clean_fields(exclude=["workspace", "link", "version", "by"])
    made.save()
    Version.objects.filter(pk=made.version_id).pin()
    Link.objects.filter(pk=link.pk).update(accepted=made.version, by=by, at=made.at, note=made.note)
    return made
