"""Those behind a number, page by page or as a file, and the imports that brought them."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from metrics import csv_out, store
from metrics.definitions.catalog import EVERY
from metrics.definitions.catalog.words import Adoption, Daily
from metrics.importing import wording
from metrics.readout import dashboard_words as words
from metrics.readout import numbers
from metrics.readout import people as readout
from metrics.readout.behind import OVER, PENDING, UNDER, Part, parts
from metrics.readout.dashboard_board import whose
from metrics.recalculation.people import PEOPLE
from metrics.store.engine import TooLong
from metrics.web.dashboards import read_board
from pmm_workspace.accounts.policy import policy

PAGE, FILE = 50, 100_000  # rows at once
LONGEST = 200  # characters of a place


@dataclass(frozen=True)
class Kind:
    """How those of one kind are listed: the first column names them, `columns` are their other fields."""

    name: str  # of the first column in a file
    title: str
    columns: dict[str, str]


_CHANNEL = {"channel": gettext_lazy("Channel")}
KINDS = {
    PEOPLE: Kind("person", gettext_lazy("Person"), {
        "first_day": gettext_lazy("First day"), "first_event": gettext_lazy("First event"), **_CHANNEL,
        "segment": gettext_lazy("Segment"), "plan": gettext_lazy("Plan"),
    }),
    "leads": Kind("lead", gettext_lazy("Lead"), {
        "day": gettext_lazy("Created"), "stage": gettext_lazy("Stage"), "converted_day": gettext_lazy("Converted"),
        **_CHANNEL,
    }),
    "deals": Kind("deal", gettext_lazy("Deal"), {
        "day": gettext_lazy("Opened"), "stage": gettext_lazy("Stage"), "closed_day": gettext_lazy("Closed"), **_CHANNEL,
    }),
    "spend": Kind("campaign", gettext_lazy("Campaign"), {
        "day": gettext_lazy("Day"), **_CHANNEL, "platform": gettext_lazy("Platform"),
        "category": gettext_lazy("Category"),
    }),
}  # fmt: skip
TITLES = {
    PEOPLE: gettext_lazy("people"),
    "leads": gettext_lazy("leads"),
    "deals": gettext_lazy("deals"),
    "spend": gettext_lazy("spend"),
}
SIDES = {
    OVER: gettext_lazy("Above the line"),
    UNDER: gettext_lazy("Below the line"),
    PENDING: gettext_lazy("In progress"),
}


@policy(read="see people")
def people(request, name):
    board, _known, complaint = read_board(request)
    metric, variant = _pair(board, name, request.GET)
    found = parts(metric, variant)
    part = next((each for each in found if each.name == request.GET.get("side")), found[0])
    is_file = request.GET.get("as") == "csv"
    number = _page_number(request)
    shown = slice(FILE) if is_file else slice((number - 1) * PAGE, number * PAGE)
    today = store.today(board.workspace)
    try:
        told = readout.behind(board.settings, board.workspace, today, board.view, metric, variant, part.name, shown)
    except TooLong:
        messages.warning(request, _("Counting took too long to be waited for. Choose fewer days or people."))
        return redirect("metric", name)
    if is_file:
        return csv_out.as_file(f"{name}-{part.name}-{board.view.first:%Y-%m-%d}.csv", _rows(KINDS[part.kind], told))
    context = _context(board, metric, variant, found, part, told)
    context |= {"page": Paginator(range(told.count), PAGE).get_page(number), "complaint": complaint}
    return render(request, "metrics/people.html", context)


def _pair(board, name, query):
    """The metric in the variant of the address, or the place of a drawing that it names."""
    if name not in EVERY:
        raise Http404
    metric = board.metric(name)
    cells = next((each for each in metric.cells if each.name == query.get("of")), None)
    if cells is None:
        return metric, board.view.variant(metric)
    place = query.get("at", "")
    if len(place) > LONGEST or (cells.places is not None and place not in cells.places):
        raise Http404
    return metric, cells.at(place, board.view.bucket)


def _page_number(request):
    text = request.GET.get("page", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _rows(kind, told):
    yield (kind.name, *kind.columns, "value")
    for row in told.rows:
        yield (" ".join(row.one.names), *(getattr(row.one, name) for name in kind.columns), row.value)


def _context(board, metric, variant, found: list[Part], part: Part, told):
    view = board.view
    return {
        "metric": metric,
        "title": metric.titled(variant),
        "variant": variant,
        "period": f"{words.span(view.first, view.last)} · {whose(view)}",
        "parts": [(_titled(metric, found, each), _said(each, told.totals[each.name], board.currency), each,
                   each is part) for each in found],
        "found": told,
        "kind": KINDS[part.kind],
        "counted": _counted(part.kind, told.count),
        "rows": [_row(part, row, board.currency) for row in told.rows],
        "runs": [(run, wording.of_source(run.preset), rows) for run, rows in told.runs],
        "kept_from": board.settings.kept_from if _is_dropped(board) else None,
        "back": view.query(),
    }  # fmt: skip


def _titled(metric, found, part):
    """The side, with what tells it from others: of which kind, and of which factor."""
    title = SIDES[part.side]
    if part.side == OVER and not any(each.side == UNDER for each in found if each.metric is part.metric):
        title = _("All days together") if getattr(part.variant.reading, "per_day", False) else _("Counted")
    if "-" in part.name.removeprefix(f"{part.metric.name}-"):
        title = _("%(side)s, %(kind)s") % {"side": title, "kind": TITLES[part.kind]}
    return title if part.metric is metric else f"{part.metric.title} · {title}"


def _counted(kind, number):
    told = {"counted": numbers.count(number)}
    return {
        PEOPLE: ngettext("%(counted)s person", "%(counted)s people, whoever came last first", number),
        "leads": ngettext("%(counted)s lead", "%(counted)s leads, the newest first", number),
        "deals": ngettext("%(counted)s deal", "%(counted)s deals, the newest first", number),
        "spend": ngettext("%(counted)s row of spend", "%(counted)s rows of spend, the newest first", number),
    }[kind] % told


def _row(part, row, currency):
    cells = [(title, _cell(getattr(row.one, name))) for name, title in KINDS[part.kind].columns.items()]
    return row.one.names, cells, _said(part, row.value, currency)


def _cell(value):
    if value is None or value == "":
        return "–"
    return value if isinstance(value, str) else numbers.day(value)


def _is_dropped(board):
    return board.settings.kept_from and board.view.first < board.settings.kept_from


def _said(part, value, currency):
    """A sum of people is a number of them, one of money an amount; of a rate by the day a share."""
    reading = part.variant.reading
    if isinstance(reading, Daily):
        return numbers.share(value)
    if isinstance(reading, Adoption):
        return numbers.count(value)
    terms = reading.over if part.side == OVER or not reading.under else reading.under
    return words.part(value, terms, part.metric if part.side == OVER else None, currency)
