"""What moved MRR, from one level to the next."""

from django.utils.translation import gettext as _

from metrics.definitions.catalog import EVERY
from metrics.definitions.catalog.monetization import MOVED
from metrics.readout import behind, bridge, charts_steps, numbers, periods
from metrics.readout.dashboard_board import NARROW, WIDE, Board, newest_day, span, whose
from metrics.readout.dashboard_parts import Choice, Panel, Table, TableRow

BOOKED, AT_ONE_RATE = "booked", "at_one_rate"


def movements(board: Board) -> Panel:
    """From the MRR at the first morning to the MRR at the last evening; it always adds up."""
    metric, title = EVERY["mrr"], _("MRR and what moved it")
    is_at_one_rate = board.view.variant(metric).name == AT_ONE_RATE
    found = bridge.mrr(board.view.first, newest_day(board), board.view.where, is_at_one_rate=is_at_one_rate)
    if not (found.start or found.end or any(found.moved.values())):
        return Panel("movements", title, metric, missing=["subscriptions"])
    shown = [kind for kind, amount in found.moved.items() if amount or kind != bridge.EXCHANGE]
    steps = _movements(board, found, shown, list(_moved_hrefs(board, metric, is_at_one_rate, shown)))
    lede = _(
        "Start + new + expansion + reactivation − contraction − churn = end. An amount that a later import changed "
        "counts from the day of that import."
    )
    return Panel(
        "movements",
        title,
        metric,
        caption=f"{title}, {whose(board.view)}, {span(board)}",
        lede=f"{lede} · {metric.variant(AT_ONE_RATE).title}" if is_at_one_rate else lede,
        wide=charts_steps.bridge_chart(steps, width=WIDE[0]),
        narrow=charts_steps.bridge_chart(steps, width=NARROW[0]),
        table=Table(
            [_("Movement"), _("Amount")],
            [
                TableRow([step.name, step.shown], hrefs=("", step.href), plain=[step.name, step.amount])
                for step in steps
            ],
        ),
        choices=_rates(board, metric, is_at_one_rate),
    )


def _rates(board, metric, is_at_one_rate):
    """At the rates of each day, or all at one."""
    return [
        Choice(
            name, str(metric.variant(name).title), board.view.query(mrr=name), is_at_one_rate == (name == AT_ONE_RATE)
        )
        for name in (BOOKED, AT_ONE_RATE)
    ]


def _moved_hrefs(board, metric, is_at_one_rate, kinds):
    """Behind each level stand those who pay at its end, behind each movement those who moved."""
    level = metric.variant(AT_ONE_RATE if is_at_one_rate else BOOKED)
    cells = "movement_at_one_rate" if is_at_one_rate else "movement"
    view = board.view
    yield behind.address(metric, level, view, periods.later(view.first, -1, view.bucket))
    yield from (behind.cell_address(metric, cells, kind, view, view.first, view.last) for kind in kinds)
    yield behind.address(metric, level, view, view.first, view.last)


def _movements(board, found, kinds, hrefs):
    start = _("Start, %(day)s") % {"day": numbers.day(found.first)}
    end = _("End, %(day)s") % {"day": numbers.day(found.last)}
    moved = [(str(MOVED[kind]), found.moved[kind], href) for kind, href in zip(kinds, hrefs[1:-1], strict=True)]
    return [
        charts_steps.Movement(start, found.start, _money(board, found.start), True, hrefs[0]),
        *(charts_steps.Movement(name, amount, _signed(board, amount), href=href) for name, amount, href in moved),
        charts_steps.Movement(end, found.end, _money(board, found.end), True, hrefs[-1]),
    ]


def _money(board, amount):
    return numbers.money(amount, board.currency)


def _signed(board, amount):
    sign = "+" if amount > 0 else "−" if amount else ""
    return f"{sign}{_money(board, abs(amount))}"
