"""Funnel rows in, metric values out, for programs."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from metrics import recalculation, store
from metrics.api_numbers import PREVIEW, ForeseenSerializer, MovedValueSerializer, answered, counting, is_preview
from metrics.definitions.catalog import EVERY, TITLES
from metrics.definitions.limits import MOST_CRITERIA, MOST_DAYS, MOST_TIMES
from metrics.definitions.meaning import RepeatedEvent
from metrics.importing.rows import MEMBERS, MOST, BadRows, import_rows
from metrics.models import FunnelSettings, ImportRun
from metrics.readout import filters, listing, people
from metrics.readout.candidates import ranked
from metrics.recalculation import questions
from metrics.recalculation.candidates import Counted
from pmm_workspace.accounts.policy import Policy
from pmm_workspace.common.problems import Problem

COUNTS = inline_serializer(
    "ImportedRows",
    {
        "import": serializers.IntegerField(help_text="The import these rows belong to."),
        "new": serializers.IntegerField(),
        "changed": serializers.IntegerField(help_text="Spend that differs from before and replaces it."),
        "duplicate": serializers.IntegerField(help_text="Known already; changes nothing."),
    },
)
BAD_ROW = inline_serializer(
    "BadRow",
    {
        "row": serializers.IntegerField(help_text="Position in the list, from 0."),
        "field": serializers.CharField(),
        "code": serializers.CharField(),
        "detail": serializers.CharField(),
    },
)
REFUSED = inline_serializer(
    "RefusedRows",
    {
        "type": serializers.CharField(),
        "status": serializers.IntegerField(),
        "title": serializers.CharField(),
        "detail": serializers.CharField(),
        "rows": serializers.ListField(child=BAD_ROW, required=False),
    },
)


class EventRowSerializer(serializers.Serializer):
    user = serializers.CharField(max_length=200)
    event = serializers.CharField(max_length=100)
    time = serializers.CharField(help_text="2026-01-31T14:05:00Z; without an offset: the workspace's time zone.")
    channel = serializers.CharField(max_length=100, required=False, allow_null=True)
    segment = serializers.CharField(max_length=100, required=False, allow_null=True)
    plan = serializers.CharField(max_length=100, required=False, allow_null=True)
    product = serializers.CharField(max_length=100, required=False, allow_null=True)
    campaign = serializers.CharField(
        max_length=1000,
        required=False,
        allow_null=True,
        help_text="Of a sign-up: as the spend of the campaign names it.",
    )
    campaign_id = serializers.CharField(
        max_length=200, required=False, allow_null=True, help_text="Goes before the name where spend has the same id."
    )
    id = serializers.CharField(max_length=200, required=False, allow_null=True, help_text="The source's own event id.")


class SpendRowSerializer(serializers.Serializer):
    day = serializers.CharField(help_text="2026-01-31")
    channel = serializers.CharField(max_length=100)
    amount = serializers.CharField(help_text='A decimal number, as text or number: "120.50".')
    campaign = serializers.CharField(max_length=200, required=False, allow_null=True)
    campaign_id = serializers.CharField(max_length=200, required=False, allow_null=True)
    currency = serializers.CharField(required=False, allow_null=True, help_text="Must be the workspace's currency.")


class ImportRowsView(APIView):
    """All rows or none. Sending the same rows again changes nothing."""

    policy = Policy(read="import", write="import")
    kind = ""

    def _import(self, request):
        rows = _as_rows(request.data, MEMBERS[self.kind])
        try:
            run = import_rows(self.kind, rows, by=request.user)
        except BadRows as bad:
            raise Problem(400, _("No row was stored. Correct these and send all again."), rows=bad.errors) from None
        return Response(_counts(run), status=201 if run.new or run.changed else 200)


def _as_rows(data, known):
    """A list of objects with known members, not longer than allowed; anything else is said."""
    if not isinstance(data, list) or not data:
        raise Problem(400, _("Send a list of rows."))
    if len(data) > MOST:
        raise Problem(400, _("Send at most %(most)d rows at once.") % {"most": MOST})
    errors = [error for number, row in enumerate(data) for error in _wrong_members(number, row, known)]
    if errors:
        raise Problem(400, _("No row was stored. Correct these and send all again."), rows=errors)
    return data


def _wrong_members(number, row, known):
    if not isinstance(row, dict):
        yield {"row": number, "field": "", "code": "not_an_object", "detail": _("A row is an object.")}
        return
    for name, value in row.items():
        if name not in known:
            yield {"row": number, "field": name[:100], "code": "unknown_field", "detail": _("There is no such field.")}
        elif isinstance(value, list | dict | bool):
            yield {"row": number, "field": name, "code": "not_text", "detail": _("Expected text or a number.")}


def _counts(run: ImportRun):
    return {"import": run.pk, "new": run.new, "changed": run.changed, "duplicate": run.duplicate}


class ImportEvents(ImportRowsView):
    kind = "events"

    @extend_schema(
        operation_id="import_funnel_events",
        tags=["funnel"],
        request=EventRowSerializer(many=True),
        responses={200: COUNTS, 201: COUNTS, 400: REFUSED},
    )
    def post(self, request):
        """Import funnel events. All rows or none; the same rows again change nothing."""
        return self._import(request)


class ImportSpend(ImportRowsView):
    kind = "spend"

    @extend_schema(
        operation_id="import_funnel_spend",
        tags=["funnel"],
        request=SpendRowSerializer(many=True),
        responses={200: COUNTS, 201: COUNTS, 400: REFUSED},
    )
    def post(self, request):
        """Import spend by day, channel and campaign. A new amount replaces the old one."""
        return self._import(request)


VARIANT = inline_serializer(
    "MetricVariant",
    {
        "name": serializers.CharField(),
        "key": serializers.CharField(
            allow_null=True, help_text="What a promise names to be kept by it. null: it has no single value a month."
        ),
        "title": serializers.CharField(),
        "formula": serializers.CharField(),
        "population": serializers.CharField(),
        "target": serializers.CharField(),
        "window_days": serializers.IntegerField(allow_null=True),
        "maturity": serializers.CharField(),
    },
)
METRIC = inline_serializer(
    "Metric",
    {
        "name": serializers.CharField(),
        "title": serializers.CharField(),
        "unit": serializers.ChoiceField(choices=["share", "money", "count", "days", "months", "times"]),
        "version": serializers.IntegerField(),
        "category": serializers.ChoiceField(choices=list(TITLES)),
        "source": serializers.CharField(),
        "calendar": serializers.CharField(),
        "slices": serializers.CharField(),
        "exclusions": serializers.CharField(),
        "zero_rule": serializers.CharField(),
        "variants": serializers.ListField(child=VARIANT),
    },
)
VALUE = inline_serializer(
    "MetricValue",
    {
        "metric": serializers.CharField(),
        "variant": serializers.CharField(),
        "definition_version": serializers.IntegerField(),
        "month": serializers.CharField(help_text="2026-01"),
        "channel": serializers.CharField(help_text="A channel, unattributed, or total."),
        "segment": serializers.CharField(help_text="A segment, unattributed, or total."),
        "plan": serializers.CharField(help_text="A plan, unattributed, or total."),
        "product": serializers.CharField(help_text="A product, unattributed, or total."),
        "value": serializers.DecimalField(max_digits=24, decimal_places=6, allow_null=True, help_text="null: no base."),
        "numerator": serializers.DecimalField(
            max_digits=24,
            decimal_places=6,
            allow_null=True,
            help_text="null: not known, or made of other metrics. Of a share of money in hundredths, as below.",
        ),
        "denominator": serializers.IntegerField(allow_null=True, help_text="Money in hundredths."),
        "in_progress": serializers.IntegerField(help_text="People not yet old enough to be counted."),
        "settled": serializers.BooleanField(help_text="The month is over and nobody is in progress."),
        "imports": serializers.CharField(help_text="Where it is told which imports brought what it counts."),
        "as_of": serializers.DateTimeField(),
    },
)
IMPORTS = inline_serializer(
    "MetricValueImports",
    {
        "counting": counting(),
        "side": serializers.CharField(help_text="over: above the line; under: below it; pending: in progress."),
        "total": serializers.DecimalField(
            max_digits=24,
            decimal_places=6,
            allow_null=True,
            help_text="What those on this side add up to; null while it is counted.",
        ),
        "imports": serializers.ListField(
            child=inline_serializer(
                "MetricValueImport",
                {
                    "id": serializers.IntegerField(),
                    "name": serializers.CharField(),
                    "rows": serializers.IntegerField(help_text="About those who are counted on this side."),
                },
            )
        ),
    },
)


class ConditionSerializer(serializers.Serializer):
    event = serializers.CharField(max_length=100)
    times = serializers.IntegerField(min_value=1, max_value=MOST_TIMES, default=1, help_text="At least so many times.")


class ActivationSerializer(serializers.Serializer):
    match = serializers.ChoiceField(FunnelSettings.Match.choices, help_text="All of the events, or any of them.")
    events = ConditionSerializer(many=True, allow_empty=False, max_length=MOST_CRITERIA)
    days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS, help_text="Full days since the sign-up.")

    def validate(self, data):
        try:
            data["criteria"] = store.criteria_of(data["events"], data["match"])
        except RepeatedEvent:
            raise serializers.ValidationError(
                {"events": [_("One event stands there twice. Name each once.")]}
            ) from None
        return data


ACTIVATION = inline_serializer(
    "ActivationCriteria",
    {
        "version": serializers.IntegerField(help_text="One more with every change."),
        "match": serializers.ChoiceField(FunnelSettings.Match.choices),
        "events": ConditionSerializer(many=True),
        "days": serializers.IntegerField(),
        "text": serializers.CharField(help_text="The same as a sentence."),
    },
)


class ForeseenActivationSerializer(ForeseenSerializer):
    months = MovedValueSerializer(many=True, allow_null=True, help_text="The rate in time, the newest month first.")
    unknown = serializers.ListField(
        child=serializers.CharField(), allow_null=True, help_text="Events that nobody has ever done."
    )


class Activation(APIView):
    policy = Policy(read="see metrics", write="import")

    @extend_schema(operation_id="read_activation", tags=["metrics"], responses=ACTIVATION)
    def get(self, request):
        """What makes a sign-up an activated one."""
        return Response(listing.activation(store.settings()))

    @extend_schema(
        operation_id="set_activation",
        tags=["metrics"],
        parameters=[PREVIEW],
        request=ActivationSerializer,
        responses={
            200: PolymorphicProxySerializer(
                component_name="ActivationOrPreview",
                serializers=[ACTIVATION, ForeseenActivationSerializer],
                resource_type_field_name=None,
            ),
            202: ForeseenActivationSerializer,
            400: REFUSED,
        },
    )
    def put(self, request):
        """Say what activates, for everybody who ever signed up. All numbers on it are counted again."""
        asked = ActivationSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        if is_preview(request):
            return self._preview(request, said)
        return Response(
            listing.activation(recalculation.change_criteria(said["criteria"], said["days"], by=request.user))
        )

    def _preview(self, request, said):
        events = [{"event": event, "times": times} for event, times in said["criteria"].events]
        answer = questions.ask("criteria", by=request.user, events=events, match=said["match"], days=said["days"])
        told = dict(answer.told)
        more = {name: told.pop(name, None) for name in ("months", "unknown")}
        return answered(answer, numbers=told or None, **more)


CANDIDATE = inline_serializer(
    "ActivationCandidate",
    {
        "event": serializers.CharField(),
        "times": serializers.IntegerField(help_text="At least so many times."),
        "did": serializers.IntegerField(help_text="Sign-ups who did it in their first days."),
        "did_kept": serializers.IntegerField(help_text="Of these, who came back in the 28 days after."),
        "others": serializers.IntegerField(help_text="Sign-ups who did not."),
        "others_kept": serializers.IntegerField(),
        "lift": serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True, help_text="null: too few."),
        "score": serializers.DecimalField(max_digits=9, decimal_places=6, allow_null=True, help_text="Reach × lift."),
    },
)


CANDIDATES = inline_serializer(
    "ActivationCandidates",
    {
        "counting": counting(),
        "results": serializers.ListField(child=CANDIDATE),
    },
)


class ActivationCandidates(APIView):
    policy = Policy(read="see metrics")

    @extend_schema(
        operation_id="list_activation_candidates",
        tags=["metrics"],
        responses={
            200: CANDIDATES,
            202: CANDIDATES,
            503: REFUSED,
        },
    )
    def get(self, request):
        """Events that could mean activation, by reach × lift. This is correlation, not cause.

        202 while they are counted: ask again.
        """
        answer = questions.ask("candidates", by=request.user, days=store.settings().activation_days)
        found = ranked(Counted(**answer.told)) if answer.told else []
        return answered(answer, results=[listing.candidate(each) for each in found])


class MetricList(APIView):
    policy = Policy(read="see metrics")

    @extend_schema(
        operation_id="list_metrics",
        tags=["metrics"],
        responses=inline_serializer("Metrics", {"results": serializers.ListField(child=METRIC)}),
    )
    def get(self, request):
        """Every metric with its definition."""
        return Response({"results": listing.metrics(store.settings())})


class ValueList(APIView):
    policy = Policy(read="see metrics")

    @extend_schema(
        operation_id="list_metric_values",
        tags=["metrics"],
        parameters=[
            OpenApiParameter("metric", str, enum=list(EVERY), description="All of them when left out."),
            OpenApiParameter("variant", str, description="One variant of the metric; all of them when left out."),
            OpenApiParameter("from", str, description="First month, as 2026-01."),
            OpenApiParameter("to", str, description="Last month, as 2026-01."),
            OpenApiParameter("channel", str, description="A channel, unattributed, total; each when left out."),
            OpenApiParameter("segment", str, description="A segment, unattributed, each; total when left out."),
            OpenApiParameter("plan", str, description="A plan, unattributed, each; total when left out."),
            OpenApiParameter("product", str, description="A product, unattributed, each; total when left out."),
        ],
        responses={
            200: inline_serializer("MetricValues", {"results": serializers.ListField(child=VALUE)}),
            400: REFUSED,
        },
    )
    def get(self, request):
        """Values by month and channel, segment, plan or product, or by several of these, as they were last computed."""
        settings = store.settings()
        try:
            asked = filters.of_values(request.query_params, filters.known(settings))
        except filters.BadFilter as bad:
            raise Problem(400, str(bad)) from None
        return Response({"results": listing.values(asked, settings, store.today(request.member.workspace))})


class ValueImports(APIView):
    policy = Policy(read="see metrics")

    @extend_schema(
        operation_id="list_imports_of_metric_value",
        tags=["metrics"],
        parameters=[
            OpenApiParameter("metric", str, enum=list(EVERY), required=True),
            OpenApiParameter("variant", str, required=True),
            OpenApiParameter("month", str, required=True, description="As 2026-01."),
            OpenApiParameter("side", str, description="As the response names it; the first when left out."),
            OpenApiParameter("channel", str, description="A channel or unattributed; everybody when left out."),
            OpenApiParameter("segment", str, description="A segment or unattributed; everybody when left out."),
            OpenApiParameter("plan", str, description="A plan or unattributed; everybody when left out."),
            OpenApiParameter("product", str, description="A product or unattributed; everybody when left out."),
        ],
        responses={200: IMPORTS, 202: IMPORTS, 400: REFUSED, 503: REFUSED},
    )
    def get(self, request):
        """The imports behind one value, counted from their rows.

        202 while they are counted: ask again.
        """
        try:
            wanted = listing.wanted(request.query_params.dict(), store.settings())
        except filters.BadFilter as bad:
            raise Problem(400, str(bad)) from None
        answer = people.ask(wanted, by=request.user)
        return answered(answer, **listing.imports(wanted, answer.told))
