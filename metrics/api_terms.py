"""Whom numbers leave out, exchange rates, and people who are erased, for programs; `preview` tells before it does."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from metrics import recalculation, store
from metrics.api_numbers import PREVIEW, ForeseenSerializer, answered, foreseen, is_preview
from metrics.importing import erasing, wording
from metrics.models import Erasure, ExchangeRate, FunnelSettings
from metrics.parsing import rates
from metrics.readout import rhythm
from metrics.recalculation import questions
from metrics.store import retention
from metrics.store.terms import LONGEST_KEY, MOST_LEFT_OUT, Changes, NoDomain, RateMissing, as_domain
from pmm_workspace.accounts.policy import Policy
from pmm_workspace.common.problems import Problem

AT_ONCE = 1000  # rates
LISTED = 100


class PreviewedErasureSerializer(ForeseenSerializer):
    counts = serializers.DictField(child=serializers.IntegerField(), allow_null=True, help_text="Rows by table.")


def _or_previewed(name, answer):
    """What is answered, or what a preview answers."""
    both = [answer, ForeseenSerializer]
    return PolymorphicProxySerializer(component_name=name, serializers=both, resource_type_field_name=None)


def _changed(request, changes):
    """The numbers that would change for a preview; None once the changes are saved."""
    if is_preview(request):
        return foreseen(questions.ask("terms", by=request.user, **changes.as_plain()))
    try:
        recalculation.change_terms(changes, by=request.user)
    except RateMissing as rate:
        raise Problem(409, wording.of_missing_rates(rate.missing)) from None
    return None


class DomainField(serializers.CharField):
    def to_internal_value(self, data):
        try:
            return as_domain(super().to_internal_value(data))
        except NoDomain:
            raise serializers.ValidationError(_("Expected a domain like example.com.")) from None


class ImportSettingsSerializer(serializers.Serializer):
    excluded_people = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_KEY),
        max_length=MOST_LEFT_OUT,
        required=False,
        help_text="Ids and addresses.",
    )
    internal_domains = serializers.ListField(
        child=DomainField(max_length=253), max_length=MOST_LEFT_OUT, required=False
    )
    kept_months = serializers.IntegerField(
        min_value=1,
        max_value=retention.MOST_MONTHS,
        allow_null=True,
        required=False,
        help_text="null keeps all events.",
    )
    review_every = serializers.ChoiceField(
        FunnelSettings.Rhythm.choices,
        allow_blank=True,
        required=False,
        help_text="How often the clock keeps a review; empty for never.",
    )


class ImportSettings(APIView):
    policy = Policy(read="see metrics", write="import")

    @extend_schema(operation_id="read_import_settings", tags=["funnel"], responses=ImportSettingsSerializer)
    def get(self, request):
        """Whom the numbers leave out, how long events are kept and how often a review is."""
        return Response(ImportSettingsSerializer(store.settings()).data)

    @extend_schema(
        operation_id="change_import_settings",
        tags=["funnel"],
        parameters=[PREVIEW],
        request=ImportSettingsSerializer,
        responses={200: _or_previewed("ImportSettingsOrPreview", ImportSettingsSerializer), 202: ForeseenSerializer},
    )
    def patch(self, request):
        """Change what is named. All numbers are computed again where somebody else is left out."""
        asked = ImportSettingsSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = dict(asked.validated_data)
        months, every = said.pop("kept_months", ...), said.pop("review_every", ...)
        if said or is_preview(request):
            previewed = _changed(request, Changes(**{name: tuple(entries) for name, entries in said.items()}))
            if previewed:
                return previewed
        if months is not ...:
            recalculation.keep_for(months, by=request.user)
        if every is not ...:
            rhythm.choose(every, by=request.user)
        return self.get(request)


class RateSerializer(serializers.Serializer):
    day = serializers.DateField(help_text="From this day until the next rate of the currency.")
    currency = serializers.RegexField(r"^[A-Za-z]{3}\Z")
    rate = serializers.DecimalField(
        max_digits=18, decimal_places=8, allow_null=True, help_text="In the workspace's currency; null removes."
    )

    def validate_rate(self, rate):
        if rate is not None and rate <= 0:
            raise serializers.ValidationError(_("A rate is above 0."))
        return rate


class RatesSerializer(serializers.Serializer):
    results = RateSerializer(many=True)


class Rates(APIView):
    policy = Policy(read="see metrics", write="import")

    @extend_schema(operation_id="list_rates", tags=["funnel"], responses=RatesSerializer)
    def get(self, request):
        """Every exchange rate."""
        return Response({"results": RateSerializer(ExchangeRate.objects.all()[: rates.MOST], many=True).data})

    @extend_schema(
        operation_id="enter_rates",
        tags=["funnel"],
        parameters=[PREVIEW],
        request=RateSerializer(many=True),
        responses={200: _or_previewed("RatesOrPreview", RatesSerializer), 202: ForeseenSerializer},
    )
    def post(self, request):
        """Enter, replace and remove rates. All numbers are computed again."""
        asked = RateSerializer(data=request.data, many=True, allow_empty=False, max_length=AT_ONCE)
        asked.is_valid(raise_exception=True)
        said = [(each["currency"].upper(), each["day"], each["rate"]) for each in asked.validated_data]
        entered = tuple(rates.Rate(*each) for each in said if each[2] is not None)
        removed = tuple((currency, day) for currency, day, rate in said if rate is None)
        return _changed(request, Changes(rates=entered, removed=removed)) or self.get(request)


class ErasureSerializer(serializers.ModelSerializer):
    class Meta:
        model = Erasure
        fields = ["id", "counts", "created_at", "finished_at"]
        read_only_fields = fields


class SubjectSerializer(serializers.Serializer):
    subject = serializers.CharField(
        max_length=LONGEST_KEY, help_text="An id as a source writes it, or an e-mail address."
    )
    again = serializers.CharField(
        max_length=LONGEST_KEY,
        required=False,
        help_text="The same once more, because this cannot be undone. Needed to erase, not for a preview.",
    )


class ErasuresSerializer(serializers.Serializer):
    results = ErasureSerializer(many=True)


class Erasures(APIView):
    policy = Policy(read="manage")

    @extend_schema(operation_id="list_erasures", tags=["funnel"], responses=ErasuresSerializer)
    def get(self, request):
        """The receipts: how much went and when, and no longer who."""
        return Response({"results": ErasureSerializer(Erasure.objects.all()[:LISTED], many=True).data})

    @extend_schema(
        operation_id="erase_person",
        tags=["funnel"],
        parameters=[PREVIEW],
        request=SubjectSerializer,
        responses={
            200: PreviewedErasureSerializer,
            202: PolymorphicProxySerializer(
                component_name="ErasureOrPreview",
                serializers=[ErasureSerializer, PreviewedErasureSerializer],
                resource_type_field_name=None,
            ),
        },
    )
    def post(self, request):
        """Erase a person from everything imported, for good. Deals and companies keep their names.

        The key stands in the body twice, in `subject` and in `again`: what names somebody else by mistake in one of
        them erases nobody (400). Look first with `preview`, which needs it once.
        """
        asked = SubjectSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        subject = asked.validated_data["subject"]
        if is_preview(request):
            return self._preview(request, subject)
        if asked.validated_data.get("again") != subject:
            said = _("To erase somebody for good, send the same id or address here that is in subject.")
            raise serializers.ValidationError({"again": [said]})
        return Response(ErasureSerializer(erasing.erase(subject, by=request.user)).data, status=202)

    def _preview(self, request, subject):
        answer = questions.ask("erasing", by=request.user, subject=subject)
        return answered(answer, **{name: answer.told.get(name) for name in ("counts", "numbers")})
