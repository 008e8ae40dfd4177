"""What every page of a document is made of: the document, the page around it, and what this person may do."""

from django.shortcuts import get_object_or_404
from django.utils.functional import SimpleLazyObject

from pmm_workspace.artifacts import (
    access,
    completeness,
    diff,
    document,
    freshness,
    kinds,
    links,
    queries,
    review,
    rounds,
)
from pmm_workspace.artifacts.models import Artifact
from pmm_workspace.artifacts.web.pages import READ, Page


def artifact_of(request, pk) -> Artifact:
    found = get_object_or_404(Artifact.objects.visible_to(request.user).with_versions(), pk=pk)
    return queries.as_read_by(request.user, [found])[0]


def may(request) -> dict[str, bool]:
    return {name: access.may(request.user, name) for name in ("edit", "review", "comment", "import", "verify")}


def page_of(request, artifact, version, mode=READ, since=None) -> Page:
    content = document.parse(kinds.kind(artifact.kind), version.content)
    remarks = list(queries.open_comments(artifact)) if access.may(request.user, "comment") else []
    changed = diff.between(since, content) if since else []
    hidden = {
        "hides_drafts": not access.may(request.user, "read drafts"),
        "hides_figures": not access.may(request.user, "see metrics"),
    }
    side = _side(artifact, version)
    return Page(artifact, content, mode, version.revision, changed, remarks, side=side, **hidden)


def _side(artifact, version):
    """Which rows of links tell of this text; none do of an old one."""
    return {artifact.approved_id: links.APPROVED, artifact.latest_id: links.DRAFT}.get(version.pk)


def context_of(request, page, version, **more) -> dict:
    artifact = page.artifact
    seen = artifact.approved_id == version.pk
    return (
        {
            "artifact": artifact,
            "page": page,
            "document": page.document,
            "version": version,
            "kind": page.document.model,
            "slug": kinds.slug(page.document.model),
            "is_approved_version": seen,
            "may": may(request) | {"edit": access.may_edit(request.user, artifact)},
            "moves": review.possible(artifact, request.user),
            "round": SimpleLazyObject(lambda: rounds.current(artifact)),
            "asking": SimpleLazyObject(lambda: _asking(artifact)),
            "uses_count": SimpleLazyObject(lambda: links.count_of_uses(artifact)),
            "q": request.GET.get("q", "")[:200],
        }
        | _advice(request, page)
        | more
    )


def _advice(request, page):
    """What stands in the way of an approval, and what does not."""
    if not access.may(request.user, "read drafts"):
        return {"gaps": [], "advice": []}
    return {
        "gaps": completeness.gaps(page.document, at=completeness.APPROVAL)
        + freshness.gates(page.document, page.standings),
        "advice": completeness.gaps(page.document, at=completeness.ADVICE),
    }


def _asking(artifact):
    """Whom one may ask for review, with those suggested marked."""
    people = rounds.deciders(artifact)
    suggested = rounds.suggested(artifact, people)
    return {
        "people": [{"user": person, "is_suggested": person in suggested} for person in people],
        "quorum": rounds.quorum(artifact, people),
    }


def template_of(artifact) -> list[str]:
    meta = kinds.kind(artifact.kind)._meta
    return [f"{meta.app_label}/{meta.model_name}.html", "artifacts/plain.html"]
