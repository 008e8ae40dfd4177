"""The promise register for programs."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from messaging import register
from messaging.keeping import Status
from pmm_workspace.accounts.policy import Policy


class EntrySerializer(serializers.Serializer):
    """A promise as it stands today. `value` and `threshold` are shares from 0 to 1, or amounts of money."""

    promise = serializers.IntegerField(source="artifact.pk")
    title = serializers.CharField(source="artifact.title")
    statement = serializers.CharField(source="promise.statement")
    status = serializers.ChoiceField(choices=Status.choices)
    metric = serializers.CharField(source="promise.metric", allow_blank=True)
    value = serializers.DecimalField(source="measure.value", max_digits=24, decimal_places=6, allow_null=True)
    threshold = serializers.DecimalField(source="measure.threshold", max_digits=24, decimal_places=6, allow_null=True)
    months = serializers.ListField(child=serializers.DateField(), source="measure.months")
    proofs = serializers.SerializerMethodField(help_text="How many stand behind it.")
    live_proofs = serializers.IntegerField(source="live")
    published_lines = serializers.IntegerField(source="published")
    lines = serializers.IntegerField(source="used")
    decision = serializers.CharField(source="promise.decision", allow_blank=True)

    def get_proofs(self, entry) -> int:
        return len(entry.proofs)


class PromiseRegister(APIView):
    """Every promise with its status, the worst first."""

    policy = Policy(read="read drafts")

    @extend_schema(operation_id="list_promise_register", tags=["promises"], responses=EntrySerializer(many=True))
    def get(self, request):
        return Response(EntrySerializer(register.entries(request.user), many=True).data)
