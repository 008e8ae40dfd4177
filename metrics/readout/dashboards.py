"""Which numbers stand on which page, and each of them put together from figures: a number, a drawing, its table twin.

The metrics of a page are those of its category in the catalog; a few pages begin with a drawing of several together.
"""

from dataclasses import replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from metrics.definitions.catalog import EVERY
from metrics.definitions.catalog.words import Metric, Product, Ratio, Spread, Survival, Variant
from metrics.models import TOTAL
from metrics.readout import behind, charts, charts_lines, numbers, periods
from metrics.readout import dashboard_words as words
from metrics.readout.dashboard_board import (
    NARROW,
    WIDE,
    Board,
    caption,
    choices,
    is_empty,
    needs,
    number_of,
    target_of,
    tick,
    whose,
)
from metrics.readout.dashboard_cohorts import curve, first_cohorts, recurring_cohorts
from metrics.readout.dashboard_costs import by_campaign, reconciling
from metrics.readout.dashboard_movements import movements
from metrics.readout.dashboard_parts import Number, Panel, SliceRow, Slices, Table, TableRow
from metrics.readout.dashboard_steps import lead_steps, signup_steps
from metrics.readout.dashboard_use import features, spread, time_to
from metrics.readout.filters import NOBODYS
from metrics.readout.points import Point

ON_A_PHONE = 9  # periods
MOST_BARS = 40
ROW_BAR = 120
MOST_SLICES = 12
TOGETHER = {"active_users", "lifecycle"}  # all variants in one drawing
OPENINGS = {
    "acquisition": [lead_steps],
    "activation": [signup_steps],
    "retention": [first_cohorts, curve, recurring_cohorts],
    "monetization": [movements],
}
AFTER = {"acquisition": [reconciling, by_campaign], "engagement": [features]}
# one of each category, on the first page
HEADLINES = {
    "acquisition": ("cac", "total"),
    "activation": ("activation_rate", "ever"),
    "engagement": ("active_users", "mau"),
    "retention": ("retention", "day_30_or_after"),
    "monetization": ("mrr", "booked"),
}


def headlines() -> list[tuple[Metric, Variant]]:
    return [(EVERY[name], EVERY[name].variant(variant)) for name, variant in HEADLINES.values()]


def told_in_brief() -> list[tuple[Metric, Variant]]:
    """What stands on the first page, and every metric in its first variant that adds up."""
    mains = [(metric, metric.main) for metric in EVERY.values()]
    adding = [pair for pair in mains if isinstance(pair[1].reading, Ratio | Product)]
    return list(dict.fromkeys([*headlines(), *adding]))


def first_page(board: Board) -> list[Number]:
    """At most five numbers, each with the address of its category."""
    return [
        number_of(board, metric, variant, board.figures.points(metric, variant), category)
        for category, (metric, variant) in zip(HEADLINES, _headlines(board), strict=True)
    ]


def _headlines(board):
    metrics = [(board.metric(name), variant) for name, variant in HEADLINES.values()]
    pairs = [(metric, metric.variant(variant)) for metric, variant in metrics]
    board.read(pairs)
    return pairs


def first_panels(board: Board) -> list[Panel]:
    """The two drawings that say most, below the five numbers."""
    return [signup_steps(board), movements(board)]


def numbers_panel(board: Board) -> Panel:
    """The five numbers as a table, for paper."""
    head = [_("Metric"), _("Value"), _("Period"), pgettext("made of", "From"), _("Change"), _("Target"), _("Age")]
    rows = [
        TableRow([
            f"{each.metric.title}, {each.variant.title}", each.value, each.period, each.parts, each.change,
            each.target, each.age,
        ])
        for each in first_page(board)
    ]  # fmt: skip
    return Panel("numbers", _("Five numbers"), EVERY[HEADLINES["acquisition"][0]], table=Table(head, rows))


def drawn(board: Board, category: str) -> list[tuple[Metric, Variant]]:
    """The variants that a dashboard, or without a category the first page, shows by period; all are read."""
    if not category:
        return _headlines(board)
    pairs = [(metric, variant) for metric in board.metrics(category) for variant in _variants(board, metric)]
    board.read(pairs)
    return [
        pair for pair in pairs if not (isinstance(pair[1].reading, Survival | Spread) or board.is_too_fine(pair[1]))
    ]


def others(board: Board, metric: Metric) -> list[Metric]:
    """The rest of its category."""
    return [other for other in board.metrics(metric.category) if other is not metric]


def panels(board: Board, category: str) -> list[Panel]:
    """What stands above the metrics of a category, they themselves, and what stands below; or the first page."""
    if not category:
        return [numbers_panel(board), *first_panels(board)]
    drawn(board, category)
    found = [make(board) for make in OPENINGS.get(category, ())]
    found += [panel(board, metric) for metric in board.metrics(category)]
    found += [make(board) for make in AFTER.get(category, ())]
    return [each for each in found if each]


def _variants(board, metric):
    return metric.variants if metric.name in TOGETHER else [board.view.variant(metric)]


def panel(board: Board, metric: Metric) -> Panel:
    """One metric in the variant that was chosen."""
    variant = board.view.variant(metric)
    if isinstance(variant.reading, Survival | Spread):
        return _special(board, metric, variant)
    shown = _variants(board, metric)
    series = [board.figures.points(metric, each) for each in shown]
    base = {
        "name": metric.name,
        "title": str(metric.title),
        "metric": metric,
        "variant": variant,
        "choices": [] if len(shown) > 1 else choices(board, metric, variant),
        "caption": caption(board, metric.title),
    }
    if board.is_too_fine(variant):
        return Panel(**base, note=_("Counted by calendar month: choose months to see it."))
    if all(is_empty(each, points) for each, points in zip(shown, series, strict=True)):
        return Panel(**base, missing=needs(metric, variant))
    if lacks := board.lacks(variant):
        return Panel(**base, missing=lacks)
    wide, narrow = _drawings(board, metric, shown, series)
    return Panel(
        **base,
        number=number_of(board, metric, variant, series[shown.index(variant)]),
        wide=wide,
        narrow=narrow,
        legend=[str(each.title) for each in shown] if len(shown) > 1 else [],
        is_compared=board.view.is_compared,
        table=_table(board, metric, shown, series),
        slices=_slices(board, metric, variant, series[shown.index(variant)]),
    )


def _special(board, metric, variant) -> Panel:
    make = time_to if isinstance(variant.reading, Survival) else spread
    return make(board, metric, variant)


# The drawing and its twin


def readings(board: Board, metric: Metric, variant: Variant, points: list[Point]) -> list[charts.Reading]:
    """The points as they are drawn and read out, with what was marked, beside those of the period before."""
    before = board.earlier.points(metric, variant) if board.earlier else []
    return [
        _reading(board, metric, variant, point, before[n] if n < len(before) else None)
        for n, point in enumerate(points)
    ]


def _reading(board, metric, variant, point, before):
    marked = board.marked.get(point.month, [])
    notes = [words.parts(metric, variant, point, board.currency), state(board, variant, point)]
    if before:
        notes.append(_("Before: %(value)s") % {"value": words.shown(metric, before, board.currency)})
    notes += _happened(marked)
    return charts.Reading(
        words.on_axis(point.month, board.view.bucket),
        point.value,
        words.shown(metric, point, board.currency),
        ". ".join(capfirst(note) for note in notes if note),
        not point.is_settled,
        before.value if before and before.is_settled else None,
        _numbers([number for number, _mark in marked if number]),
        any(mark.is_redefinition for _number, mark in marked),
        behind.address(metric, variant, board.view, point.month),
    )


def _happened(marked):
    """What people marked in their words; of what was approved only how much."""
    told = _marked(marked)
    quiet = sum(not number for number, _mark in marked)
    approved = ngettext("%(count)s version approved", "%(count)s versions approved", quiet) % {"count": quiet}
    return [*told, approved] if quiet else told


def _marked(marks):
    """In words, what has a number on a drawing."""
    return [f"{mark.text} ({numbers.day(mark.day)})" for number, mark in marks if number]


def _numbers(found):
    if len(found) < 3:
        return ", ".join(map(str, found))
    return f"{found[0]}–{found[-1]}"


def state(board: Board, variant: Variant, point: Point) -> str:
    """Why a period is hatched."""
    parts = [] if point.is_over else [_("not complete")]
    window = getattr(variant.reading, "window", None)
    if point.pending and window:
        terms = variant.reading.under or variant.reading.over
        said = {"count": words.part(point.pending, terms, None, board.currency), "days": window}
        parts.append(_("%(count)s still within their %(days)s days") % said)
    return "; ".join(parts)


def _drawings(board, metric, shown, series):
    lines = [charts_lines.Series(str(each.title), readings(board, metric, each, points))
             for each, points in zip(shown, series, strict=True)]  # fmt: skip
    found = target_of(board, metric, shown[0])
    target = (found.value, numbers.amount(metric, found.value, board.currency)) if found else None
    is_drawn_as_lines = len(lines) > 1 or shown[0].is_level or len(series[0]) > MOST_BARS
    draw = _lines if is_drawn_as_lines else _bars
    few = [charts_lines.Series(each.name, each.readings[-ON_A_PHONE:]) for each in lines]
    return draw(board, metric, lines, WIDE, target), draw(board, metric, few, NARROW, target)


def _lines(board, metric, lines, size, target):
    return charts_lines.line_chart(lines, tick(board, metric), width=size[0], height=size[1], target=target)


def _bars(board, metric, lines, size, target):
    return charts.bar_chart(lines[0].readings, tick(board, metric), width=size[0], height=size[1], target=target)


def _table(board, metric, shown, series):
    if len(shown) > 1:
        head = [_("Period"), *(str(each.title) for each in shown), _("State")]
    else:
        head = [_("Period"), str(metric.title), pgettext("made of", "From"), _("State")]
    rows = [_row(board, metric, shown, at_once) for at_once in zip(*series, strict=True)]
    return Table(head, list(reversed(rows)))


def _row(board, metric, shown, points):
    cells = [words.period(points[0].month, board.view.bucket)]
    cells += [words.shown(metric, point, board.currency) for each, point in zip(shown, points, strict=True)]
    if len(shown) == 1:
        cells.append(words.parts(metric, shown[0], points[0], board.currency))
    said = state(board, shown[0], points[0])
    told = [said[:1].upper() + said[1:] if said else _("Settled"), *_marked(board.marked.get(points[0].month, []))]
    cells.append(" · ".join(told))
    hrefs = ("", *(behind.address(metric, each, board.view, points[0].month) for each in shown))
    return TableRow(cells, any(not point.is_settled for point in points), f"{points[0].month:%Y-%m-%d}", hrefs)


# By channel, segment, plan or product


def _slices(board, metric, variant, points):
    settled = [point for point in points if point.is_settled]
    if variant.is_level or metric.name in TOGETHER or not isinstance(variant.reading, Ratio):
        settled = settled[-1:]
    if not settled:
        return None
    months = [point.month for point in settled]
    found = [_added_up(variant, each) for each in board.figures.by_channel(metric, variant, months)]
    found = sorted((each for each in found if each.numerator or each.denominator > 1), key=_largest_first)
    largest = max((each.value for each in found if each.value is not None), default=None)
    title = str(words.BY[board.view.by])
    days = months[0], periods.end_of(months[-1], board.view.bucket)
    rows = [_slice(board, metric, variant, each, largest, days) for each in found[:MOST_SLICES]]
    total = _added_up(variant, board.figures.pooled(metric, variant, months))
    return Slices(title, words.span(*days), rows, _slice(board, metric, variant, total, None, days))


def _added_up(variant, each):
    """Of a count, or of money without a base, the sum of the periods rather than their mean."""
    has_base = not isinstance(variant.reading, Ratio) or variant.reading.under or variant.reading.per_day
    return each if has_base else replace(each, denominator=1)


def _largest_first(each):
    return -each.denominator, -(each.value or 0), each.channel


def _slice(board, metric, variant, each, largest, days):
    chosen = {} if each.channel == TOTAL else {board.view.by: each.channel or NOBODYS}
    return SliceRow(
        whose(board.view) if each.channel == TOTAL else numbers.channel(each.channel),
        words.shown(metric, each, board.currency),
        words.parts(metric, variant, each, board.currency),
        charts.share_of(each.value, largest, ROW_BAR) if largest and largest > 0 and (each.value or 0) > 0 else 0,
        board.view.query(**chosen),
        people=behind.address(metric, variant, board.view, *days, **chosen),
    )
