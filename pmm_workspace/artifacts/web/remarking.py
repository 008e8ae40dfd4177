"""What the check for concision says of a document, beside its text."""

from django.shortcuts import render

from pmm_workspace.accounts.policy import policy
from pmm_workspace.artifacts import concision, document, queries
from pmm_workspace.artifacts.web.showing import artifact_of


@policy(read="read drafts")
def remarks(request, pk):
    """The part of the panel again, once a field was saved."""
    artifact = artifact_of(request, pk)
    report = remarks_on(request, document.of_artifact(artifact))
    return render(request, "artifacts/_concision.html", {"concision": report, "is_again": True})


def remarks_on(request, content) -> concision.Report:
    return concision.of_document(content, names=queries.names_known_to(request.user))
