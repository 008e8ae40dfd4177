"""Files in by REST: uploaded, checked, confirmed and taken back by the same steps as in the browser."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, inline_serializer
from rest_framework import serializers
from rest_framework.parsers import BaseParser
from rest_framework.response import Response
from rest_framework.views import APIView

from metrics.api_numbers import ForeseenSerializer, MovedNumbersSerializer, foreseen
from metrics.importing import choosing, correcting, publishing, receiving, undoing, wording
from metrics.models import ImportRun
from metrics.parsing import limits
from metrics.recalculation import questions
from metrics.recalculation.questions import Answer
from pmm_workspace.accounts.policy import Policy
from pmm_workspace.common.problems import Problem

REJECTS_TOLD = 100
LISTED = 100


class AnyParser(BaseParser):
    """The body is a file: it is read in pieces, whatever it calls itself."""

    media_type = "*/*"

    def parse(self, stream, media_type=None, parser_context=None):
        return stream


class ListedImportSerializer(serializers.ModelSerializer):
    """What an import is, and what its rows are to the store."""

    page = serializers.SerializerMethodField(help_text="The same in the browser.")

    class Meta:
        model = ImportRun
        fields = [
            "id", "name", "kind", "preset", "state", "replaces", "sha256", "read", "new", "changed", "duplicate",
            "rejected", "left_out", "first_day", "last_day", "page",
        ]  # fmt: skip
        read_only_fields = fields

    def get_page(self, run) -> str:
        return reverse("import", args=[run.pk])


class ImportSerializer(ListedImportSerializer):
    """With what keeps it from going on, and what it would change."""

    problem = serializers.SerializerMethodField(help_text="Why the file as a whole was refused.")
    question = serializers.SerializerMethodField(help_text="What the file cannot tell; a step answers it.")
    asks = serializers.SerializerMethodField(help_text="By which member a step answers the question.")
    counting = serializers.SerializerMethodField(help_text="Which numbers change is still being counted.")
    numbers = serializers.SerializerMethodField(help_text="Which numbers change, once that is counted.")
    rejects = serializers.SerializerMethodField(help_text="The first rows that cannot be taken.")

    class Meta(ListedImportSerializer.Meta):
        fields = [*ListedImportSerializer.Meta.fields, "problem", "question", "asks", "counting", "numbers", "rejects"]
        read_only_fields = fields

    def get_problem(self, run) -> str:
        return wording.of_file(run.problem, run.encoding) if run.problem else ""

    def get_question(self, run) -> str:
        return wording.of_question(run.unclear) if run.unclear else ""

    def get_asks(self, run) -> str:
        return run.unclear.get("question", "")

    def get_counting(self, run) -> bool:
        return self._answer(run).is_open

    @extend_schema_field(MovedNumbersSerializer(allow_null=True))
    def get_numbers(self, run):
        return self._answer(run).told or None

    def _answer(self, run):
        return questions.answer_of(run.job) if run.job and run.state == ImportRun.State.CHECKED else Answer()

    @extend_schema_field({"type": "array", "items": {"type": "object"}})
    def get_rejects(self, run):
        found = run.rejects.all()[:REJECTS_TOLD]
        return [{"line": each.line, "column": each.column, "reason": wording.of_reject(each)} for each in found]


def _run(pk):
    return get_object_or_404(ImportRun.objects.select_related("job", "workspace"), pk=pk)


class _Asked(serializers.Serializer):
    """What is said of a file beside its content."""

    name = serializers.CharField(default="file.csv", max_length=200)
    kind = serializers.ChoiceField(ImportRun.Kind.choices, default="")
    replaces = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1)

    def validate_replaces(self, number):
        run = ImportRun.objects.filter(pk=number).first()
        if run is None:
            raise serializers.ValidationError(_("There is no such import."))
        return run


def _pieces(body):
    """Of the request as it arrives; nothing of it is kept in memory as a whole."""
    return iter(lambda: body.read(receiving.PART), b"") if hasattr(body, "read") else iter(())


class Imports(APIView):
    policy = Policy(read="see metrics", write="import")
    parser_classes = [AnyParser]

    @extend_schema(
        operation_id="list_imports",
        tags=["funnel"],
        responses=inline_serializer("Imports", {"results": serializers.ListField(child=ListedImportSerializer())}),
    )
    def get(self, request):
        """The newest hundred imports."""
        return Response({"results": ListedImportSerializer(ImportRun.objects.all()[:LISTED], many=True).data})

    @extend_schema(
        operation_id="upload_import",
        tags=["funnel"],
        parameters=[
            OpenApiParameter("name", str, description="What the file is called."),
            OpenApiParameter("kind", str, enum=ImportRun.Kind.values, description="Found out when left out."),
            OpenApiParameter("replaces", int, description="The import whose place it takes."),
        ],
        request={"application/octet-stream": bytes},
        responses={201: ImportSerializer},
    )
    def post(self, request):
        """Upload a file as the body. Its rows are checked; nothing is stored before it is confirmed."""
        asked = _Asked(data=request.query_params)
        asked.is_valid(raise_exception=True)
        try:
            run = receiving.receive(_pieces(request.data), by=request.user, **asked.validated_data)
        except receiving.TooLarge:
            raise Problem(413, wording.of_file({"code": "too_large"})) from None
        except receiving.NotReplaceable:
            raise Problem(409, _("The import to be replaced is no longer in force.")) from None
        return Response(ImportSerializer(run).data, status=201)


class OneImport(APIView):
    policy = Policy(read="see metrics")

    @extend_schema(operation_id="read_import", tags=["funnel"], responses=ImportSerializer)
    def get(self, request, pk):
        """How far an import is; ask again until its state is one that waits for somebody or is final."""
        return Response(ImportSerializer(_run(pk)).data)


STEPS = {
    "answer": choosing.answer,
    "check": correcting.check_again,
    "confirm": publishing.confirm,
    "discard": choosing.discard,
    "undo": undoing.undo,
}


class StepSerializer(serializers.Serializer):
    step = serializers.ChoiceField(
        list(STEPS),
        help_text="answer: the question, and check again. check: all rows once more, with what was corrected. "
        "undo: for thirty days.",
    )
    day_order = serializers.ChoiceField(choosing.ANSWERS["day_order"], required=False, help_text="Day or month first.")
    decimal_mark = serializers.ChoiceField(choosing.ANSWERS["decimal_mark"], required=False)
    amount_of = serializers.ChoiceField(
        choosing.ANSWERS["amount_of"], required=False, help_text="A subscription's amount is that of one, or of all."
    )

    def validate(self, said):
        if (said["step"] == "answer") != (len(said) > 1):
            raise serializers.ValidationError({"step": [_("An answer, and no other step, names what it answers.")]})
        return said


class ImportStep(APIView):
    policy = Policy(read="import")

    @extend_schema(
        operation_id="step_import", tags=["funnel"], request=StepSerializer, responses={202: ImportSerializer}
    )
    def post(self, request, pk):
        """Have the rows checked again, have all good ones or none stored, or take a stored import back."""
        asked = StepSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        answers = dict(asked.validated_data)
        step = STEPS[answers.pop("step")]
        try:
            run = step(_run(pk), by=request.user, **answers)
        except choosing.Incomplete as incomplete:
            raise Problem(409, wording.of_missing(_run(pk).kind, incomplete.missing)) from None
        except receiving.NotReplaceable:
            raise Problem(409, _("The import to be replaced is no longer in force.")) from None
        except (choosing.NotOpen, undoing.TooLate):
            raise Problem(409, _("This import has moved on in the meantime, or it is too late.")) from None
        return Response(ImportSerializer(run).data, status=202)


class RejectedRowSerializer(serializers.Serializer):
    line = serializers.IntegerField(help_text="Where the row begins in the file; of Parquet its number.")
    column = serializers.CharField(help_text="Where in it the fault is; empty: the row as a whole.")
    reason = serializers.CharField()
    text = serializers.CharField(
        allow_null=True, help_text="The cell, or the whole row, as it may be corrected; null: only in the file."
    )


class RejectedPageSerializer(serializers.Serializer):
    rejected = serializers.IntegerField(help_text="Of the whole file, when it was checked.")
    unchecked = serializers.IntegerField(help_text="Rows corrected since; have them checked by a step.")
    results = RejectedRowSerializer(many=True)


class CorrectionSerializer(serializers.Serializer):
    line = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    text = serializers.CharField(
        allow_blank=True,
        trim_whitespace=False,
        max_length=limits.CELL_KEPT - 1,
        help_text="What stands in the place of text.",
    )


class _After(serializers.Serializer):
    after = serializers.IntegerField(default=0, min_value=0, max_value=2**31 - 1)


class RejectedRows(APIView):
    policy = Policy(read="see metrics", write="import")

    @extend_schema(
        operation_id="list_rejected_rows",
        tags=["funnel"],
        parameters=[OpenApiParameter("after", int, description="The rows after this line; a hundred at once.")],
        responses=RejectedPageSerializer,
    )
    def get(self, request, pk):
        """The rows that cannot be taken, by line, with what can be corrected in them."""
        asked = _After(data=request.query_params)
        asked.is_valid(raise_exception=True)
        return self._page(_run(pk), asked.validated_data["after"])

    @extend_schema(
        operation_id="correct_rejected_rows",
        tags=["funnel"],
        request=CorrectionSerializer(many=True),
        responses=RejectedPageSerializer,
    )
    def post(self, request, pk):
        """Correct rejected rows, all of these or none; they are read so once the import is checked again."""
        asked = CorrectionSerializer(data=request.data, many=True, allow_empty=False, max_length=REJECTS_TOLD)
        asked.is_valid(raise_exception=True)
        run = _run(pk)
        texts = {each["line"]: each["text"] for each in asked.validated_data}
        try:
            correcting.correct(run, texts, by=request.user)
        except correcting.NotThere as missing:
            said = _("No row was kept: in these lines nothing can be corrected here.")
            raise Problem(400, said, lines=missing.lines) from None
        except choosing.NotOpen:
            raise Problem(409, _("This import has moved on in the meantime, or it is too late.")) from None
        return self._page(run, min(texts) - 1)

    def _page(self, run, after):
        rows = correcting.rows(run, run.rejects.filter(line__gt=after)[:REJECTS_TOLD])
        found = [{"line": each.line, "column": each.column, "reason": wording.of_reject(each), "text": text}
                 for each, text in rows]  # fmt: skip
        return Response({"rejected": run.rejected, "unchecked": correcting.unchecked(run), "results": found})


class Undoing(APIView):
    policy = Policy(read="import")

    @extend_schema(
        operation_id="preview_undoing",
        tags=["funnel"],
        responses={200: ForeseenSerializer, 202: ForeseenSerializer},
    )
    def get(self, request, pk):
        """Which numbers would change if the import were taken back. 202 while they are counted: ask again."""
        run = _run(pk)
        if not undoing.may_be_undone(run):
            raise Problem(409, _("This import can no longer be undone."))
        return foreseen(questions.ask("undoing", by=request.user, run_id=run.pk))
