"""What the database knows about open documents, asked for all of a workspace at once."""

from dataclasses import dataclass, field

from django.core.exceptions import ObjectDoesNotExist

from pmm_workspace.artifacts.models import Artifact, Edit, State
from pmm_workspace.live import log, visitors
from pmm_workspace.live.models import Live
from pmm_workspace.live.reconciling import Outcome, reconcile


@dataclass
class DocumentNews:
    sequence: int
    revision: int
    is_apart: bool  # the log and the newest version do not say the same
    edits: dict = field(default_factory=dict)  # {"paths", "by"} since the known revision


@dataclass
class News:
    unwelcome: set
    documents: dict[int, DocumentNews]


def news(people, known: dict[int, tuple[int, int]]) -> News:
    """Three queries, and one more when somebody has edited."""
    lives = {live.artifact_id: live for live in Live.objects.filter(artifact__in=known).defer("state")}
    rows = Artifact.objects.filter(pk__in=known).values_list("pk", "revision", "state")
    found = {pk: _news(lives.get(pk), revision, state) for pk, revision, state in rows}
    behind = {pk: each for pk, each in found.items() if each.revision > known[pk][1]}
    if behind:
        _add_edits(behind, known)
    return News(visitors.unwelcome(people), found)


def _news(live, revision, state):
    if live is None:
        return DocumentNews(0, revision, True)
    is_apart = live.revision < revision or (live.projected < live.sequence and state != State.RETIRED)
    return DocumentNews(live.sequence, revision, is_apart)


def _add_edits(behind, known):
    since = min(known[pk][1] for pk in behind)
    for edit in Edit.objects.filter(artifact__in=behind, revision__gt=since).order_by("revision"):
        if edit.revision > known[edit.artifact_id][1]:
            edits = behind[edit.artifact_id].edits
            edits["paths"] = sorted({*edits.get("paths", []), *edit.changes})
            edits["by"] = sorted({*edits.get("by", []), edit.author_id})


def now_at(artifact_id: int) -> tuple[int, int]:
    """The number and the revision that a page which opens now will see."""
    live = Live.objects.filter(artifact_id=artifact_id).defer("state").first()
    return live.sequence if live else 0, Artifact.objects.values_list("revision", flat=True).get(pk=artifact_id)


def reconciled(artifact_id: int) -> Outcome | None:
    """And the log compacted while it is written fast; the sweep sees to the others."""
    try:
        outcome = reconcile(artifact_id)
        if outcome.is_long:
            log.compact(artifact_id)
        return outcome
    except ObjectDoesNotExist:
        return None  # deleted meanwhile
