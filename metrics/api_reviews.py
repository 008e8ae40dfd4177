"""Reviews for programs: the numbers as they were told on a day, and what the same periods are told to be now."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_field, inline_serializer
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from metrics.models import Review
from metrics.readout import reviews
from pmm_workspace.accounts.policy import Policy
from pmm_workspace.common.problems import Problem

LISTED = 100


class ListedReviewSerializer(serializers.ModelSerializer):
    by = serializers.CharField(source="by.name", allow_null=True, default=None)

    class Meta:
        model = Review
        fields = ["id", "day", "through", "currency", "by", "closes", "created_at"]
        extra_kwargs = {"closes": {"help_text": "Of what the clock kept: the last day of its month or quarter."}}


class ReviewedValueSerializer(serializers.Serializer):
    metric = serializers.CharField(source="told.metric")
    variant = serializers.CharField(source="told.variant")
    bucket = serializers.ChoiceField(["week", "month"], source="told.bucket")
    period = serializers.DateField(source="told.period", help_text="Its first day.")
    numerator = serializers.CharField(source="told.above")
    denominator = serializers.CharField(source="told.below")
    numerator_now = serializers.CharField(source="point.numerator", allow_null=True, default=None)
    denominator_now = serializers.CharField(source="point.denominator", allow_null=True, default=None)
    is_same = serializers.BooleanField(help_text="As it is shown: rounded.")
    is_redefined = serializers.BooleanField(help_text="It was told by another version of the definition.")


class RedefinedSerializer(serializers.Serializer):
    day = serializers.DateField()
    text = serializers.CharField()
    by = serializers.CharField(source="who", help_text="Empty where nobody did it by hand.")


class ReviewSerializer(ListedReviewSerializer):
    redefined = serializers.SerializerMethodField(help_text="What was defined anew since it was kept.")
    values = serializers.SerializerMethodField()

    class Meta(ListedReviewSerializer.Meta):
        fields = [*ListedReviewSerializer.Meta.fields, "redefined", "values"]

    @extend_schema_field(RedefinedSerializer(many=True))
    def get_redefined(self, review):
        return RedefinedSerializer(reviews.redefined(review), many=True).data

    @extend_schema_field(ReviewedValueSerializer(many=True))
    def get_values(self, review):
        return ReviewedValueSerializer(reviews.rows(review, review.workspace), many=True).data


class Reviews(APIView):
    policy = Policy(read="see metrics", write="see metrics")

    @extend_schema(
        operation_id="list_reviews",
        tags=["metrics"],
        responses=inline_serializer("Reviews", {"results": serializers.ListField(child=ListedReviewSerializer())}),
    )
    def get(self, request):
        """The newest hundred reviews."""
        kept = Review.objects.select_related("by").defer("values")[:LISTED]
        return Response({"results": ListedReviewSerializer(kept, many=True).data})

    @extend_schema(operation_id="keep_review", tags=["metrics"], request=None, responses={201: ReviewSerializer})
    def post(self, request):
        """Keep the newest complete week or month of each number as it is told now."""
        review = reviews.keep(request.member.workspace, by=request.user)
        if review is None:
            raise Problem(409, str(reviews.NOTHING))
        return Response(ReviewSerializer(review).data, status=201)


class OneReview(APIView):
    policy = Policy(read="see metrics")

    @extend_schema(operation_id="read_review", tags=["metrics"], responses=ReviewSerializer)
    def get(self, request, pk):
        """What was kept, beside what the same periods are told to be now."""
        kept = get_object_or_404(Review.objects.select_related("by", "workspace"), pk=pk)
        return Response(ReviewSerializer(kept).data)
