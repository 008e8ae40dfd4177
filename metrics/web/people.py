"""The people behind a number, page by page or as a file, and the imports that brought them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from metrics import csv_out, store
from metrics.definitions.catalog import EVERY
from metrics.importing import wording
from metrics.readout import dashboard_words as words
from metrics.readout import numbers
from metrics.readout import people as readout
from metrics.readout.dashboard_board import whose
from metrics.store.engine import TooLong
from metrics.web.dashboards import read_board
from pmm_workspace.accounts.policy import policy

PAGE, FILE = 50, 100_000  # people at once


@policy(read="see metrics")
def people(request, name):
    board, _known, complaint = read_board(request)
    pair = _pair(board, name)
    side = request.GET.get("side", "")
    side = side if side in readout.sides(pair[1]) else readout.sides(pair[1])[0]
    is_file = request.GET.get("as") == "csv"
    number = _page_number(request)
    shown = slice(FILE) if is_file else slice((number - 1) * PAGE, number * PAGE)
    today = store.today(board.workspace)
    try:
        found = readout.behind(board.settings, board.workspace, today, board.view, pair, side, shown)
    except TooLong:
        messages.warning(request, _("Counting took too long to be waited for. Choose fewer days or people."))
        return redirect("metric", name)
    if is_file:
        return csv_out.as_file(f"{name}-{side}-{board.view.first:%Y-%m-%d}.csv", _rows(found))
    return render(request, "metrics/people.html", _context(request, board, pair, side, found, number, complaint))


def _pair(board, name):
    """The metric in the variant of the address; none where no person is counted."""
    if name not in EVERY:
        raise Http404
    metric = board.metric(name)
    variant = board.view.variant(metric)
    if not readout.sides(variant):
        raise Http404
    return metric, variant


def _page_number(request):
    text = request.GET.get("page", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _rows(found):
    yield ("person", "first_day", "first_event", "channel", "segment", "plan", "value")
    for row in found.rows:
        person = row.person
        slices = (person.channel, person.segment, person.plan)
        yield (" ".join(person.names), person.first_day, person.first_event, *slices, row.value)


def _context(request, board, pair, side, found, number, complaint):
    metric, variant = pair
    view, query = board.view, request.GET.copy()
    query.pop("page", None)
    titles = {"over": _("Above the line"), "under": _("Below the line"), "pending": _("In progress")}
    if not variant.reading.under:
        titles["over"] = _("Counted")
    return {
        "metric": metric,
        "variant": variant,
        "period": f"{words.span(view.first, view.last)} · {whose(view)}",
        "sides": [(titles[each], _said(metric, each, total, board.currency), each, each == side)
                  for each, total in found.totals.items()],
        "found": found,
        "values": [(row, _said(metric, side, row.value, board.currency)) for row in found.rows],
        "page": Paginator(range(found.count), PAGE).get_page(number),
        "runs": [(run, wording.of_source(run.preset), rows) for run, rows in found.runs],
        "kept_from": board.settings.kept_from if _is_dropped(board) else None,
        "complaint": complaint,
        "back": view.query(),
    }  # fmt: skip


def _is_dropped(board):
    return board.settings.kept_from and board.view.first < board.settings.kept_from


def _said(metric, side, value, currency):
    if metric.is_of_money:
        return numbers.money(value / 100, currency)
    is_money = metric.unit == "money" and side == readout.OVER
    return numbers.money(value, currency) if is_money else numbers.count(value)
