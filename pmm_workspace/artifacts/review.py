"""Review: a table of moves. Each names the exact version it was about."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pmm_workspace.artifacts import access, document, search
from pmm_workspace.artifacts.completeness import APPROVAL, DRAFT, Gap, gaps
from pmm_workspace.artifacts.editing import locked, pin
from pmm_workspace.artifacts.models import Artifact, Edit, Move, State


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
}  # fmt: skip


class Incomplete(ValidationError):
    """Something is missing; `gaps` lists it, place by place."""

    def __init__(self, missing: list[Gap]):
        self.gaps = missing
        super().__init__([gap.message for gap in missing])


class ChangedSince(ValidationError):
    """The text was edited after the reviewer opened it; `changes` counts the edits they have not seen."""

    def __init__(self, changes: int):
        self.changes = changes
        super().__init__(
            ngettext(
                "Changed since you opened it: see %(count)d change before you decide.",
                "Changed since you opened it: see %(count)d changes before you decide.",
                changes,
            )
            % {"count": changes}
        )


def possible(artifact: Artifact, user) -> dict[str, Transition]:
    """The moves that this person may make now."""
    return {
        name: move
        for name, move in TRANSITIONS.items()
        if artifact.state in move.sources and access.may(user, move.action)
    }


@transaction.atomic
def move(artifact, name: str, *, seen: int, by, note="") -> Move:
    """Make a move about the version at revision `seen`, the one that this person has read.

    Raises ChangedSince when it is not the newest any more, Incomplete with the gaps that stand in the
    way, ValidationError when the state does not allow it, PermissionDenied for the wrong role.
    """
    transition = TRANSITIONS[name]
    access.require(by, transition.action)
    artifact = locked(artifact)
    _refuse_state(artifact, transition)
    _refuse_unseen(artifact, seen)
    _refuse_incomplete(artifact, transition)
    _refuse_silence(name, note)
    pin(artifact.latest)
    return _write(artifact, name, transition, by=by, note=note.strip())


def submit(artifact, *, by, note="", seen=None) -> Move:
    return move(artifact, "submit", seen=_newest(artifact, seen), by=by, note=note)


def approve(artifact, *, by, seen, note="") -> Move:
    """Approve the exact text of revision `seen`; readers have it from now on."""
    return move(artifact, "approve", seen=seen, by=by, note=note)


def send_back(artifact, *, by, note, seen=None) -> Move:
    """Ask for changes, saying which."""
    return move(artifact, "send_back", seen=_newest(artifact, seen), by=by, note=note)


def _newest(artifact, seen):
    return Artifact.objects.values_list("revision", flat=True).get(pk=artifact.pk) if seen is None else seen


def _refuse_state(artifact, transition):
    if artifact.state not in transition.sources:
        words = {"state": artifact.get_state_display().lower(), "move": transition.label}
        raise ValidationError(_("“%(move)s” is not possible: this document is now %(state)s.") % words)


def _refuse_unseen(artifact, seen):
    if seen != artifact.revision:
        unseen = Edit.objects.filter(artifact=artifact, revision__gt=seen).count()
        raise ChangedSince(max(unseen, 1))


def _refuse_incomplete(artifact, transition):
    if transition.needs:
        missing = gaps(document.of_artifact(artifact), at=transition.needs)
        if missing:
            raise Incomplete(missing)


def _refuse_silence(name, note):
    if name == "send_back" and not note.strip():
        raise ValidationError({"note": _("Say what should change.")})


def _write(artifact, name, transition, *, by, note):
    move = Move.objects.create(
        artifact=artifact,
        name=name,
        source=artifact.state,
        target=transition.target,
        version=artifact.latest,
        by=by,
        note=note,
    )
    artifact.state = transition.target
    if transition.target == State.APPROVED:
        artifact.approved, artifact.verified_at = artifact.latest, now()
        search.index(artifact, search.APPROVED)
    artifact.save(update_fields=["state", "approved", "verified_at"])
    return move
