"""Reads that need a sentence."""

from django.db.models import Count, Q

from pmm_workspace.artifacts import access
from pmm_workspace.artifacts.comments import threads
from pmm_workspace.artifacts.models import Artifact, Edit, State


def waiting_for(user):
    """Documents in review that this person may decide on, oldest first."""
    rows = Artifact.objects.visible_to(user).filter(state=State.IN_REVIEW).with_versions()
    return rows.order_by("updated_at") if access.may(user, "review") else rows.none()


def returned_to(user):
    """This person's documents that a reviewer sent back and nobody has submitted again."""
    mine = Artifact.objects.visible_to(user).filter(owner=user, state=State.DRAFT).with_versions()
    return [artifact for artifact in mine.prefetch_related("moves__by") if _was_returned(artifact)]


def _was_returned(artifact):
    moves = artifact.moves.all()
    return bool(moves) and moves[0].name == "send_back"


def asks_of(user) -> int:
    """How many things wait in this person's inbox."""
    return waiting_for(user).count() + len(returned_to(user))


def found(user, text="", kind=None, product=None, state=None):
    """What this person may see and every word of `text` appears in: in the version that they read."""
    rows = Artifact.objects.visible_to(user).with_versions().defer("latest__content", "approved__content")
    for name, value in {"kind": kind, "product": product, "state": state}.items():
        if value:
            rows = rows.filter(**{name: value})
    read = "latest" if access.may(user, "read drafts") else "approved"
    for word in text.split()[:8]:
        rows = rows.filter(Q(**{f"{read}__search_text__icontains": word}))
    return rows


def as_read_by(user, rows):
    """These documents under the title, time and state of the version that this person reads, never of a draft."""
    for artifact in rows:
        version = access.readable_version(user, artifact)
        artifact.title, artifact.updated_at = version.title, version.updated_at
        if not access.may(user, "read drafts"):
            artifact.state = State.APPROVED
    return rows


def open_comments(artifact):
    return threads(artifact).filter(resolved_by=None)


def history(artifact):
    """Versions, newest first, with who wrote them and how many edits each holds."""
    return artifact.versions.select_related("author").defer("content", "search_text")


def edits_per_version(artifact) -> dict[int, int]:
    counts = Edit.objects.filter(artifact=artifact).values("version").annotate(edits=Count("pk"))
    return {row["version"]: row["edits"] for row in counts.order_by()}
