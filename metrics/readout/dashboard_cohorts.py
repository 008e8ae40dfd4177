"""Who comes back: cohorts from their start on, and the curve of all of them together."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from metrics.definitions.catalog import EVERY
from metrics.readout import behind, charts, charts_lines, cohorts, numbers, periods
from metrics.readout import dashboard_words as words
from metrics.readout.charts_grid import Cell, GridRow, GridTable, largest_share, level
from metrics.readout.dashboard_board import NARROW, WIDE, Board, newest_day, span, tick, whose
from metrics.readout.dashboard_parts import Panel, Table, TableRow

COHORTS, AGES = 13, 12


def first_cohorts(board: Board) -> Panel:
    return _grid(board, "grid", _("Cohorts"), _("Of the people who signed up in a period, how many came back later."))


def recurring_cohorts(board: Board) -> Panel:
    lede = _("Of the people who were active in a period, how many were active later: each period is a new start.")
    return _grid(board, "recurring", _("Recurring"), lede)


def _grid(board, kind, title, lede):
    every = "month" if board.view.bucket == "month" else "week"
    start = board.workspace.week_start
    last = newest_day(board)
    oldest = periods.later(periods.start_of(last, every, start), 1 - COHORTS, every)
    first = max(board.view.first, oldest)
    grid = cohorts.grid(
        board.settings, board.today, first, last, every=every, kind=kind, where=board.view.where, week_start=start
    )
    metric = EVERY["retention"]
    if not any(cohort.size for cohort in grid.cohorts):
        return Panel(f"cohorts_{kind}", title, metric, missing=["events"])
    return Panel(
        f"cohorts_{kind}",
        title,
        metric,
        caption=f"{title}, {whose(board.view)}: {_since(every, first > board.view.first)}",
        lede=lede,
        grid=_grid_table(board, grid, kind, every),
    )


def _since(every, is_cut):
    """What the heads of the grid count, and whether older cohorts are left out."""
    told = _("months since the start") if every == "month" else _("weeks since the start")
    cut = _("the newest %(count)s cohorts") % {"count": COHORTS}
    return f"{told}, {cut}" if is_cut else told


def _grid_table(board, grid, kind, every):
    kept = [(cohort, cohort.ages[: AGES + 1]) for cohort in grid.cohorts]
    largest = largest_share([[age.value for age in ages if age.n] for _cohort, ages in kept])
    longest = max((len(ages) for _cohort, ages in kept), default=0)

    def address(n, cohorts, side=behind.OVER):
        last = periods.end_of(cohorts[-1].start, every)
        days = cohorts[0].start, last
        return behind.cell_address(EVERY["retention"], kind, str(n), board.view, *days, every=every, side=side)

    rows = [
        GridRow(
            words.short_period(cohort.start, every),
            numbers.count(cohort.size),
            _cells([(age, address(age.n, [cohort])) for age in ages], longest, largest),
            address(0, [cohort], behind.UNDER),
        )
        for cohort, ages in reversed(kept)
    ]
    pooled = [(age, address(age.n, grid.complete(age.n))) for age in grid.pooled[:longest]]
    return GridTable(
        [str(n) for n in range(longest)],
        rows,
        GridRow(_("Together"), "", _cells(pooled, longest, largest)),
        list(_plain(reversed(kept), grid.pooled[:longest], every)),
    )


def _plain(kept, pooled, every):
    yield [_("Cohort"), _since(every, False), _("Came back"), _("People"), _("Share"), _("State")]
    named = [*((cohort.start, ages) for cohort, ages in kept), (_("Together"), pooled)]
    for name, ages in named:
        for age in ages:
            state = _("Settled") if age.is_complete else _("not complete")
            yield [name, age.n, age.returned, age.base, age.value, state]


def _cells(ages, longest, largest):
    found = [_cell(age, largest, href) for age, href in ages]
    return found + [Cell("", "")] * (longest - len(found))


def _cell(age, largest, href):
    counts = _("%(part)s of %(whole)s") % {"part": numbers.count(age.returned), "whole": numbers.count(age.base)}
    if age.value is None:
        return Cell("–", _("no base"))
    note = counts if age.is_complete else f"{counts}; " + _("not complete")
    tint = level(age.value, largest) if age.n else 0
    shown = f"{age.returned}/{age.base}" if age.base < numbers.FEW else numbers.whole_share(age.value)
    return Cell(shown, note, tint, not age.is_complete, href)


def curve(board: Board) -> Panel | None:
    """Who is there on day n, and on day n or after: each point with a base of its own."""
    found = {
        kind: cohorts.curve(
            board.settings, board.view.first, newest_day(board), kind=kind, where=board.view.where,
            week_start=board.workspace.week_start,
        )
        for kind in ("on", "on_or_after")
    }  # fmt: skip
    titles = {"on": _("On the day"), "on_or_after": _("On the day or after")}
    if not any(age.base for age in found["on"]):
        return None
    metric, days = EVERY["retention"], [age.n for age in found["on"]]
    reach = board.view.first, board.view.last

    def read_out(kind, age):
        return _age_reading(age, behind.cell_address(metric, kind, str(age.n), board.view, *reach))

    lines = [charts_lines.Series(titles[kind], [read_out(kind, age) for age in ages]) for kind, ages in found.items()]
    draw = [
        charts_lines.line_chart(lines, tick(board, metric), width=width, height=height, places=days)
        for width, height in (WIDE, NARROW)
    ]
    rows = [
        TableRow(
            [first.label, first.shown, second.shown, first.note],
            first.is_open,
            hrefs=("", first.href, second.href),
            plain=[age.n, first.value, second.value, age.base],
        )
        for first, second, age in zip(*(line.readings for line in lines), found["on"], strict=True)
    ]
    title = _("By day since the sign-up")
    return Panel(
        "retention_curve",
        title,
        metric,
        caption=f"{title}, {whose(board.view)}, {span(board)}",
        lede=_("Each day of the weeks of sign-ups that are old enough for it, added up and divided once."),
        wide=draw[0],
        narrow=draw[1],
        legend=[line.name for line in lines],
        table=Table([_("Day"), *titles.values(), pgettext("made of", "From")], rows),
    )


def _age_reading(age, href):
    counts = _("%(part)s of %(whole)s") % {"part": numbers.count(age.returned), "whole": numbers.count(age.base)}
    shown = _("no base") if age.value is None else counts if age.base < numbers.FEW else numbers.share(age.value)
    return charts.Reading(_("Day %(n)s") % {"n": age.n}, age.value, shown, counts, not age.base, href=href)
