"""REST: the same calls as the pages, strict about what was seen.

A write needs `If-Match` with the revision that was read: 428 without, 412 when the document moved on.
"""

import re

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import exceptions, pagination, viewsets
from rest_framework.decorators import action
from rest_framework.fields import DateTimeField
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.response import Response

from pmm_workspace.accounts.policy import Policy
from pmm_workspace.artifacts import (
    access,
    comments,
    concision,
    document,
    editing,
    kinds,
    queries,
    review,
    sharing,
    suggestions,
)
from pmm_workspace.artifacts.api.serializers import (
    AskedMoveSerializer,
    CommentSerializer,
    ConcisionSerializer,
    MoveSerializer,
    SuggestionSerializer,
    VersionSerializer,
    body,
    serializer,
)
from pmm_workspace.artifacts.export import FORMATS
from pmm_workspace.artifacts.models import Artifact, State
from pmm_workspace.common.downloads import download
from pmm_workspace.common.problems import Problem

ETAG = re.compile(r'\A(?:W/)?"?(\d{1,9})"?\Z')


class Pages(pagination.CursorPagination):
    """Newest first; follow `next` until it is null."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = ("-updated_at", "-id")


class VersionPages(Pages):
    ordering = ("-number",)


IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="The revision that you read, as in ETag."
)
PROBLEMS = {
    400: OpenApiResponse(description="What is wrong, field by field."),
    412: OpenApiResponse(description="The document has changed since; read it again."),
    428: OpenApiResponse(description="If-Match is missing."),
}
STATE = OpenApiParameter("state", str, enum=State.values, description="Only documents in this state.")
READERS = ["colleagues", "customers"]
EXPORT = [
    OpenApiParameter("as", str, enum=list(FORMATS), default="pdf", description="The format of the file."),
    OpenApiParameter(
        "for", str, enum=READERS, default="colleagues", description="For customers: only what is safe to share."
    ),
]
SINCE = OpenApiParameter("updated_since", str, description="Only documents changed at or after this time (ISO 8601).")


class AnyFile(DefaultContentNegotiation):
    """A file is of the format that its address asks for, whatever the client says it accepts."""

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class Documents(viewsets.GenericViewSet):
    """Documents of one kind."""

    policy = Policy(read="read", write="edit")
    pagination_class = Pages
    lookup_value_regex = "[0-9]{1,18}"
    model: type[Artifact]

    def get_queryset(self):
        rows = Artifact.objects.visible_to(self.request.user).filter(kind=self.model._meta.model_name)
        return rows.with_versions()

    def get_serializer_class(self):
        return serializer(self.model)

    def list(self, request):
        rows = self._wanted(self.get_queryset(), request.query_params)
        page = self.paginate_queryset(rows)
        return self.get_paginated_response([self._body(artifact) for artifact in page])

    def _wanted(self, rows, wanted):
        if "state" in wanted:
            rows = rows.filter(state=_one_of(State.values, "state", wanted["state"]))
        if "updated_since" in wanted:
            rows = rows.filter(updated_at__gte=_time("updated_since", wanted["updated_since"]))
        return rows

    def retrieve(self, request, pk):
        return self._answer(self._found(pk))

    def create(self, request):
        changes = self._changes(request)
        if not str(changes.get("title", "")).strip():
            raise exceptions.ValidationError({"title": [_("This field is required.")]})
        with Refusals():
            made = editing.create(self.model, changes, by=request.user)
        return self._answer(self._found(made.pk), status=201)

    def partial_update(self, request, pk):
        artifact = self._found(pk)
        base = _if_match(request, artifact)
        with Refusals():
            editing.edit(artifact, self._changes(request), base=base, by=request.user)
        return self._answer(self._found(pk))

    def _changes(self, request):
        if not isinstance(request.data, dict):
            raise exceptions.ValidationError({"body": [_("Send one JSON object.")]})
        ours = {*kinds.fields(self.model), *kinds.lists(self.model)}
        unknown = {
            name: [_("There is no such field, or it cannot be written.")] for name in request.data if name not in ours
        }
        if unknown:
            raise exceptions.ValidationError(unknown)
        return request.data

    def _found(self, pk):
        return get_object_or_404(self.get_queryset(), pk=int(pk))

    def _body(self, artifact):
        return body(artifact, access.readable_version(self.request.user, artifact))

    def _answer(self, artifact, status=200):
        found = self._body(artifact)
        return Response(found, status=status, headers={"ETag": f'"{found["revision"]}"'})

    @extend_schema(responses=VersionSerializer(many=True), filters=False)
    @action(detail=True, methods=["get"], policy=Policy(read="read drafts"), pagination_class=VersionPages)
    def versions(self, request, pk):
        """The versions of a document, newest first."""
        rows = self.paginate_queryset(self._found(pk).versions.select_related("author").defer("content"))
        return self.get_paginated_response(VersionSerializer(rows, many=True).data)

    @extend_schema(responses=ConcisionSerializer, filters=False)
    @action(detail=True, methods=["get"], policy=Policy(read="read"), pagination_class=None)
    def concision(self, request, pk):
        """What could be shorter, plainer or proved in the version that you read, line by line."""
        artifact = self._found(pk)
        version = access.readable_version(request.user, artifact)
        content = document.parse(self.model, version.content)
        names, agreed = queries.names_known_to(request.user), queries.words_avoided(request.user, artifact)
        report = concision.of_document(content, names=names, agreed=agreed)
        return Response(ConcisionSerializer(report).data)

    @extend_schema(responses={(200, "application/octet-stream"): bytes}, parameters=EXPORT, filters=False)
    @action(
        detail=True,
        methods=["get"],
        policy=Policy(read="read"),
        pagination_class=None,
        content_negotiation_class=AnyFile,
    )
    def export(self, request, pk):
        """The document as a file: the version that you read."""
        artifact = self._found(pk)
        suffix = _one_of(list(FORMATS), "as", request.query_params.get("as", "pdf"))
        reader = _one_of(READERS, "for", request.query_params.get("for", "colleagues"))
        version = access.readable_version(request.user, artifact)
        made = sharing.as_file(artifact, version, suffix, for_customers=reader == "customers")
        return download(made.name, made.media_type, made.content)

    @extend_schema(request=AskedMoveSerializer, responses={200: MoveSerializer, **PROBLEMS})
    @action(detail=True, methods=["post"], policy=Policy(read="read drafts"))
    def move(self, request, pk):
        """Ask for review, approve, return…; a refusal lists what stands in the way."""
        asked = AskedMoveSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        words = asked.validated_data
        with Refusals():
            made = review.move(self._found(pk), words.pop("name"), by=request.user, **words)
        return Response(MoveSerializer(made).data)

    @extend_schema(methods=["get"], responses=CommentSerializer(many=True), filters=False)
    @extend_schema(methods=["post"], request=CommentSerializer, responses={201: CommentSerializer})
    @action(detail=True, methods=["get", "post"], policy=Policy(read="comment"), pagination_class=None)
    def comments(self, request, pk):
        """Remarks on a document; `path` says where, empty for the whole."""
        artifact = self._found(pk)
        if request.method == "GET":
            rows = artifact.comments.select_related("author", "version", "resolved_by")
            return Response(CommentSerializer(rows, many=True).data)
        asked = CommentSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        with Refusals():
            made = comments.write(artifact, by=request.user, **asked.validated_data)
        return Response(CommentSerializer(made).data, status=201)

    @extend_schema(methods=["get"], responses=SuggestionSerializer(many=True), filters=False)
    @extend_schema(methods=["post"], request=SuggestionSerializer, responses={201: SuggestionSerializer})
    @action(detail=True, methods=["get", "post"], policy=Policy(read="suggest"), pagination_class=None)
    def suggestions(self, request, pk):
        """Other words that were proposed for places of a document, the newest 200; post some yourself."""
        artifact = self._found(pk)
        if request.method == "GET":
            rows = suggestions.visible_to(request.user).filter(artifact=artifact).order_by("-pk")[:200]
            return Response(SuggestionSerializer(rows, many=True).data)
        asked = SuggestionSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        with Refusals():
            made = suggestions.suggest(artifact, by=request.user, **{"after": ""} | asked.validated_data)
        return Response(SuggestionSerializer(made).data, status=201)


def of_kind(model):
    """The viewset of one kind, documented by its name."""
    name, names = model._meta.verbose_name, model._meta.verbose_name_plural
    bodies = serializer(model)
    described = extend_schema_view(
        list=extend_schema(summary=f"List {names}", responses=bodies(many=True), parameters=[STATE, SINCE]),
        retrieve=extend_schema(summary=f"Read a {name}", responses=bodies),
        create=extend_schema(
            summary=f"Write a new {name}", request=bodies, responses={201: bodies, 400: PROBLEMS[400]}
        ),
        partial_update=extend_schema(
            summary=f"Edit a {name}",
            request=bodies(partial=True),
            parameters=[IF_MATCH],
            responses={200: bodies, **PROBLEMS},
        ),
    )
    return described(type(f"{model.__name__}Documents", (Documents,), {"model": model, "__doc__": model.__doc__}))


class Refusals:
    """The kernel's refusals, as answers of the API."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, editing.Conflict):
            raise _moved_on(error.revision) from error
        if isinstance(error, review.ChangedSince):
            raise Problem(409, error.messages[0], unseen=error.changes) from error
        if isinstance(error, review.NotNow | suggestions.AlreadyDecided):
            raise Problem(409, error.messages[0]) from error
        if isinstance(error, review.Incomplete):
            raise Problem(409, error.messages[0], gaps=[vars(gap) for gap in error.gaps]) from error
        if isinstance(error, ValidationError):
            raise exceptions.ValidationError(_by_field(error)) from error
        if isinstance(error, PermissionDenied):
            raise exceptions.PermissionDenied(str(error)) from error


def _by_field(error):
    return error.message_dict if hasattr(error, "error_dict") else {"non_field_errors": error.messages}


def _moved_on(revision):
    return Problem(412, _("The document is at revision %(revision)d now. Read it again.") % {"revision": revision})


def _if_match(request, artifact):
    header = request.headers.get("If-Match")
    if header is None:
        raise Problem(428, _("Send If-Match with the revision that you read."))
    found = ETAG.match(header.strip())
    if not found or int(found[1]) != artifact.revision:
        raise _moved_on(artifact.revision)
    return int(found[1])


def _one_of(choices, name, value):
    if value not in choices:
        raise exceptions.ValidationError({name: [_("One of: %(choices)s.") % {"choices": ", ".join(choices)}]})
    return value


def _time(name, value):
    try:
        return DateTimeField().to_internal_value(value)
    except exceptions.ValidationError:
        raise exceptions.ValidationError({name: [_("A time looks like 2026-01-31T12:00:00Z.")]}) from None
