"""Files of a document: one address, the format and the reader in its query."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from pmm_workspace.accounts.policy import policy
from pmm_workspace.artifacts import access, sharing
from pmm_workspace.artifacts.export import FORMATS
from pmm_workspace.artifacts.models import Artifact, Version
from pmm_workspace.common.downloads import download


@policy(read="read")
def export_file(request, pk):
    """`?as=pdf|docx|pptx|md`, `&for=customers` for what is safe to share, `&v=3` for a version of one's choice."""
    artifact = get_object_or_404(Artifact.objects.visible_to(request.user).with_versions(), pk=pk)
    suffix = request.GET.get("as", "pdf")
    if suffix not in FORMATS:
        raise Http404
    version = _asked_version(request.user, artifact, request.GET.get("v", ""))
    made = sharing.as_file(artifact, version, suffix, for_customers=request.GET.get("for") == "customers")
    return download(made.name, made.media_type, made.content)


def _asked_version(user, artifact, number) -> Version:
    """The version that this person reads; who sees drafts may ask for any."""
    if not number:
        return access.readable_version(user, artifact)
    if not access.may(user, "read drafts") or not number.isdecimal() or len(number) > 9:
        raise Http404
    return get_object_or_404(Version, artifact=artifact, number=int(number))
