"""Reads that need a sentence."""

from django.db.models import Case, Count, IntegerField, QuerySet, When

from pmm_workspace.artifacts import access, search
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


def found(user, text="", **wanted):
    """What this person may see: newest first, or, with words to look for, best first. `wanted`: see search.Wanted."""
    return looked_up(user, text, **wanted)[0]


def looked_up(user, text="", **wanted) -> tuple[QuerySet, tuple[search.Word, ...]]:
    """What is found, and the words as search understood them."""
    rows = Artifact.objects.visible_to(user).with_versions().defer("latest__content", "approved__content")
    wanted = {name: getattr(value, "pk", value) for name, value in wanted.items() if value}
    if not text.strip():
        return rows.filter(**wanted), ()
    result = search.ranked(user, text, search.Wanted(**wanted))
    places = [When(pk=pk, then=place) for place, pk in enumerate(result.pks)]
    order = Case(*places, output_field=IntegerField()) if places else "-updated_at"
    return rows.filter(pk__in=result.pks).order_by(order), result.words


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
