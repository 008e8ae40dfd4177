"""A round of review: who decides about a document by its kind's rule, and who has approved its newest text."""

from dataclasses import dataclass, field
from datetime import datetime

from pmm_workspace.accounts.access import MAY
from pmm_workspace.accounts.models import Membership, User
from pmm_workspace.artifacts import diff, document, kinds
from pmm_workspace.artifacts.diff import Change
from pmm_workspace.artifacts.document import Document
from pmm_workspace.artifacts.models import Artifact, Edit, ReviewRequest, Version
from pmm_workspace.artifacts.rules import Rule


@dataclass(frozen=True)
class Seat:
    """One person of a round. `is_void` is an approval of a text that was edited since."""

    user: User
    is_approved: bool
    is_void: bool
    at: datetime | None


@dataclass(frozen=True)
class Round:
    """The newest request about a document, as of its newest text."""

    quorum: int
    request: ReviewRequest | None = None
    seats: list[Seat] = field(default_factory=list)

    @property
    def approved(self) -> int:
        return sum(seat.is_approved for seat in self.seats)

    @property
    def needed(self) -> int:
        return max(self.quorum - self.approved, 0)

    def has(self, user) -> bool:
        return any(seat.user == user for seat in self.seats)

    def is_approved_by(self, user) -> bool:
        return any(seat.is_approved for seat in self.seats if seat.user == user)


def rule_of(artifact) -> Rule:
    return getattr(kinds.kind(artifact.kind), "review", Rule())


def deciders(artifact) -> list[User]:
    """Whose approval counts. Where nobody has the role that the rule names, whoever may review stands in."""
    members = Membership.objects.filter(
        workspace_id=artifact.workspace_id, user__is_active=True, role__in=MAY["review"]
    ).select_related("user").order_by("user__name", "pk")  # fmt: skip
    named = [member.user for member in members if member.role in rule_of(artifact).roles]
    return named or [member.user for member in members]


def authors(artifact) -> set[int]:
    """Who wrote what nobody has approved yet."""
    since = artifact.approved.revision if artifact.approved else 0
    edits = Edit.objects.filter(artifact=artifact, revision__gt=since)
    return set(edits.order_by().values_list("author", flat=True).distinct())


def suggested(artifact, people=None) -> list[User]:
    """Whom to ask: everybody whose approval counts, without the writers unless there is nobody else."""
    people, own = deciders(artifact) if people is None else people, authors(artifact)
    return [person for person in people if person.pk not in own] or people


def quorum(artifact, people) -> int:
    """A small team is not asked for more approvals than it has people."""
    return max(min(rule_of(artifact).quorum, len(people)), 1)


def is_met(artifact, approvals: set[int], people) -> bool:
    return len(approvals) >= quorum(artifact, people)


def only_own(artifact, approvals: set[int], people) -> list[User]:
    """Who else could approve, when all these approvals are of one's own text; empty when all is well."""
    own = authors(artifact)
    return [] if approvals - own else [person for person in people if person.pk not in own]


def current(artifact) -> Round:
    """The round in force, told for the newest text."""
    request = newest_request(artifact)
    people = deciders(artifact)
    seats = [_seat(artifact, reviewer) for reviewer in request.reviewers.all()] if request else []
    return Round(quorum(artifact, people), request, seats)


def newest_request(artifact) -> ReviewRequest | None:
    requests = ReviewRequest.objects.filter(artifact=artifact).select_related("move__by")
    return requests.prefetch_related("reviewers__user").order_by("-pk").first()


def _seat(artifact, reviewer):
    is_approved = reviewer.approved_revision == artifact.revision
    is_void = reviewer.approved_revision is not None and not is_approved
    return Seat(reviewer.user, is_approved, is_void, reviewer.decided_at)


def as_seen(artifact: Artifact, revision: int) -> Document:
    """The document as it was at that revision: the last version up to it, and the edits between the two."""
    version = Version.objects.filter(artifact=artifact, revision__lte=revision).order_by("-revision").first()
    model = kinds.kind(artifact.kind)
    found = document.parse(model, version.content) if version else Document(model)
    since = version.revision if version else 0
    for edit in Edit.objects.filter(artifact=artifact, revision__gt=since, revision__lte=revision).order_by("revision"):
        found = document.applied(found, {path: after for path, (_before, after) in edit.changes.items()})
    return found


def unseen(artifact: Artifact, seen: int) -> list[Change]:
    """What changed between the text that somebody saw and the newest one, place by place."""
    return diff.between(as_seen(artifact, seen), document.of_artifact(artifact))
