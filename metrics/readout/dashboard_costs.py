"""What stands below the metrics of acquisition: how its costs add up, and what each campaign brought."""

from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.definitions.catalog import CAC, EVERY, value
from metrics.readout import behind, costs, numbers, periods
from metrics.readout import dashboard_words as words
from metrics.readout.campaigns import Campaign, Campaigns, campaigns
from metrics.readout.dashboard_board import Board, whose
from metrics.readout.dashboard_parts import Panel, Table, TableRow
from metrics.readout.filters import NOBODYS

MOST_CHANNELS = 12
MOST_NAMES = 3
MOST_CAMPAIGNS = 20
MATURE = timedelta(days=90)


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
    blended = _("Blended CAC")
    head = [_("Channel"), _("Media"), _("Other costs"), _("New customers"), _("CAC"), _("Adds to the blended CAC")]
    return Panel(
        "reconciling",
        title,
        CAC,
        caption=f"{blended}, {whose(board.view)}, {words.span(*days)}",
        lede=_line(board, found),
        table=Table(head, [_row(board, name, cost, found.whole, days) for name, cost in _named(found)]),
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
    if not channels:
        return _("Organic")
    named = ", ".join(map(numbers.channel, channels[:MOST_NAMES])) + (" …" if len(channels) > MOST_NAMES else "")
    return _("Organic: %(channels)s") % {"channels": named}


def _row(board, name, cost, whole, days):
    part, together = value(cost.spend, whole.customers), value(whole.spend, whole.customers)
    cells = [
        name,
        numbers.money(cost.media, board.currency),
        numbers.money(cost.other, board.currency),
        numbers.count(cost.customers),
        _cac(board, cost),
        _("no base") if part is None else numbers.money(part, board.currency, together),
    ]
    return TableRow(
        cells,
        key=cost.channels[0] if len(cost.channels) == 1 else "",
        hrefs=_cost_hrefs(board, cost, whole, days),
        plain=[name, cost.media, cost.other, cost.customers, value(cost.spend or None, cost.customers), part],
    )


def _cost_hrefs(board, cost, whole, days):
    """Of the whole and of one channel; of several together there is no address."""
    if cost != whole and len(cost.channels) != 1:
        return ()
    chosen = {} if cost == whole else {"channel": cost.channels[0] or NOBODYS}
    media, other = (behind.cell_address(CAC, "costs", each, board.view, *days, **chosen) for each in ("media", "other"))
    total = {side: behind.address(CAC, CAC.main, board.view, *days, side, **chosen) for side in ("over", "under")}
    return "", media, other, total["under"], total["over"], total["over"]


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


# Campaigns


def by_campaign(board: Board) -> Panel | None:
    """What each campaign cost in these days, and what its sign-ups of these days have paid since."""
    found = campaigns(board.view.first, board.view.last, board.view.where)
    if not found.paid:
        return None
    metric, title = EVERY["return_on_spend"], _("Campaigns")
    head = [_("Campaign"), _("Spend"), _("Sign-ups"), _("New customers")]
    head += [_("Revenue"), _("ROAS"), _("ROI")] if found.is_paid else []
    return Panel(
        "campaigns",
        title,
        metric,
        caption=f"{title}, {whose(board.view)}, {words.span(board.view.first, board.view.last)}",
        lede=_attributed(board, found),
        table=Table([*head, _("State")], [*_campaign_rows(board, found), *_unattributed_rows(board, found, len(head))]),
    )


def _attributed(board, found: Campaigns):
    together, rest = found.together, found.unpaid.signups + found.unnamed.signups
    unknown = "" if found.is_paid else _("Without imported payments, revenue, ROAS and ROI are not known.")
    told = _(
        "A sign-up counts for the campaign that it names, by id or by name, with what it paid since. "
        "%(named)s of %(spend)s spent and "
        "%(signups)s of %(all)s sign-ups can be told by campaign; the rest cannot be attributed."
    ) % {
        "named": numbers.money(together.spend, board.currency),
        "spend": numbers.money(together.spend + found.unnamed.spend, board.currency),
        "signups": numbers.count(together.signups),
        "all": numbers.count(together.signups + rest),
    }
    return " ".join(filter(None, (told, _unpaid(found.unpaid.signups), unknown)))


def _unpaid(signups):
    if not signups:
        return ""
    said = ngettext(
        "%(count)s sign-up names a campaign, by id or name, that no spend of these days knows.",
        "%(count)s sign-ups name a campaign, by id or name, that no spend of these days knows.",
        signups,
    )
    return said % {"count": numbers.count(signups)}


def _campaign_rows(board, found):
    shown, rest = found.paid[:MOST_CAMPAIGNS], found.paid[MOST_CAMPAIGNS:]
    for each in shown:
        yield _campaign(board, each.name, each, found)
    if rest:
        yield _campaign(board, _("Other campaigns"), sum(rest, Campaign()), found, is_one=False)
    yield _campaign_row(board, _("Together"), found.together, found.is_paid)


def _campaign(board, name, each: Campaign, found, *, is_one=True) -> TableRow:
    through = board.figures.through
    is_young = through is not None and each.newest > through - MATURE
    state = _("Under 90 days: rises") if is_young else _("Settled")
    hrefs = _campaign_hrefs(board, each.name, found.is_paid) if is_one else ()
    return _campaign_row(board, name, each, found.is_paid, state, is_open=is_young, hrefs=hrefs)


def _campaign_row(board, name, each, is_paid, state="", **more) -> TableRow:
    earned = [each.revenue, each.roas, each.roi(board.settings.gross_margin)] if is_paid else []
    plain = [name, each.spend, each.signups, each.customers, *earned, state]
    return TableRow([*_campaign_cells(board, name, each, is_paid), state], plain=plain, **more)


def _campaign_hrefs(board, name, is_paid):
    metric, days = EVERY["return_on_spend"], (board.view.first, board.view.last)
    told = ("spend", "signups", "customers", *["cents"] * is_paid)
    return "", *(behind.cell_address(metric, f"campaign_{what}", name, board.view, *days) for what in told)


def _campaign_cells(board, name, each, is_paid):
    cells = [name, numbers.money(each.spend, board.currency), numbers.count(each.signups)]
    return [*cells, numbers.count(each.customers), *_earned(board, each, is_paid)]


def _earned(board, each, is_paid):
    """Revenue, ROAS and ROI, where payments were imported."""
    if not is_paid:
        return []
    roi = each.roi(board.settings.gross_margin)
    is_without_margin = board.settings.gross_margin is None
    return [
        numbers.money(each.revenue, board.currency),
        _("no base") if each.roas is None else numbers.share(each.roas),
        _("no margin") if is_without_margin else _("no base") if roi is None else numbers.share(roi),
    ]


def _unattributed_rows(board, found, columns):
    """Money and people of whom no campaign can be told: what they became is not told either."""
    for name, each in ((_("Named by sign-ups only"), found.unpaid), (_("Without a campaign"), found.unnamed)):
        if each.spend or each.signups:
            cells = [name, numbers.money(each.spend, board.currency), numbers.count(each.signups)]
            rest, state = columns - len(cells), _("Not attributed")
            plain = [name, each.spend, each.signups, *[None] * rest, state]
            yield TableRow([*cells, *["–"] * rest, state], plain=plain)
