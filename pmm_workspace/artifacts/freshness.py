"""Is what a line stands on still so? Computed when it is read, never stored.

broken > expired > suspect > due > fresh: the worst thing anywhere below a line wins, and the way down to it is told.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import cached_property

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pmm_workspace.artifacts import document, kinds, links, verification
from pmm_workspace.artifacts.completeness import APPROVAL, Gap, called_at
from pmm_workspace.artifacts.models import Artifact, Link
from pmm_workspace.artifacts.models import State as ArtifactState


class State(IntEnum):
    FRESH, DUE, SUSPECT, EXPIRED, BROKEN = range(5)

    @property
    def label(self):
        return LABELS[self]

    @property
    def stops(self) -> bool:
        """Nobody should repeat it before it is mended."""
        return self >= State.EXPIRED

    @property
    def code(self):
        return self.name.lower()


LABELS = {
    State.FRESH: gettext_lazy("fresh"),
    State.DUE: gettext_lazy("due for a check"),
    State.SUSPECT: gettext_lazy("changed below"),
    State.EXPIRED: gettext_lazy("expired"),
    State.BROKEN: gettext_lazy("broken"),
}

RETIRED = State.BROKEN, gettext_lazy("is retired")
QUOTED = 20  # words of an item that a trace repeats


@dataclass(frozen=True)
class Cause:
    """What is wrong, and the way down to it: from what the line names to the document at fault."""

    state: State
    reason: str
    trail: tuple[Artifact, ...]


@dataclass(frozen=True)
class Standing:
    """How far one line can be trusted; the worst cause comes first."""

    link: Link
    causes: tuple[Cause, ...]

    @property
    def state(self) -> State:
        return self.causes[0].state if self.causes else State.FRESH


@dataclass(frozen=True)
class Node:
    """One step of a trace: a document that the step above stands on, and what that one stands on itself."""

    link: Link
    artifact: Artifact
    state: State  # the worst from here down
    reasons: tuple[str, ...]  # what is wrong with this step by itself
    told: str  # what its kind says of it, e.g. the metric of a promise
    below: tuple["Node", ...]

    @property
    def is_changed(self) -> bool:
        return is_changed(self.link)

    @property
    def title(self) -> str:
        """As others build on it, not as somebody is renaming it; of an item its words, and where it stands."""
        title, words = links.current(self.artifact).title, links.words_of(self.artifact, item=self.link.item)
        return f"{title}: {Truncator(words).words(QUOTED)}" if self.link.item and words else title

    @property
    def what(self) -> str:
        """What people call it: a promise, a fact."""
        kind = kinds.kind(self.artifact.kind)
        return capfirst(kinds.lists(kind).get(self.link.item.partition("/")[0], kind)._meta.verbose_name)

    @property
    def href(self) -> str:
        return links.address(self.artifact, self.link.item)

    @property
    def tells_figures(self) -> bool:
        return kinds.kind(self.artifact.kind).tells_figures


def is_changed(link, version=None) -> bool:
    """Whether the target means something else than what was accepted: as it is now, or as this version would say."""
    now = version or links.current(link.target)
    if link.accepted_id == now.pk:
        return False
    if link.item:
        return _meant(link, link.accepted) != _meant(link, now)
    return link.accepted.fingerprint != now.fingerprint


def _meant(link, version):
    return document.of_kind(link.target.kind, version).meaning_of(link.item)


def _changed(link) -> list[tuple[State, str]]:
    return [(State.SUSPECT, _("has changed since it was accepted here"))] if is_changed(link) else []


class Chain:
    """Everything that some lines stand on, loaded level by level.

    Two queries for each level, `links.DEPTH` at most, and what the kinds at hand need to tell their own condition.
    """

    def __init__(self, lines: Iterable[Link], since: datetime | None = None):
        self.lines, self.since = list(lines), since
        self.below: dict[int, list[Link]] = defaultdict(list)
        self.artifacts = {link.target_id: link.target for link in self.lines}
        self._load()

    def _load(self):
        frontier = self.artifacts
        for _step in range(links.DEPTH):
            level = links.carried(Link.objects.order_by("pk"), frontier) if frontier else []
            for link in level:
                link.target = self.artifacts.get(link.target_id, link.target)
                self.below[link.source_id].append(link)
            frontier = {link.target_id: link.target for link in level if link.target_id not in self.artifacts}
            self.artifacts = self.artifacts | frontier

    @cached_property
    def documents(self) -> dict[int, document.Document]:
        return {pk: document.of_kind(each.kind, links.current(each)) for pk, each in self.artifacts.items()}

    @cached_property
    def conditions(self) -> dict[int, tuple[State, str]]:
        """What is wrong with each document by itself."""
        found = self._asked(lambda kind, documents: kind.conditions(documents))
        return found | {pk: said for pk, each in self.artifacts.items() if (said := _aged(each, found.get(pk)))}

    @cached_property
    def standings(self) -> list[Standing]:
        return [self.standing(link) for link in self.lines]

    def standing(self, link) -> Standing:
        causes = sorted(self._causes(link, ()), key=lambda cause: -cause.state)
        return Standing(link, tuple(causes))

    @cached_property
    def told(self) -> dict[int, str]:
        """What the kinds say of the documents at hand."""
        return self._asked(lambda kind, documents: kind.told(documents, self.since))

    def _asked(self, ask) -> dict:
        """What each kind answers about its documents at hand, all of them at once."""
        found = {}
        for name in {artifact.kind for artifact in self.artifacts.values()}:
            of_this = {pk: each for pk, each in self.documents.items() if self.artifacts[pk].kind == name}
            found |= ask(kinds.kind(name), of_this)
        return found

    def node(self, link, above=()) -> Node:
        """A line's trace, as a tree."""
        target, above = self.artifacts[link.target_id], (*above, link.target_id)
        below = tuple(self.node(lower, above) for lower in self._under(link) if lower.target_id not in above)
        found = self._wrong_with(link)
        state = max([each for each, _reason in found] + [node.state for node in below], default=State.FRESH)
        return Node(link, target, state, tuple(str(why) for _s, why in found), self._told_at(link), below)

    def _under(self, link) -> list[Link]:
        """What the document, or only the item that a line names, stands on itself."""
        return [lower for lower in self.below[link.target_id] if links.is_within(lower.path, link.item)]

    def _wrong_with(self, link) -> list[tuple[State, str]]:
        """What is wrong with what a line names, without what lies below that."""
        if not link.item:
            own = self.conditions.get(link.target_id)
            return _changed(link) + ([own] if own else [])
        if self.artifacts[link.target_id].state == ArtifactState.RETIRED:
            return [RETIRED]
        row = self.documents[link.target_id].item(link.item)
        if row is None:
            return [(State.BROKEN, _("is not there any more"))]
        own = row.model.wrong_with(row)
        return _changed(link) + ([own] if own else [])

    def _told_at(self, link) -> str:
        row = self.documents[link.target_id].item(link.item) if link.item else None
        return row.model.told_of(row) if row else self.told.get(link.target_id, "")

    def _causes(self, link, trail) -> list[Cause]:
        trail = (*trail, self.artifacts[link.target_id])
        found = [Cause(*said, trail) for said in self._wrong_with(link)]
        above = {artifact.pk for artifact in trail}
        for lower in self._under(link):
            if lower.target_id not in above:
                found += self._causes(lower, trail)
        return found


def _aged(artifact, own):
    """Retired breaks; a verification that is overdue is the least of what can be wrong."""
    if artifact.state == ArtifactState.RETIRED:
        return RETIRED
    standing = verification.standing(artifact)
    if own is None and standing and standing.state in (verification.DUE, verification.EXPIRED):
        return State.DUE, _("should be checked again")
    return own and tuple(own)


def of_text(artifact, content: document.Document, *, side) -> list[Standing]:
    """How every line of this text stands. Nothing is asked when it names no other document."""
    return chain(artifact, side=side).standings if links.places(content) else []


def chain(artifact, *, side, since=None) -> Chain:
    """What a document's lines stand on; `since` is the moment from which movements are told."""
    return Chain(links.with_targets(Link.objects.filter(source=artifact, **{side: True})), since)


def gates(content: document.Document, standings: Iterable[Standing]) -> list[Gap]:
    """Lines that stand on something retired or gone: nobody may publish them before each is replaced."""
    stopped = ((each.link.path, _gate(each.link)) for each in standings)
    return [Gap(APPROVAL, path, f"{called_at(content, path)} – {said}") for path, said in stopped if said]


def _gate(link) -> str:
    words = {"title": link.target}
    if link.target.state == ArtifactState.RETIRED:
        return _("“%(title)s” is retired. Replace it here.") % words
    gone = _("What this names in “%(title)s” is not there any more. Replace it here.")
    return gone % words if links.is_gone(link) else ""
