"""REST: one suggestion, and the two answers to it."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from pmm_workspace.accounts.policy import Policy
from pmm_workspace.artifacts import editing, suggestions
from pmm_workspace.artifacts.api.serializers import AcceptSerializer, RejectSerializer, SuggestionSerializer
from pmm_workspace.artifacts.api.views import Refusals
from pmm_workspace.artifacts.models import Suggestion
from pmm_workspace.common.problems import Problem

ANSWERED = {
    200: SuggestionSerializer,
    409: OpenApiResponse(description="It was decided already, or the place was changed: both texts."),
}


class Suggestions(viewsets.GenericViewSet):
    """Other words for one place of a document, proposed by whoever reads it."""

    policy = Policy(read="suggest")
    serializer_class = SuggestionSerializer
    queryset = Suggestion.everywhere.none()  # tells the schema what an id is
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self):
        return suggestions.visible_to(self.request.user)

    @extend_schema(summary="Read a suggestion")
    def retrieve(self, request, pk):
        return self._answer(pk)

    @extend_schema(summary="Accept a suggestion", request=AcceptSerializer, responses=ANSWERED)
    @action(detail=True, methods=["post"], policy=Policy(read="edit"))
    def accept(self, request, pk):
        """The words become the document's, as an edit of yours."""
        asked = AcceptSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        with Refusals():
            try:
                suggestions.accept(self._found(pk), by=request.user, seen=asked.validated_data.get("seen"))
            except editing.Conflict as conflict:
                raise _changed(conflict) from conflict
        return self._answer(pk)

    @extend_schema(summary="Reject a suggestion", request=RejectSerializer, responses=ANSWERED)
    @action(detail=True, methods=["post"], policy=Policy(read="edit"))
    def reject(self, request, pk):
        """The text stays as it is; who proposed is told why."""
        asked = RejectSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        with Refusals():
            suggestions.reject(self._found(pk), asked.validated_data["answer"], by=request.user)
        return self._answer(pk)

    def _found(self, pk):
        return get_object_or_404(self.get_queryset(), pk=int(pk))

    def _answer(self, pk):
        return Response(SuggestionSerializer(self._found(pk)).data)


def _changed(conflict):
    (clash,) = conflict.clashes
    said = _("This place was changed since. Read both texts; to take the proposed one, send the revision as “seen”.")
    return Problem(409, said, stands=clash.theirs, proposed=clash.mine, revision=conflict.revision)
