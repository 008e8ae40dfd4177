"""Review: a table of moves. Each names the exact version it was about."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pmm_workspace.artifacts import access, document, freshness, links, rounds, search
from pmm_workspace.artifacts.completeness import APPROVAL, DRAFT, Gap, gaps
from pmm_workspace.artifacts.diff import Change
from pmm_workspace.artifacts.editing import locked, pin
from pmm_workspace.artifacts.models import Artifact, Move, Reviewer, ReviewRequest, State
from pmm_workspace.common.parsing import refuse_nul
from pmm_workspace.jobs.queue import enqueue


@dataclass(frozen=True)
class Transition:
    """From which states to which, who may, and what must be complete before."""

    label: str
    sources: frozenset[State]
    target: State
    action: str
    needs: str | None = None


def _from(*states):
    return frozenset(states)


TRANSITIONS = {
    "submit": Transition(gettext_lazy("Ask for review"), _from(State.DRAFT), State.IN_REVIEW, "edit", DRAFT),
    "withdraw": Transition(gettext_lazy("Withdraw"), _from(State.IN_REVIEW), State.DRAFT, "edit"),
    "send_back": Transition(gettext_lazy("Return"), _from(State.IN_REVIEW), State.DRAFT, "review"),
    "approve": Transition(gettext_lazy("Approve"), _from(State.IN_REVIEW), State.APPROVED, "review", APPROVAL),
    "retire": Transition(
        gettext_lazy("Retire"), _from(State.DRAFT, State.IN_REVIEW, State.APPROVED), State.RETIRED, "edit"
    ),
    "revive": Transition(gettext_lazy("Bring back"), _from(State.RETIRED), State.DRAFT, "edit"),
    "unschedule": Transition(gettext_lazy("Do not publish"), _from(State.APPROVED), State.DRAFT, "review"),
}  # fmt: skip


class Incomplete(ValidationError):
    """Something is missing; `gaps` lists it, place by place."""

    def __init__(self, missing: list[Gap]):
        self.gaps = missing
        super().__init__([gap.message for gap in missing])


class ChangedSince(ValidationError):
    """The text was edited after the reviewer opened it; `unseen` is what they have not seen, place by place."""

    def __init__(self, unseen: list[Change]):
        self.unseen = unseen
        self.changes = max(len(unseen), 1)
        super().__init__(
            ngettext(
                "Changed since you opened it: see %(count)d change before you decide.",
                "Changed since you opened it: see %(count)d changes before you decide.",
                self.changes,
            )
            % {"count": self.changes}
        )


class NotNow(ValidationError):
    """The rule of the kind, or the course of things, does not allow this; the sentence says what would."""


@dataclass(frozen=True)
class Wish:
    """What somebody asks for together with a move: who should review until when, or when to publish."""

    reviewers: list[int] | None = None
    due: date | None = None
    publish_at: datetime | None = None


def possible(artifact: Artifact, user) -> dict[str, Transition]:
    """The moves that this person may make now."""
    return {
        name: move
        for name, move in TRANSITIONS.items()
        if artifact.state in move.sources
        and access.may(user, move.action)
        and (name != "unschedule" or artifact.scheduled_id)
    }


@transaction.atomic
def move(artifact, name: str, *, seen: int, by, note="", **wishes) -> Move:
    """Make a move about the version at revision `seen`, the one that this person has read.

    Raises ChangedSince when it is not the newest any more, Incomplete with the gaps that stand in the
    way, NotNow when the rule of the kind needs somebody else, ValidationError when the state does not allow
    it, PermissionDenied for the wrong role.
    """
    transition = TRANSITIONS[name]
    access.require(by, transition.action)
    artifact = locked(artifact)
    _refuse_state(artifact, transition)
    _refuse_unseen(artifact, seen)
    _refuse_incomplete(artifact, transition)
    refuse_nul(note=note)
    _refuse_silence(name, note)
    pin(artifact.latest)
    made = STEPS.get(name, _simply)(artifact, name, Wish(**wishes), by=by, note=note.strip())
    enqueue("notices.tell", by=by, what="move", pk=made.pk)
    return made


def submit(artifact, *, by, note="", seen=None, reviewers=None, due=None) -> Move:
    """Ask these people for review; when nobody is named, everybody whose approval counts."""
    newest = _newest(artifact, seen)
    return move(artifact, "submit", seen=newest, by=by, note=note, reviewers=reviewers, due=due)


def approve(artifact, *, by, seen, note="", publish_at=None) -> Move:
    """Approve the exact text of revision `seen`; once enough people have, readers get it now or at that time."""
    return move(artifact, "approve", seen=seen, by=by, note=note, publish_at=publish_at)


def send_back(artifact, *, by, note, seen=None) -> Move:
    """Ask for changes, saying which."""
    return move(artifact, "send_back", seen=_newest(artifact, seen), by=by, note=note)


@transaction.atomic
def publish(artifact) -> Move | None:
    """Give readers the version that was approved for this time; None when it is not time, or was done."""
    artifact = locked(artifact)
    if artifact.scheduled is None or artifact.publish_at > now():
        return None
    approval = artifact.moves.filter(name="approve", version=artifact.scheduled_id).select_related("by").first()
    made = Move.objects.create(
        artifact=artifact,
        name="publish",
        source=artifact.state,
        target=artifact.state,
        version=artifact.scheduled,
        by=approval.by if approval else artifact.owner,
    )
    _give_to_readers(artifact, artifact.scheduled, by=made.by)
    artifact.save(update_fields=HEADER)
    enqueue("notices.tell", what="move", pk=made.pk)
    return made


def publish_due() -> int:
    """Publish what is due in the current workspace; how many were."""
    due = Artifact.objects.filter(publish_at__lte=now(), scheduled__isnull=False)
    return sum(publish(artifact) is not None for artifact in due)


def _newest(artifact, seen):
    return Artifact.objects.values_list("revision", flat=True).get(pk=artifact.pk) if seen is None else seen


def _refuse_state(artifact, transition):
    if artifact.state not in transition.sources:
        words = {"state": artifact.get_state_display().lower(), "move": transition.label}
        raise ValidationError(_("“%(move)s” is not possible: this document is now %(state)s.") % words)


def _refuse_unseen(artifact, seen):
    if seen != artifact.revision:
        raise ChangedSince(rounds.unseen(artifact, seen) if 0 <= seen < artifact.revision else [])


def _refuse_incomplete(artifact, transition):
    if transition.needs:
        missing = _missing(artifact, transition.needs)
        if missing:
            raise Incomplete(missing)


def _missing(artifact, at):
    content = document.of_artifact(artifact)
    if at != APPROVAL:
        return gaps(content, at=at)
    return gaps(content, at=at) + freshness.gates(content, freshness.of_text(artifact, content, side=links.DRAFT))


def _refuse_silence(name, note):
    if name == "send_back" and not note.strip():
        raise ValidationError({"note": _("Say what should change.")})


def _submit(artifact, name, wish, *, by, note):
    people = rounds.deciders(artifact)
    asked = _asked(artifact, wish, people)
    if wish.due and wish.due < localdate():
        raise ValidationError({"due": _("This day has passed. Take today or a later one.")})
    made = _write(artifact, name, by=by, note=note)
    request = ReviewRequest.objects.create(artifact=artifact, move=made, due=wish.due)
    Reviewer.objects.bulk_create(
        Reviewer(workspace_id=artifact.workspace_id, request=request, user=person) for person in asked
    )
    return made


def _asked(artifact, wish, people):
    if wish.reviewers is None:
        return rounds.suggested(artifact, people)
    asked = [person for person in people if person.pk in wish.reviewers]
    if not asked or len(asked) != len(set(wish.reviewers)):
        names = ", ".join(map(str, people))
        raise ValidationError({"reviewers": _("Ask people who may approve this: %(names)s.") % {"names": names}})
    return asked


def _approve(artifact, name, wish, *, by, note):
    """Count this person's approval of this revision; the last one that the rule needs approves the document."""
    if wish.publish_at and wish.publish_at <= now():
        raise ValidationError({"publish_at": _("This time has passed. Take a later one, or publish now.")})
    people = rounds.deciders(artifact)
    approvals = _approvals(artifact, by, people)
    is_met = rounds.is_met(artifact, approvals, people)
    made = _write(artifact, name, by=by, note=note, target=State.APPROVED if is_met else State.IN_REVIEW)
    _take_down(artifact, made)
    if is_met and wish.publish_at:
        artifact.scheduled, artifact.publish_at = artifact.latest, wish.publish_at
    elif is_met:
        _give_to_readers(artifact, artifact.latest, by=by)
    artifact.save(update_fields=HEADER)
    return made


def _approvals(artifact, by, people):
    """Who has approved this revision, this person included; refused when it would not count."""
    if by not in people:
        names = ", ".join(map(str, people))
        raise NotNow(_("The rule for this document needs somebody else: %(names)s.") % {"names": names})
    current = rounds.current(artifact)
    if current.is_approved_by(by):
        raise NotNow(_("You have approved this text already. It waits for somebody else."))
    approvals = {seat.user.pk for seat in current.seats if seat.is_approved} | {by.pk}
    others = rounds.is_met(artifact, approvals, people) and rounds.only_own(artifact, approvals, people)
    if others:
        names = ", ".join(map(str, others))
        raise NotNow(_("This is your own text, so somebody else has to approve it: %(names)s.") % {"names": names})
    return approvals


def _take_down(artifact, approval):
    request = rounds.newest_request(artifact) or ReviewRequest.objects.create(artifact=artifact, move=approval)
    Reviewer.objects.update_or_create(
        request=request,
        user=approval.by,
        defaults={"approved_revision": artifact.revision, "decided_at": approval.at},
    )


def _retire(artifact, name, wish, *, by, note):
    artifact.scheduled = artifact.publish_at = None
    return _simply(artifact, name, wish, by=by, note=note)


def _unschedule(artifact, name, wish, *, by, note):
    if artifact.scheduled_id is None:
        raise NotNow(_("Nothing is waiting to be published."))
    return _retire(artifact, name, wish, by=by, note=note)


def _simply(artifact, name, wish, *, by, note):
    return _write(artifact, name, by=by, note=note)


STEPS = {"submit": _submit, "approve": _approve, "retire": _retire, "unschedule": _unschedule}
HEADER = ["state", "approved", "verified_at", "verified_by", "scheduled", "publish_at"]


def _write(artifact, name, *, by, note, target=None):
    made = Move.objects.create(
        artifact=artifact,
        name=name,
        source=artifact.state,
        target=target or TRANSITIONS[name].target,
        version=artifact.latest,
        by=by,
        note=note,
    )
    artifact.state = made.target
    artifact.save(update_fields=HEADER)
    return made


def _give_to_readers(artifact, version, *, by):
    artifact.approved, artifact.verified_at, artifact.verified_by = version, now(), by
    artifact.scheduled = artifact.publish_at = None
    links.record(artifact, document.of_kind(artifact.kind, version), by=by, side=links.APPROVED)
    search.index(artifact, search.APPROVED)
