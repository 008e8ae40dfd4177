"""How soon and how much people use the product: days until they got there, days of use, and features."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from metrics.definitions.catalog import EVERY, value
from metrics.definitions.catalog.words import Metric, Variant
from metrics.definitions.limits import LATER
from metrics.readout import behind, charts, charts_lines, numbers, periods, survival, usage
from metrics.readout import dashboard_words as words
from metrics.readout.dashboard_board import NARROW, WIDE, Board, age, choices, newest_day, span, tick, whose
from metrics.readout.dashboard_parts import Number, Panel, Table, TableRow

CURVE_DAYS = 90
HALF = Fraction(1, 2)
TOLD_DAYS = (1, 2, 3, 7, 14, 30, 60, 90)


def time_to(board: Board, metric: Metric, variant: Variant) -> Panel:
    """The share that got there by each day, with those counted who may still come."""
    curve = _curve(board, variant.reading)
    base = {"name": metric.name, "title": str(metric.title), "metric": metric, "variant": variant}
    if not curve.days:
        return Panel(**base, missing=["events"])
    median = curve.quantile(HALF)
    shown = _("not reached") if median is None else numbers.amount(metric, Decimal(median), "")
    days = board.view.first, board.view.last

    def lead(day):
        return behind.cell_address(metric, "within", str(day), board.view, *days)

    people = ngettext("%(count)s sign-up", "%(count)s sign-ups", curve.entered)
    shares = [float(part) for part in curve.reached[:CURVE_DAYS]]
    rows = [
        TableRow(
            [numbers.count(day), _share(curve.within(day))],
            hrefs=("", lead(day)),
            plain=[day, _decimal(curve.within(day))],
        )
        for day in TOLD_DAYS
        if day <= len(shares)
    ]
    draw = [
        charts_lines.curve_chart(
            shares, _say_day, lead, tick(board, EVERY["activation_rate"]), width=width, height=height, unit=_("Day")
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


def _curve(board, reading):
    return survival.curve(
        board.settings, reading.funnel, reading.base, board.view.first, newest_day(board), board.view.where
    )


def estimate(board: Board, metric: Metric, day: int | None) -> Panel | None:
    """How the share by that day, or the median, comes about; nothing where nobody was observed for a full day."""
    curve = _curve(board, metric.main.reading)
    if not curve.days:
        return None
    last = min(day or curve.quantile(HALF) or LATER, len(curve.days))
    rows = [
        TableRow(
            [*map(numbers.count, (number, each.at_risk, each.got_there)), _share(each.left)],
            plain=[number, each.at_risk, each.got_there, _decimal(each.left)],
        )
        for number, each in curve.steps(last)
    ]
    head = [_("Day"), pgettext("of people", "At risk"), _("Activated"), _("Not activated")]
    return Panel(
        "days",
        _("How the number comes about"),
        metric,
        caption=_say_day(last, float(curve.within(last))),
        lede=_(
            "Each day leaves (at risk − activated) ÷ at risk of the share that has not activated so far; the rest has "
            "activated. At risk is who had not activated before that day and lived all of it within the data. Who "
            "activated on a day that is not over there is among the people, and not counted here."
        ),
        table=Table(head, rows),
    )


def _share(part):
    return "–" if part is None else numbers.share(_decimal(part))


def _decimal(part):
    return None if part is None else Decimal(part.numerator) / part.denominator


def _say_day(day, share):
    said = {"day": day, "share": numbers.share(Decimal(str(share)))}
    return _("By day %(day)s: %(share)s activated.") % said


def _newest_month(board: Board) -> date:
    """The newest complete month that the view reaches, or else its last one."""
    last = newest_day(board)
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
        charts.Reading(
            str(n),
            Decimal(count),
            numbers.count(count),
            _("active on %(n)d days") % {"n": n},
            is_open=False,
            href=_in_month(board, metric, "days", str(n), month),
        )
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
                TableRow([each.label, each.shown], hrefs=("", each.href), plain=[each.label, each.value])
                for each in read
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
    share = words.part_of(each.adopters, each.eligible, "%(share)s") if each.eligible else _("no base")
    tried, habit = (_in_month(board, metric, cells, each.event, month) for cells in ("tried", "habit"))
    return TableRow(
        [each.event, numbers.count(each.users), numbers.count(each.adopters), share],
        hrefs=("", tried, habit, habit),
        plain=[each.event, each.users, each.adopters, value(each.adopters, each.eligible)],
    )
