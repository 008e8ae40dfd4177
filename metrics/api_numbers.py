"""How REST says which numbers a change moves."""

from rest_framework import serializers


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
    headlines = MovedValueSerializer(many=True, help_text="The five numbers of the first page.")
    most = MovedValueSerializer(many=True, help_text="The monthly values that change most.")
    values = serializers.IntegerField(help_text="How many monthly values change.")
    metrics = serializers.IntegerField(help_text="Of how many metrics.")
