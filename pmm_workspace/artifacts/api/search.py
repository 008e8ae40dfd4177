"""REST: what the search page finds, as JSON."""

from django.core.paginator import Paginator
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from pmm_workspace.accounts.policy import Policy
from pmm_workspace.artifacts import excerpts, kinds, queries, verification
from pmm_workspace.artifacts.models import State

LONGEST, A_PAGE = 200, 20


class StretchSerializer(serializers.Serializer):
    text = serializers.CharField()
    is_match = serializers.BooleanField()


class ExcerptSerializer(serializers.Serializer):
    """Where the words are: the label and path of the place, and the words around them."""

    label = serializers.CharField()
    path = serializers.CharField(allow_blank=True)
    stretches = StretchSerializer(many=True)


class FoundSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.CharField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=State.choices)
    freshness = serializers.ChoiceField(choices=["fresh", "soon", "due", "expired"], allow_null=True)
    language = serializers.CharField()
    updated_at = serializers.DateTimeField()
    url = serializers.CharField(help_text="The page of the document, at the place that was found.")
    excerpt = ExcerptSerializer(allow_null=True)


class AnswerSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    results = FoundSerializer(many=True)


class Asked(serializers.Serializer):
    """What is asked, checked: an unknown kind or state is an error rather than no result."""

    q = serializers.CharField(max_length=LONGEST)
    kind = serializers.ChoiceField(choices=[], required=False)
    state = serializers.ChoiceField(choices=State.choices, required=False)
    product = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    owner = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    language = serializers.CharField(max_length=10, required=False)
    page = serializers.IntegerField(min_value=1, max_value=1000, default=1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [kind._meta.model_name for kind in kinds.kinds()]


def _parameter(name, about, kind=str, **more):
    return OpenApiParameter(name, kind, description=about, **more)


class Search(APIView):
    """Search everything that one may see: titles, texts, items and comments."""

    policy = Policy(read="read")

    @extend_schema(
        summary="Search",
        responses=AnswerSerializer,
        parameters=[
            _parameter("q", "The words; one may be mistyped, the last may be a beginning.", required=True),
            _parameter("kind", "Only this kind, as in `kind` of a document."),
            _parameter("state", "Only documents in this state.", enum=State.values),
            _parameter("product", "Only this product, by id.", int),
            _parameter("owner", "Only this person's documents, by id.", int),
            _parameter("language", "Only this language, e.g. ru."),
            _parameter("page", "Twenty results a page, best first.", int),
        ],
    )
    def get(self, request):
        asked = Asked(data=request.query_params)
        asked.is_valid(raise_exception=True)
        wanted = dict(asked.validated_data)
        text, number = wanted.pop("q"), wanted.pop("page")
        rows, words = queries.looked_up(request.user, text, **wanted)
        page = Paginator(rows, A_PAGE).get_page(number)
        found = excerpts.explained(request.user, queries.as_read_by(request.user, list(page.object_list)), words)
        answer = {"count": page.paginator.count, "results": [_body(each) for each in found]}
        return Response(AnswerSerializer(answer).data)


def _body(artifact):
    aged = verification.standing(artifact)
    place = f"#{artifact.excerpt.anchor}" if artifact.excerpt else ""
    names = ("id", "kind", "title", "state", "language", "updated_at", "excerpt")
    values = {name: getattr(artifact, name) for name in names}
    return values | {"freshness": aged and aged.state, "url": f"/d/{artifact.pk}/{place}"}
