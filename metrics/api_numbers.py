"""How REST says which numbers a change moves, and that it does not know yet."""

from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.response import Response

from metrics.importing import wording
from metrics.recalculation.questions import Answer
from pmm_workspace.common.problems import Problem

SECONDS = 1  # after which to ask again
PREVIEW = OpenApiParameter(
    "preview",
    bool,
    description="Change nothing; say which numbers would change. 202 while they are counted: ask again.",
)


def is_preview(request) -> bool:
    return request.query_params.get("preview", "").lower() in ("1", "true")


def _value():
    said = "Month, above the line, below it; null: no value."
    return serializers.ListField(child=serializers.CharField(), allow_null=True, help_text=said)


class MovedValueSerializer(serializers.Serializer):
    metric = serializers.CharField()
    variant = serializers.CharField()
    before = _value()
    after = _value()


class MovedNumbersSerializer(serializers.Serializer):
    lake_version = serializers.IntegerField(help_text="Of the imported data that was counted.")
    currencies = serializers.ListField(
        child=serializers.CharField(), help_text="Of the amounts before and after; two until all is counted in another."
    )
    headlines = MovedValueSerializer(many=True, help_text="The five numbers of the first page.")
    most = MovedValueSerializer(many=True, help_text="The monthly values that change most.")
    values = serializers.IntegerField(help_text="How many monthly values change.")
    metrics = serializers.IntegerField(help_text="Of how many metrics.")


def counting():
    said = "Not known yet: ask the same again in a second. What nobody asks for a minute is given up."
    return serializers.BooleanField(help_text=said)


class CountedSerializer(serializers.Serializer):
    """What is answered while something is counted (202), and once it is (200)."""

    counting = counting()


class ForeseenSerializer(CountedSerializer):
    numbers = MovedNumbersSerializer(allow_null=True, help_text="null while they are counted.")


def answered(answer: Answer, **told) -> Response:
    """202 while it is counted, then 200. Raises Problem where nothing can be told."""
    if answer.problem:
        raise Problem(409 if answer.missing else 503, wording.of_problem(answer))
    later = {"Retry-After": str(SECONDS)} if answer.is_open else {}
    return Response({"counting": answer.is_open, **told}, status=202 if answer.is_open else 200, headers=later)


def foreseen(answer: Answer) -> Response:
    return answered(answer, numbers=answer.told or None)
