"""Those behind a number, page by page or as a file, and the imports that brought them."""

from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from metrics import csv_out
from metrics.definitions.catalog import EVERY
from metrics.definitions.catalog.words import Adoption, Daily, Metric, Survival, Variant
from metrics.importing import wording
from metrics.readout import dashboard_words as words
from metrics.readout import exporting, numbers
from metrics.readout import people as readout
from metrics.readout.behind import OVER, PENDING, UNDER, Part, parts
from metrics.readout.dashboard_board import Board, chosen
from metrics.readout.dashboard_parts import Panel
from metrics.readout.dashboard_use import estimate
from metrics.readout.people import Behind, Wanted
from metrics.readout.tallies import DIMENSIONS
from metrics.recalculation.people import PEOPLE
from metrics.web.dashboards import read_board
from pmm_workspace.accounts.policy import policy

PAGE, BLOCK, FILE = 50, 1000, 100_000  # rows that are shown, counted and written at once
LONGEST = 200  # characters of a place


@dataclass(frozen=True)
class Kind:
    """How those of one kind are listed: the first column names them, `columns` are their other fields."""

    name: str  # of the first column in a file
    title: str
    columns: dict[str, str]


_CHANNEL = {"channel": words.DIMENSIONS["channel"]}
KINDS = {
    PEOPLE: Kind("person", gettext_lazy("Person"), {
        "first_day": gettext_lazy("First day"), "first_event": gettext_lazy("First event"),
        **words.DIMENSIONS,
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
# What an import reads in these columns is one of these, or a word of the source's own.
WORDS = {
    "stage": {"lead": gettext_lazy("Lead"), **{each.name: each.title for each in EVERY["qualified_leads"].variants}},
    "category": {
        "media": gettext_lazy("Media"), "tools": gettext_lazy("Tools"), "agencies": gettext_lazy("Agencies"),
        "salaries": gettext_lazy("Salaries"), "overhead": gettext_lazy("Overhead"),
    },
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
ESTIMATED = {OVER: gettext_lazy("Activated"), UNDER: gettext_lazy("Signed up")}  # what is not divided has no line


@policy(read="see people")
def people(request, name):
    asked = _asked(request, name)
    if asked.estimate and asked.is_file and request.GET.get("only") == asked.estimate.name:
        return csv_out.as_file(asked.named(asked.estimate.name), exporting.of_table(asked.estimate))
    answer = readout.ask(asked.wanted, by=request.user)
    told = Behind.told(answer.told, asked.part.kind) if answer.told else None
    if told and asked.is_file:
        return csv_out.as_file(asked.named(asked.part.name), _rows(KINDS[asked.part.kind], told))
    if told and told.count and not told.rows[asked.shown]:
        return _on_last_page(request, told.count)
    return render(request, "metrics/people.html", _waiting(request, asked, answer) | _context(asked, told))


def _on_last_page(request, count):
    query = request.GET.copy()
    query["page"] = -(-count // PAGE)
    return redirect(f"{request.path}?{query.urlencode()}")


@require_safe
@policy(read="see people")
def counting(request, name):
    """Polled while they are counted; tells the page to come again once they are, unless that would be a file."""
    asked = _asked(request, name)
    answer = readout.ask(asked.wanted, by=request.user)
    response = render(request, "metrics/_people_counting.html", _waiting(request, asked, answer))
    if answer.told and not asked.is_file:
        response["HX-Refresh"] = "true"
    return response


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    board: Board
    complaint: str
    metric: Metric
    variant: Variant
    parts: list[Part]
    part: Part
    place: str  # of a drawing; empty for a period
    page: int
    is_file: bool

    @cached_property
    def estimate(self) -> Panel | None:
        """How the number comes about, where it is not what its parts are divided."""
        return estimate(self.board, self.metric, int(self.place or 0)) if _is_estimated(self.metric) else None

    @property
    def wanted(self) -> Wanted:
        since, most = (0, FILE) if self.is_file else ((self.page - 1) * PAGE // BLOCK * BLOCK, BLOCK)
        return Wanted.of(self.metric, self.variant, self.part.name, self.board.view, since, most)

    @property
    def shown(self) -> slice:
        """The rows of this page among those of its block."""
        since = (self.page - 1) * PAGE % BLOCK
        return slice(since, since + PAGE)

    def named(self, shown: str) -> str:
        """The file of what is shown."""
        return f"{self.metric.name}-{shown}-{self.board.view.first:%Y-%m-%d}.csv"


def _is_estimated(metric):
    return isinstance(metric.main.reading, Survival)


def _asked(request, name):
    board, _known, complaint = read_board(request)
    metric, variant = _pair(board, name, request.GET)
    found = parts(metric, variant)
    part = next((each for each in found if each.name == request.GET.get("side")), found[0])
    place = "" if variant in metric.variants else request.GET.get("at", "")
    is_file = request.GET.get("as") == "csv"
    return Asked(board, complaint, metric, variant, found, part, place, _page_number(request), is_file)


def _waiting(request, asked, answer):
    return {
        "is_counting": answer.is_open,
        "is_file": asked.is_file,
        "problem": wording.of_problem(answer),
        "poll": f"{reverse('people_counting', args=[asked.metric.name])}?{request.GET.urlencode()}",
        "file": f"{reverse('people', args=[asked.metric.name])}?{request.GET.urlencode()}",
    }


def _pair(board, name, query):
    """The metric in the variant of the address, or the place of a drawing that it names."""
    if name not in EVERY:
        raise Http404
    metric = board.metric(name)
    cells = next((each for each in metric.cells if each.name == query.get("of")), None)
    if cells is None:
        return metric, board.view.variant(metric)
    place = query.get("at", "")
    if len(place) > LONGEST or "\x00" in place or (cells.places is not None and place not in cells.places):
        raise Http404
    return metric, cells.at(place, board.view.bucket)


def _page_number(request):
    text = request.GET.get("page", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _rows(kind, told):
    yield (kind.name, *kind.columns, "value")
    for row in told.rows:
        yield (" ".join(row.one.names), *(getattr(row.one, name) for name in kind.columns), row.value)


def _context(asked: Asked, told: Behind | None):
    board, metric, view = asked.board, asked.metric, asked.board.view
    return {
        "metric": metric,
        "title": metric.titled(asked.variant),
        "variant": asked.variant,
        "period": chosen(view),
        "complaint": asked.complaint,
        "parts": [(_titled(metric, asked.parts, each), told and _said(each, told.totals[each.name], board.currency),
                   each, each is asked.part) for each in asked.parts],
        "kind": KINDS[asked.part.kind],
        "estimate": asked.estimate,
        "kept_from": board.settings.kept_from if _is_dropped(board) else None,
        "back": view.query(),
    } | (_listed(asked, told) if told else {})  # fmt: skip


def _listed(asked, told):
    shown = told.rows[asked.shown]
    largest = max((abs(row.value) for row in shown), default=0)
    return {
        "found": told,
        "counted": _counted(asked.part.kind, told.count),
        "rows": [_row(asked.part, row, asked.board.currency, largest) for row in shown],
        "runs": [(run, wording.of_source(run.preset), rows) for run, rows in told.runs],
        "page": Paginator(range(told.count), PAGE).get_page(asked.page),
    }


def _titled(metric, found, part):
    """The side, with what tells it from others: of which kind, and of which factor."""
    if _is_estimated(part.metric):
        return ESTIMATED[part.side]
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


def _row(part, row, currency, largest):
    cells = [(title, _cell(name, getattr(row.one, name))) for name, title in KINDS[part.kind].columns.items()]
    return row.one.names, cells, _said(part, row.value, currency, largest)


def _cell(name, value):
    if value is None or value == "":
        return "–"
    if name in DIMENSIONS:
        return numbers.channel(value)
    return WORDS.get(name, {}).get(value, value) if isinstance(value, str) else numbers.day(value)


def _is_dropped(board):
    return board.settings.kept_from and board.view.first < board.settings.kept_from


def _said(part, value, currency, beside=0):
    """A sum of people is a number of them, one of money an amount; of a rate by the day a share."""
    reading = part.variant.reading
    if isinstance(reading, Daily):
        return numbers.share(value)
    if isinstance(reading, Adoption):
        return numbers.count(value)
    terms = reading.over if part.side == OVER or not reading.under else reading.under
    return words.part(value, terms, part.metric if part.side == OVER else None, currency, beside)
