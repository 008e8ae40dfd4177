"""The first page of five numbers, a dashboard for each category, their files, and each metric's definition."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from metrics import csv_out, recalculation, store
from metrics.definitions.catalog import EVERY, TITLES
from metrics.models import TOTAL
from metrics.readout import activation, dashboards, definitions, drawing, exporting, filters, numbers, outside, periods
from metrics.readout import dashboard_words as words
from metrics.readout.dashboard_board import Board, as_of, chosen
from metrics.store import lake
from metrics.web.days import DayForm
from metrics.web.forms import StagesForm
from pmm_workspace.accounts import access
from pmm_workspace.accounts.policy import policy

BY_CHANNEL_ONLY = ("spend", "leads", "deals")
STEPS = {"day": gettext_lazy("Days"), "week": gettext_lazy("Weeks"), "month": gettext_lazy("Months")}


@policy(read="see metrics")
def first_page(request):
    return _page(request, "metrics/first.html")


@policy(read="see metrics")
def category(request, category):
    if category not in TITLES:
        raise Http404
    return _page(request, "metrics/dashboard.html", category)


def _page(request, template, category=""):
    board, known, complaint = read_board(request)
    view, is_empty = board.view, board.figures.through is None
    panels, sliced = _panels(board, category, is_empty), filters.sliced(view, known)
    lacking, silent = _lacking(panels)
    context = {
        "board": board,
        "panels": [panel for panel in panels if not panel.missing],
        "lacking": lacking,
        "silent": silent,
        "is_by_channel_only": any(kind in BY_CHANNEL_ONLY for kind, *_told in silent),
        "numbers": [] if category else dashboards.first_page(board),
        "is_empty": is_empty,
        "category": category,
        "title": TITLES.get(category, _("Funnel")),
        "tabs": TITLES,
        "view": view,
        "query": view.query(),
        "files": f"{_files(category)}?{view.query()}",
        "chosen": chosen(view),
        "steps": [(STEPS[each], view.query(every=each), each == view.bucket) for each in periods.BUCKETS],
        "selects": [_select(name, getattr(view.where, name), getattr(known, name)) for name in sliced],
        "by": {name: words.BY[name] for name in sliced},
        "complaint": complaint,
        "hatched": words.HATCHED,
        "is_filtered": bool(request.GET),
        "is_recalculating": recalculation.is_under_way(),
        "form": DayForm(),
        "may_import": access.may(request.user, "import"),
    }  # fmt: skip
    return render(request, template, context)


def _address(category):
    return reverse("dashboard", args=[category]) if category else reverse("funnel")


def _files(category):
    return reverse("dashboard_export", args=[category]) if category else reverse("first_export")


def _panels(board, category, is_empty):
    if category:
        return dashboards.panels(board, category)
    return [] if is_empty else dashboards.first_panels(board)


def _lacking(panels):
    """(kind of import, its name, what it would show): of those that are not there, and of those that are."""
    found = [(kind, name, [panel for panel in panels if kind in panel.missing]) for kind, name in words.IMPORTS.items()]
    found = [each for each in found if each[-1]]
    there = lake.kinds() if found else set()
    return [each for each in found if each[0] not in there], [each for each in found if each[0] in there]


def _select(name, chosen, known):
    named = [("", _("All"))] + [(each or filters.NOBODYS, numbers.channel(each)) for each in known]
    is_chosen = "" if chosen == TOTAL else chosen or filters.NOBODYS
    options = [{"value": value, "label": text, "is_chosen": value == is_chosen} for value, text in named]
    return {"name": name, "label": words.DIMENSIONS[name], "options": options}


def read_board(request):
    """The figures of what the address asks for; a filter that means nothing is said and left out."""
    workspace, settings = request.member.workspace, store.settings()
    known = filters.known(settings)
    today = store.today(workspace)
    newest = max(filter(None, [settings.through, settings.spend_through]), default=today)
    view, complaint = _view(request, known, newest, workspace.week_start)
    marks = outside.marks(view.first, view.last, request.user)
    return Board(settings, workspace, today, view, marks, outside.targets()), known, complaint


def _view(request, known, newest, week_start):
    try:
        return filters.view(request.GET, known, newest=newest, week_start=week_start), ""
    except filters.BadFilter as bad:
        return filters.view({}, known, newest=newest, week_start=week_start), str(bad)


@policy(read="see metrics")
def export(request, category=""):
    """A dashboard, the first page or one drawing, as it is shown: its values as CSV, its drawings as PDF or PNG."""
    if category and category not in TITLES:
        raise Http404
    board, _known, complaint = read_board(request)
    if complaint:
        return redirect(f"{_address(category)}?{request.GET.urlencode()}")
    suffix, only = request.GET.get("as", "csv"), request.GET.get("only", "")
    name = f"{only or category or 'funnel'}-{board.view.first:%Y-%m-%d}-{board.view.last:%Y-%m-%d}"
    if suffix == "csv":
        return csv_out.as_file(f"{name}.csv", _rows(board, category, only))
    if suffix not in drawing.TYPES:
        raise Http404
    page = drawing.Page(str(TITLES.get(category, _("Funnel"))), _lede(board), _shown(board, category, only), board.loud)
    response = HttpResponse(drawing.written(page, suffix), content_type=drawing.TYPES[suffix])
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response


def _lede(board):
    """Of when, of whom, and how old."""
    return " · ".join(filter(None, [chosen(board.view), board.age, board.spend_age]))


def _rows(board, category, only):
    return (
        exporting.of_panel(board, category, *_shown(board, category, only)) if only else exporting.rows(board, category)
    )


def _shown(board, category, only):
    """All that the page shows, or one of it."""
    found = [panel for panel in dashboards.panels(board, category) if only in ("", panel.name)]
    if not found:
        raise Http404
    return found


@policy(read="see metrics")
def definition(request, name):
    if name not in EVERY:
        raise Http404
    return _definition_page(request, name, StagesForm(instance=store.settings()))


def _definition_page(request, name, form, status=200):
    board, _known, complaint = read_board(request)
    metric = board.metric(name)
    kinds = definitions.kinds(metric)
    context = {
        "metric": metric,
        "category": metric.category,
        "category_title": TITLES[metric.category],
        "criteria": activation.said(board.settings) if name in activation.STANDING else "",
        "rows": definitions.rows(board, metric),
        "as_of": as_of(board, kinds),
        "others": dashboards.others(board, metric),
        "board": board,
        "query": board.view.query(),
        "chosen": chosen(board.view),
        "complaint": complaint,
        "runs": definitions.imports(kinds),
        "kinds": [words.IMPORTS[kind] for kind in kinds],
        "form": form,
        "may_import": access.may(request.user, "import"),
    }
    return render(request, "metrics/definition.html", context, status=status)


@require_POST
@policy(read="see metrics", write="import")
def stages(request, name):
    """Say which of the workspace's events are the stages of the funnel; all numbers are computed again."""
    if name not in EVERY:
        raise Http404
    form = StagesForm(request.POST, instance=store.settings())
    if not form.is_valid():
        return _definition_page(request, name, form, status=422)
    recalculation.change_stages(form.cleaned_data, by=request.user)
    messages.success(request, _("Saved. All numbers are being computed again."))
    return redirect("metric", name)
