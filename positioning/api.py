"""Observations from programs: a crawler, a call recorder, a form on the intranet."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import generics, pagination, serializers

from pmm_workspace.accounts.policy import Policy
from positioning import triage
from positioning.models import IntelItem


class Newest(pagination.CursorPagination):
    page_size = 50
    ordering = "-pk"


class IntelSerializer(serializers.ModelSerializer):
    class Meta:
        model = IntelItem
        fields = ["id", "text", "source", "source_type", "link", "seen_on", "state", "reason", "competitor"]
        read_only_fields = ["state", "reason", "competitor"]


@extend_schema_view(
    get=extend_schema(operation_id="list_intel", tags=["intel"], summary="List observations, newest first"),
    post=extend_schema(operation_id="note_intel", tags=["intel"], summary="Write down an observation for triage"),
)
class Intel(generics.ListCreateAPIView):
    """What somebody saw or heard of a competitor."""

    policy = Policy(read="suggest")
    serializer_class = IntelSerializer
    pagination_class = Newest

    def get_queryset(self):
        return IntelItem.objects.all()

    def perform_create(self, serializer):
        serializer.instance = triage.note(by=self.request.user, **serializer.validated_data)
