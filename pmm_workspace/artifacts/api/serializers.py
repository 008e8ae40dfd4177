"""Bodies of the API, derived from the models of the kinds."""

from functools import cache

from rest_framework import serializers

from pmm_workspace.artifacts import kinds
from pmm_workspace.artifacts.concision import KINDS
from pmm_workspace.artifacts.models import Artifact, Comment, Move, State, Suggestion, Version
from pmm_workspace.artifacts.review import TRANSITIONS


class ItemSerializer(serializers.ModelSerializer):
    """A line of a list. Send its `key` to keep it, none to add it."""

    key = serializers.RegexField(r"\A[0-9A-Za-z]{1,36}\Z", required=False)


class DocumentSerializer(serializers.ModelSerializer):
    """A document as its newest version has it, drafts included for those who may see them."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = field.required and not field.read_only

    id = serializers.IntegerField(read_only=True)
    kind = serializers.CharField(read_only=True)
    state = serializers.ChoiceField(choices=State.choices, read_only=True)
    revision = serializers.IntegerField(read_only=True, help_text="The ETag: send it back in If-Match.")
    version = serializers.IntegerField(read_only=True, help_text="The version that this body shows.")
    approved_version = serializers.IntegerField(read_only=True, allow_null=True)
    updated_at = serializers.DateTimeField(read_only=True)


HEAD = ["id", "kind", "state", "revision", "version", "approved_version", "updated_at"]


@cache
def item_serializer(item):
    """The serializer of an item, with exactly its written fields."""
    names = ["key", *kinds.item_fields(item)]
    meta = type("Meta", (), {"model": item, "fields": names})
    within = kinds.within(item)
    extra = {within.name: serializers.CharField(required=False, allow_blank=True, max_length=36)} if within else {}
    return type(f"{item.__name__}Serializer", (ItemSerializer,), {"Meta": meta, **extra})


@cache
def serializer(model):
    """The serializer of a kind: header, own fields and lists."""
    lists = {
        name: item_serializer(item)(many=True, required=False, help_text=str(item._meta.verbose_name_plural))
        for name, item in kinds.lists(model).items()
    }
    names = [*HEAD, *kinds.fields(model), *lists]
    meta = type("Meta", (), {"model": model, "fields": names})
    title = {"title": serializers.CharField(max_length=160, required=True)}
    return type(
        f"{model.__name__}Serializer", (DocumentSerializer,), {"Meta": meta, "__doc__": model.__doc__, **title, **lists}
    )


def body(artifact: Artifact, version: Version) -> dict:
    """The JSON of a document as that version has it."""
    content = version.content
    head = {
        "id": artifact.pk,
        "kind": artifact.kind,
        "state": artifact.state,
        "revision": version.revision,
        "version": version.number,
        "approved_version": artifact.approved.number if artifact.approved else None,
        "updated_at": artifact.updated_at,
    }
    return head | content["fields"] | content["lists"]


class FindingSerializer(serializers.Serializer):
    """A remark on the characters from `start` up to `end` of the text at a path."""

    kind = serializers.ChoiceField(choices=list(KINDS))
    label = serializers.CharField(help_text="What people call this kind of remark.")
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    message = serializers.CharField(help_text="The reason, in a sentence.")
    other = serializers.CharField(allow_blank=True, help_text="The path of the line that says the same.")


class ReadSerializer(serializers.Serializer):
    """A line that something was remarked on."""

    path = serializers.CharField()
    label = serializers.CharField()
    seconds = serializers.IntegerField(help_text="How long it takes to say.")
    findings = FindingSerializer(many=True)


class ConcisionSerializer(serializers.Serializer):
    """Whether a document is short, plain and proved: advice, derived from its text, that stops nothing."""

    seconds = serializers.IntegerField(help_text="How long the whole document takes to say.")
    count = serializers.IntegerField(help_text="How many remarks there are.")
    is_partial = serializers.BooleanField(help_text="Whether only the beginning of a long document was read.")
    lines = ReadSerializer(many=True)


class VersionSerializer(serializers.ModelSerializer):
    author = serializers.CharField()

    class Meta:
        model = Version
        fields = ["number", "revision", "title", "name", "author", "note", "created_at", "updated_at"]


class MoveSerializer(serializers.ModelSerializer):
    by = serializers.CharField(read_only=True)
    version = serializers.IntegerField(source="version.number", read_only=True)

    class Meta:
        model = Move
        fields = ["name", "source", "target", "version", "by", "at", "note"]


class AskedMoveSerializer(serializers.Serializer):
    """A step in review about the text at revision `seen`."""

    name = serializers.ChoiceField(choices=list(TRANSITIONS))
    seen = serializers.IntegerField(min_value=0, help_text="The revision that you read.")
    note = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    reviewers = serializers.ListField(
        child=serializers.IntegerField(min_value=1),
        required=False,
        min_length=1,
        max_length=50,
        help_text="With submit: the ids of whom to ask. Without it everybody whose approval counts is asked.",
    )
    due = serializers.DateField(required=False, help_text="With submit: the day by which an answer is needed.")
    publish_at = serializers.DateTimeField(
        required=False, help_text="With approve: when readers get it. Without it they have it at once."
    )


class CommentSerializer(serializers.ModelSerializer):
    author = serializers.CharField(read_only=True)
    version = serializers.IntegerField(source="version.number", read_only=True)
    resolved_by = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = Comment
        fields = ["id", "path", "quote", "text", "author", "version", "at", "resolved_by", "resolved_at"]
        read_only_fields = ["at", "resolved_at"]


class SuggestionSerializer(serializers.ModelSerializer):
    document = serializers.IntegerField(source="artifact_id", read_only=True)
    author = serializers.CharField(read_only=True)
    version = serializers.IntegerField(source="version.number", read_only=True, help_text="Whose words it replaces.")
    decided_by = serializers.CharField(read_only=True, allow_null=True)

    class Meta:
        model = Suggestion
        fields = ["id", "document", "path", "before", "after", "note", "author", "version", "at"]
        fields += ["decision", "decided_by", "decided_at", "answer"]
        read_only_fields = ["before", "at", "decision", "decided_at", "answer"]


class AcceptSerializer(serializers.Serializer):
    seen = serializers.IntegerField(
        required=False, min_value=0, help_text="Where the place was changed meanwhile: the revision that you read."
    )


class RejectSerializer(serializers.Serializer):
    answer = serializers.CharField(max_length=2000, help_text="Why not, for who proposed it.")
