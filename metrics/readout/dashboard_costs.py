"""What stands below the metrics of acquisition: how its costs add up."""

from decimal import Decimal

from django.utils.translation import gettext as _

from metrics.definitions.catalog import CAC, value
from metrics.readout import costs, numbers, periods
from metrics.readout import dashboard_words as words
from metrics.readout.dashboard_board import Board, whose
from metrics.readout.dashboard_parts import Panel, Table, TableRow

MOST_CHANNELS = 12
MOST_NAMES = 3


def reconciling(board: Board) -> Panel | None:
    """The blended CAC as the sum of what each channel adds to it, over the settled periods of the CAC above."""
    settled = [point.month for point in board.figures.points(CAC, CAC.main) if point.is_settled]
    if not settled:
        return None
    days = settled[0], periods.end_of(settled[-1], board.view.bucket)
    found = costs.reconciled(*days, board.view.where)
    if not found.whole.spend:
        return None
    title = _("How the channels add up to the blended CAC")
    head = [_("Channel"), _("Media"), _("Other costs"), _("New customers"), _("CAC"), _("Adds to the blended CAC")]
    return Panel(
        "reconciling",
        title,
        CAC,
        caption=f"{_('Blended CAC')}, {whose(board.view)}, {words.span(*days)}",
        lede=_line(board, found),
        table=Table(head, [_row(board, name, cost, found.whole) for name, cost in _named(found)]),
    )


def _named(found: costs.Reconciled):
    """The rows from the first to the sum; a long tail of paid channels is one row."""
    shown, rest = found.paid[:MOST_CHANNELS], sum(found.paid[MOST_CHANNELS:], costs.Cost())
    yield from ((numbers.channel(cost.channels[0]), cost) for cost in shown)
    if rest.channels:
        yield _("Other paid channels"), rest
    yield _organic(found.organic.channels), found.organic
    yield numbers.channel(""), found.unattributed
    yield _("Together: blended"), found.whole


def _organic(channels):
    named = [numbers.channel(name) for name in channels[:MOST_NAMES]]
    if not named:
        return _("Organic")
    return _("Organic: %(channels)s") % {"channels": ", ".join(named) + (" …" if len(channels) > MOST_NAMES else "")}


def _row(board, name, cost, whole):
    part = value(cost.spend, whole.customers)
    cells = [
        name,
        numbers.money(cost.media, board.currency),
        numbers.money(cost.other, board.currency),
        numbers.count(cost.customers),
        _cac(board, cost),
        _("no base") if part is None else numbers.money(part, board.currency),
    ]
    return TableRow(cells, key=cost.channels[0] if len(cost.channels) == 1 else "")


def _cac(board, cost):
    return numbers.value(CAC, cost.spend or None, cost.customers, board.currency)


def _line(board, found):
    """From the paid channels to everything, in one line."""
    paid, whole = sum(found.paid, costs.Cost()), found.whole
    said = {
        "paid": _divided(board, paid.media, paid.customers),
        "costs": numbers.money(whole.spend - paid.media, board.currency),
        "customers": numbers.count(whole.customers - paid.customers),
        "whole": _divided(board, whole.spend, whole.customers),
    }
    return (
        _(
            "Media of paid channels ÷ their new customers: %(paid)s. "
            "With %(costs)s of all other costs and %(customers)s more customers: %(whole)s."
        )
        % said
    )


def _divided(board, amount: Decimal, customers):
    equation = f"{numbers.money(amount, board.currency)} ÷ {numbers.count(customers)}"
    return f"{equation} = {numbers.value(CAC, amount or None, customers, board.currency)}"
