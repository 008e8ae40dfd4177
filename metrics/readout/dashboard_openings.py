"""Drawings of several numbers together: steps of a funnel, time, days of use, cohorts, and movements of MRR."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from metrics.definitions.catalog import EVERY
from metrics.definitions.catalog.monetization import MOVED
from metrics.definitions.catalog.words import Metric, Variant
from metrics.readout import (
    behind,
    bridge,
    charts,
    charts_lines,
    charts_steps,
    cohorts,
    numbers,
    periods,
    survival,
    usage,
)
from metrics.readout import dashboard_words as words
from metrics.readout import tallies as sums
from metrics.readout.charts_grid import Cell, GridRow, GridTable, largest_share, level
from metrics.readout.dashboard_board import NARROW, WIDE, Board, age, choices, tick, whose
from metrics.readout.dashboard_parts import Choice, Number, Panel, Table, TableRow
from metrics.readout.figures import pooled

STEPS = (("sign_ups", "all"), ("activation_rate", "ever"), ("trial_rate", "ever"), ("paying_rate", "ever"))
COHORTS, AGES = 13, 12
CURVE_DAYS = 90
BOOKED, AT_ONE_RATE = "booked", "at_one_rate"
TOLD_DAYS = (1, 2, 3, 7, 14, 30, 60, 90)


def span(board: Board) -> str:
    """The days of the view as far as the data reaches."""
    return words.span(board.view.first, _last(board))


def _last(board):
    through = board.settings.through
    return max(board.view.first, min(board.view.last, through)) if through else board.view.last


# Steps


def signup_steps(board: Board) -> Panel:
    """From sign-up to payment, of everybody who signed up in these days."""
    metric = EVERY["activation_rate"]
    measures = {"funnel.entered:signup": _("Signed up"), "funnel.reached:activation": _("Activated"),
                "funnel.reached:trial": _("Began a trial"),
                "funnel.reached:customer": pgettext("people", "Paid")}  # fmt: skip
    found = dict.fromkeys(measures, 0)
    for name, _day, _n, count in sums.rows(measures, board.view.first, _last(board), board.view.where):
        found[name] += count
    title = _("From sign-up to payment")
    lede = _("Of everybody who signed up in these days, at any time since. Younger sign-ups may still move on.")
    steps = [(measures[name], count) for name, count in found.items()]
    hrefs = [
        behind.address(EVERY[name], EVERY[name].variant(variant), board.view, board.view.first, board.view.last)
        for name, variant in STEPS
    ]
    return _steps(board, "signup_steps", title, metric, steps, lede, _("%(share)s of the sign-ups"), hrefs)


def lead_steps(board: Board) -> Panel:
    """From lead to customer, of all leads created in these days."""
    metric = EVERY["qualified_leads"]
    totals = [(each, pooled(board.figures.points(metric, each))) for each in metric.variants]
    steps = [(_("Leads"), totals[0][1].denominator)]
    steps += [(str(each.title), int(total.numerator or 0)) for each, total in totals]
    lede = _("Of all leads created in these days, at any time since.")
    sides = [(metric.main, behind.UNDER), *((each, behind.OVER) for each in metric.variants)]
    days = board.view.first, board.view.last
    hrefs = [behind.address(metric, each, board.view, *days, side) for each, side in sides]
    title = _("From lead to customer")
    return _steps(board, "lead_steps", title, metric, steps, lede, _("%(share)s of the leads"), hrefs)


def _steps(board, name, title, metric, steps, lede, of_all, hrefs):
    whole = steps[0][1]
    if not whole:
        missing = ["leads"] if name == "lead_steps" else ["events"]
        return Panel(name, title, metric, missing=missing)
    drawn = [
        charts_steps.Step(step, count, numbers.count(count), *(_shares(count, whole, of_all) if n else [""]))
        for n, (step, count) in enumerate(steps)
    ]
    rows = [
        TableRow([step.name, step.shown, step.note], hrefs=("", href)) for step, href in zip(drawn, hrefs, strict=True)
    ]
    return Panel(
        name,
        title,
        metric,
        caption=f"{title}, {whose(board.view)}, {span(board)}",
        lede=lede,
        wide=charts_steps.funnel_chart(drawn, width=WIDE[0]),
        narrow=charts_steps.funnel_chart(drawn, width=NARROW[0]),
        table=Table([_("Step"), _("People"), _("Share")], rows),
    )


def _shares(count, whole, of_all):
    return _of(count, whole, of_all), _of(count, whole, "%(share)s")


def _of(count, whole, words_of_all):
    if whole < numbers.FEW:
        return _("%(part)s of %(whole)s") % {"part": numbers.count(count), "whole": numbers.count(whole)}
    return words_of_all % {"share": numbers.share(Decimal(count) / whole)}


# Time


def time_to(board: Board, metric: Metric, variant: Variant) -> Panel:
    """The share that got there by each day, with those counted who may still come."""
    reading = variant.reading
    curve = survival.curve(
        board.settings, reading.funnel, reading.base, board.view.first, _last(board), board.view.where
    )
    base = {"name": metric.name, "title": str(metric.title), "metric": metric, "variant": variant}
    if not curve.entered or not curve.reached:
        return Panel(**base, missing=["events"])
    median = curve.quantile(Fraction(1, 2))
    shown = _("not reached") if median is None else numbers.amount(metric, Decimal(median), "")
    days = board.view.first, board.view.last
    people = ngettext("%(count)s sign-up", "%(count)s sign-ups", curve.entered)
    shares = [float(part) for part in curve.reached[:CURVE_DAYS]]
    rows = [
        TableRow(
            [numbers.count(day), _share(curve.within(day))],
            hrefs=("", behind.cell_address(metric, "within", str(day), board.view, *days)),
        )
        for day in TOLD_DAYS
        if day <= len(shares)
    ]
    draw = [
        charts_lines.curve_chart(
            shares, _say_day, tick(board, EVERY["activation_rate"]), width=width, height=height, unit=_("Day")
        )
        for width, height in (WIDE, NARROW)
    ]
    return Panel(
        **base,
        caption=_("Share activated by day since the sign-up, %(whose)s") % {"whose": whose(board.view)},
        number=Number(
            metric, variant, shown, span(board), people % {"count": numbers.count(curve.entered)},
            age=age(board, metric, variant), href=metric.category,
            people=behind.address(metric, variant, board.view, *days, behind.UNDER),
        ),
        wide=draw[0],
        narrow=draw[1],
        table=Table([_("Days"), _("Activated")], rows),
    )  # fmt: skip


def _share(part):
    return "–" if part is None else numbers.share(Decimal(part.numerator) / part.denominator)


def _say_day(day, share):
    said = {"day": day, "share": numbers.share(Decimal(str(share)))}
    return _("By day %(day)s: %(share)s activated.") % said


# Use


def _newest_month(board: Board) -> date:
    """The newest complete month that the view reaches, or else its last one."""
    last = _last(board)
    month = last.replace(day=1)
    return month if periods.end_of(month, "month") == last else periods.later(month, -1, "month")


def spread(board: Board, metric: Metric, variant: Variant) -> Panel:
    """How many were active on exactly n days of the newest complete month."""
    month = _newest_month(board)
    found = usage.days_of_use(month, board.view.where)
    base = {
        "name": metric.name,
        "title": str(metric.title),
        "metric": metric,
        "variant": variant,
        "choices": choices(board, metric, variant),
    }
    if not any(found.values()):
        return Panel(**base, missing=["events"])
    read = [
        charts.Reading(str(n), Decimal(count), numbers.count(count), _("active on %(n)d days") % {"n": n}, False)
        for n, count in found.items()
    ]
    draw = [
        charts.bar_chart(read, _count_tick, width=width, height=height, unit=_("Days"))
        for width, height in (WIDE, NARROW)
    ]
    return Panel(
        **base,
        caption=_("Active people by days of use, %(month)s") % {"month": numbers.month(month)},
        wide=draw[0],
        narrow=draw[1],
        table=Table(
            [_("Days of use"), _("People")],
            [
                TableRow([str(n), numbers.count(count)], hrefs=("", _in_month(board, metric, "days", str(n), month)))
                for n, count in found.items()
            ],
        ),
    )


def _in_month(board, metric, cells, place, month):
    return behind.cell_address(metric, cells, place, board.view, month, every="month")


def _count_tick(step):
    return numbers.count(step)


def features(board: Board) -> Panel | None:
    """Which features the active adopt, in the newest complete month."""
    month = _newest_month(board)
    found = usage.adoption(usage.features(board.settings), month, where=board.view.where)
    if not found:
        return None
    metric = EVERY["feature_adoption"]
    head = [_("Feature"), _("Used it"), _("At least three times"), _("Of the active")]
    return Panel(
        "features",
        _("Features"),
        metric,
        caption=_("Features in use, %(month)s") % {"month": numbers.month(month)},
        lede=_(
            "Adopted means used at least three times in the month, of those active in a month since anybody first used "
            "the feature. Whose plan includes it is not known: look at one plan to ask only those who have it."
        ),
        table=Table(head, [_feature(board, metric, each, month) for each in found]),
    )


def _feature(board, metric, each, month):
    share = _of(each.adopters, each.eligible, "%(share)s") if each.eligible else _("no base")
    tried, habit = (_in_month(board, metric, cells, each.event, month) for cells in ("tried", "habit"))
    return TableRow(
        [each.event, numbers.count(each.users), numbers.count(each.adopters), share], hrefs=("", tried, habit, habit)
    )


# Cohorts


def first_cohorts(board: Board) -> Panel:
    return _grid(board, "grid", _("Cohorts"), _("Of the people who signed up in a period, how many came back later."))


def recurring_cohorts(board: Board) -> Panel:
    lede = _("Of the people who were active in a period, how many were active later: each period is a new start.")
    return _grid(board, "recurring", _("Recurring"), lede)


def _grid(board, kind, title, lede):
    every = "month" if board.view.bucket == "month" else "week"
    start = board.workspace.week_start
    last = _last(board)
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
    return f"{told}, {_('the newest %(count)s cohorts') % {'count': COHORTS}}" if is_cut else told


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
        [str(n) for n in range(longest)], rows, GridRow(_("Together"), "", _cells(pooled, longest, largest))
    )


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
            board.settings, board.view.first, _last(board), kind=kind, where=board.view.where,
            week_start=board.workspace.week_start,
        )
        for kind in ("on", "on_or_after")
    }  # fmt: skip
    titles = {"on": _("On the day"), "on_or_after": _("On the day or after")}
    if not any(age.base for age in found["on"]):
        return None
    lines = [charts_lines.Series(titles[kind], [_age_reading(age) for age in ages]) for kind, ages in found.items()]
    metric, days = EVERY["retention"], [age.n for age in found["on"]]
    draw = [
        charts_lines.line_chart(lines, tick(board, metric), width=width, height=height, places=days)
        for width, height in (WIDE, NARROW)
    ]
    reach = board.view.first, board.view.last
    rows = [
        TableRow(
            [first.label, first.shown, second.shown, first.note],
            first.is_open,
            hrefs=("", *(behind.cell_address(metric, kind, str(age.n), board.view, *reach) for kind in found)),
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


def _age_reading(age):
    counts = _("%(part)s of %(whole)s") % {"part": numbers.count(age.returned), "whole": numbers.count(age.base)}
    shown = _("no base") if age.value is None else counts if age.base < numbers.FEW else numbers.share(age.value)
    return charts.Reading(_("Day %(n)s") % {"n": age.n}, age.value, shown, counts, not age.base)


# Movements


def movements(board: Board) -> Panel:
    """From the MRR at the first morning to the MRR at the last evening; it always adds up."""
    metric, title = EVERY["mrr"], _("MRR and what moved it")
    is_at_one_rate = board.view.variant(metric).name == AT_ONE_RATE
    found = bridge.mrr(board.view.first, _last(board), board.view.where, is_at_one_rate=is_at_one_rate)
    if not (found.start or found.end or any(found.moved.values())):
        return Panel("movements", title, metric, missing=["subscriptions"])
    shown = [kind for kind, amount in found.moved.items() if amount or kind != bridge.EXCHANGE]
    steps = _movements(board, found, shown)
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
                TableRow([step.name, step.shown], hrefs=("", href))
                for step, href in zip(steps, _moved_hrefs(board, metric, is_at_one_rate, shown), strict=True)
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


def _movements(board, found, kinds):
    moved = [(str(MOVED[kind]), found.moved[kind]) for kind in kinds]
    return [
        charts_steps.Movement(
            _("Start, %(day)s") % {"day": numbers.day(found.first)}, found.start, _money(board, found.start), True
        ),
        *(charts_steps.Movement(name, amount, _signed(board, amount)) for name, amount in moved),
        charts_steps.Movement(
            _("End, %(day)s") % {"day": numbers.day(found.last)}, found.end, _money(board, found.end), True
        ),
    ]


def _money(board, amount):
    return numbers.money(amount, board.currency)


def _signed(board, amount):
    return f"+{_money(board, amount)}" if amount > 0 else _money(board, amount)


OPENINGS = {
    "acquisition": [lead_steps],
    "activation": [signup_steps],
    "engagement": [],
    "retention": [first_cohorts, curve, recurring_cohorts],
    "monetization": [movements],
}
