"""What the check for concision says of a document, beside its text."""

from django.shortcuts import render

from pmm_workspace.accounts.policy import policy
from pmm_workspace.artifacts import concision, document, queries
from pmm_workspace.artifacts.web.showing import artifact_of


@policy(read="read drafts")
def remarks(request, pk):
    """The part of the panel again, once a field was saved."""
    artifact = artifact_of(request, pk)
    report = remarks_on(request.user, artifact, document.of_artifact(artifact))
    return render(request, "artifacts/_concision.html", {"concision": report, "is_again": True})


def remarks_on(user, artifact, content) -> concision.Report:
    """The remarks on this text of a document, for somebody who knows what they may read."""
    names, agreed = queries.names_known_to(user), queries.words_avoided(user, artifact)
    return concision.of_document(content, names=names, agreed=agreed)
