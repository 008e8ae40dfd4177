"""The import wizard: file, columns, check, result. Every step has its own state on the server, so back works."""

import re

from django.contrib import messages
from django.contrib.postgres.aggregates import ArrayAgg
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from metrics import csv_out, store
from metrics.importing import choosing, correcting, publishing, receiving, undoing, wording
from metrics.models import ImportRun
from metrics.parsing import limits, sources
from metrics.parsing.problems import Unreadable
from metrics.parsing.sources import plain
from metrics.readout import numbers
from metrics.recalculation import questions
from metrics.recalculation.questions import Answer
from metrics.store import lake
from metrics.web import foreseen
from metrics.web.forms import ColumnsForm, ReadingForm, UploadForm
from pmm_workspace.accounts import access
from pmm_workspace.accounts.policy import policy

State = ImportRun.State
RUNS_ON_A_PAGE = 50
REJECTS_SHOWN = 50
LINES_SHOWN = 6
UNFINISHED_SHOWN = 5


@policy(read="see metrics", write="import")
def imports(request):
    runs = ImportRun.objects.select_related("created_by", "job")
    page = Paginator(runs, RUNS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "metrics/imports.html", {"page": page, "may_import": access.may(request.user, "import")})


@policy(read="import")
def new(request):
    if request.method != "POST":
        return _upload_page(
            request, UploadForm(initial={name: request.GET.get(name, "") for name in ("kind", "replaces")})
        )
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form, status=422)
    return _received(request, form)


def _received(request, form):
    file = form.cleaned_data["file"]
    try:
        run = receiving.receive(
            file.chunks(receiving.PART),
            by=request.user,
            name=file.name,
            kind=form.cleaned_data["kind"],
            replaces=form.cleaned_data["replaces"],
        )
    except receiving.NotReplaceable:
        form.add_error("file", form.fields["replaces"].error_messages["invalid_choice"])
        return _upload_page(request, form, status=422)
    except receiving.TooLarge:
        form.add_error("file", wording.of_file({"code": "too_large"}))
        return _upload_page(request, form, status=413)
    return redirect("import", run.pk)


def _upload_page(request, form, status=200):
    context = {
        "form": form,
        "unfinished": ImportRun.objects.filter(created_by=request.user, state__in=choosing.OPEN)[:UNFINISHED_SHOWN],
        "replaced": _replaced(form),
        "kinds": [{"name": kind, "columns": _columns_shown(kind)} for kind in KINDS_SHOWN],
        "sources": sorted(wording.of_source(name) for name in sources.SOURCES),
        "limit": limits.UPLOAD_BYTES // 1024**2,
        "step": 1,
    }
    return render(request, "metrics/import_new.html", context, status=status)


def _replaced(form):
    number = str(form["replaces"].value() or "")
    return ImportRun.objects.filter(pk=int(number)).first() if re.fullmatch(r"[0-9]{1,9}", number) else None


def _columns_shown(kind):
    """What people put into files of their own."""
    required = plain.required(kind)
    return [
        {"name": wording.COLUMN_NAMES[column], "example": plain.EXAMPLES[column], "is_required": column in required}
        for column in KINDS_SHOWN[kind]
    ]


KINDS_SHOWN = {
    "events": ("person", "event", "at", "channel", "segment", "key"),
    "spend": ("day", "channel", "amount", "campaign", "currency"),
}


@policy(read="see metrics", write="import")
def detail(request, pk):
    """One address for an import in every state."""
    run = run_of(pk)
    if run.state == State.COLUMNS and not access.may(request.user, "import"):
        return render(request, WAITING, {"run": run, "step": 2})
    if run.state == State.COLUMNS:
        return _columns_page(request, run)
    page = WAITING if run.is_being_undone else PAGES[run.state]
    return render(request, page, context_of(request, run) | (_foreseen(run) if run.state == State.CHECKED else {}))


WAITING = "metrics/import_waiting.html"
PAGES = {
    State.CHECKING: WAITING,
    State.CHECKED: "metrics/import_check.html",
    State.STORING: WAITING,
    State.DONE: "metrics/import_result.html",
    State.REFUSED: "metrics/import_refused.html",
    State.DISCARDED: "metrics/import_refused.html",
    State.UNDONE: "metrics/import_result.html",
}
STEPS = {State.COLUMNS: 2, State.CHECKING: 3, State.CHECKED: 3, State.STORING: 4, State.DONE: 4, State.UNDONE: 4}


def run_of(pk):
    return get_object_or_404(ImportRun.objects.select_related("job", "created_by", "workspace", "replaces"), pk=pk)


def context_of(request, run):
    return {
        "run": run,
        "step": STEPS.get(run.state, 1),
        "is_open": run.state in choosing.OPEN and access.may(request.user, "import"),
        "sentence": wording.of_file(run.problem, run.encoding) if run.problem else "",
        "source": wording.of_source(run.preset),
        "taking": wording.of_taking(run),
        "causes": _causes(run),
        "unchecked": correcting.unchecked(run) if run.state == State.CHECKED else 0,
        "left_out": wording.of_left_out(run.left_out),
        "rejects": [
            (reject, wording.column(reject.column), wording.of_reject(reject))
            for reject in run.rejects.all()[:REJECTS_SHOWN]
        ],
        "more_rejects": max(0, run.rejected - REJECTS_SHOWN),
        "previous": receiving.previous_import(run),
        "changes": run.new + run.changed,
        "first_day": run.first_day and numbers.day(run.first_day),
        "last_day": run.last_day and numbers.day(run.last_day),
        "may_import": access.may(request.user, "import"),
        "may_replace": access.may(request.user, "import") and receiving.may_be_replaced(run),
        "may_undo": access.may(request.user, "import") and undoing.may_be_undone(run),
        "undo_until": run.finished_at and numbers.day((run.finished_at + lake.GRACE).date()),
    }


def _causes(run):
    """Of each cause how many rows, what it is, and the first lines where it is; of equals the first in the file."""
    at = {f"{column}|{code}": lines for column, code, lines in _lines(run)}
    found = [
        {"key": key, "count": count, "words": wording.of_cause(key), "lines": at.get(key, [])}
        for key, count in run.causes.items()
    ]
    return sorted(found, key=lambda cause: (-cause["count"], cause["lines"]))


def _lines(run):
    found = run.rejects.order_by().values_list("column", "code").annotate(lines=ArrayAgg("line", order_by="line"))
    return [(column, code, lines[:LINES_SHOWN]) for column, code, lines in found] if run.rejected else []


def _foreseen(run):
    """Which numbers change by importing it, or where to ask until that is known."""
    answer = questions.answer_of(run.job) if run.job else Answer()
    is_outdated = bool(answer.told) and not _is_of_now(answer.told)
    shown = foreseen.shown(Answer() if is_outdated else answer)
    return shown | {"poll": reverse("import_numbers", args=[run.pk]), "is_outdated": is_outdated}


def _is_of_now(told):
    """Answers from before they named currencies tell amounts of an unknown one."""
    return told["lake_version"] == store.settings().lake_version and "currencies" in told


@require_safe
@policy(read="see metrics")
def foreseen_numbers(request, pk):
    """Polled while they are counted."""
    run = run_of(pk)
    response = render(request, "metrics/_foreseen.html", _foreseen(run) if run.state == State.CHECKED else {})
    if run.state != State.CHECKED:
        response["HX-Refresh"] = "true"
    return response


@policy(read="see metrics")
def progress(request, pk):
    """Polled while a worker is at it; tells the page to come again when there is something new."""
    run = run_of(pk)
    response = render(request, "jobs/_progress.html", {"job": run.job, "poll": request.path})
    if not (run.state in (State.CHECKING, State.STORING) or run.is_being_undone) or not run.job.is_open:
        response["HX-Refresh"] = "true"
    return response


@policy(read="import", write="import")
def choose_columns(request, pk):
    run = run_of(pk)
    if request.method == "POST":
        return _chosen(request, run)
    if run.state not in choosing.OPEN:
        return redirect("import", pk)
    return _columns_page(request, run)


def _columns_page(request, run, form=None, reading=None, status=200):
    context = {
        "run": run,
        "step": 2,
        "is_open": True,
        "form": form or ColumnsForm(run),
        "reading": reading or ReadingForm(initial=_reading_now(run)),
        "question": wording.of_question(run.unclear) if run.unclear else "",
        "source": wording.of_source(run.preset),
        "taking": wording.of_taking(run),
        "is_plain": run.preset == sources.PLAIN,
        "known": _known_columns(run),
    }
    return render(request, "metrics/import_columns.html", context, status=status)


def _known_columns(run):
    """(our column, theirs, the first values there) of a source that knows its columns itself."""
    places = [(name, run.mapping[name]) for name in plain.columns(run.kind) if name in run.mapping]
    return [(wording.COLUMN_NAMES[name], run.headings[at], _samples(run, at)) for name, at in places]


def _samples(run, at):
    found = [row[at] for row in run.samples if at < len(row)]
    return [value for value in found if value][:3]


def _reading_now(run):
    return {"preset": run.preset, "kind": run.kind, "encoding": run.encoding, "delimiter": run.delimiter}


def _chosen(request, run):
    form = ColumnsForm(run, request.POST)
    if not form.is_valid():
        return _columns_page(request, run, form=form, status=422)
    return moved_on(request, run, lambda: choosing.choose(run, form.mapping(), by=request.user, **form.answers()))


@require_POST
@policy(read="import", write="import")
def reread(request, pk):
    run = run_of(pk)
    form = ReadingForm(request.POST)
    if not form.is_valid():
        return _columns_page(request, run, reading=form, status=422)
    try:
        choices = form.cleaned_data
        return moved_on(request, run, lambda: choosing.reread(run, by=request.user, **choices), to="import_columns")
    except Unreadable as bad:
        form.add_error("encoding", wording.of_file({"code": bad.code, **bad.details}, form.cleaned_data["encoding"]))
        return _columns_page(request, run, reading=form, status=422)


def moved_on(request, run, step, *, to="import"):
    """Take a step; if another tab was quicker, show where the import is now."""
    try:
        step()
    except choosing.NotOpen:
        return moved_on_already(request, run)
    except receiving.NotReplaceable:
        messages.warning(request, _("The import to be replaced is no longer in force."))
    return redirect(to, run.pk)


def moved_on_already(request, run):
    messages.warning(request, _("This import has moved on in the meantime; this is its state now."))
    return redirect("import", run.pk)


@require_POST
@policy(read="import", write="import")
def confirm(request, pk):
    run = run_of(pk)
    return moved_on(request, run, lambda: publishing.confirm(run, by=request.user))


@require_POST
@policy(read="import", write="import")
def discard(request, pk):
    run = run_of(pk)
    return moved_on(request, run, lambda: choosing.discard(run, by=request.user))


@policy(read="import", write="import")
def undo(request, pk):
    """What would change back, and the word for it."""
    run = run_of(pk)
    if not undoing.may_be_undone(run):
        messages.warning(request, _("This import can no longer be undone."))
        return redirect("import", pk)
    if request.method == "POST":
        return moved_on(request, run, lambda: undoing.undo(run, by=request.user))
    return render(request, "metrics/import_undo.html", context_of(request, run) | _undoing(request, run))


def _undoing(request, run):
    answer = questions.ask("undoing", by=request.user, run_id=run.pk)
    return foreseen.shown(answer) | {"poll": reverse("import_undo_numbers", args=[run.pk])}


@require_safe
@policy(read="import")
def undo_numbers(request, pk):
    """Polled while they are counted."""
    run = run_of(pk)
    if not undoing.may_be_undone(run):
        raise Http404
    return render(request, "metrics/_foreseen.html", _undoing(request, run))


@require_POST
@policy(read="import", write="import")
def again(request, pk):
    run = run_of(pk)
    return moved_on(request, run, lambda: publishing.try_again(run, by=request.user))


@policy(read="see metrics")
def rejected(request, pk) -> HttpResponse:
    """The rows that were not taken, as they were, to be corrected and uploaded again."""
    run = run_of(pk)
    header = [_("line"), _("reason"), *run.headings]
    rows = ([reject.line, wording.of_reject(reject), *reject.cells] for reject in run.rejects.all())
    return csv_out.as_file(f"rejected-{run.pk}.csv", [header, *rows])
