"""The steps of a funnel: from sign-up to payment, and from lead to customer."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from metrics.definitions.catalog import EVERY, value
from metrics.readout import behind, charts_steps, numbers
from metrics.readout import dashboard_words as words
from metrics.readout import tallies as sums
from metrics.readout.dashboard_board import NARROW, WIDE, Board, newest_day, span, whose
from metrics.readout.dashboard_parts import Panel, Table, TableRow
from metrics.readout.figures import pooled

STEPS = (("sign_ups", "all"), ("activation_rate", "ever"), ("trial_rate", "ever"), ("paying_rate", "ever"))


def signup_steps(board: Board) -> Panel:
    """From sign-up to payment, of everybody who signed up in these days."""
    metric = EVERY["activation_rate"]
    measures = {"funnel.entered:signup": _("Signed up"), "funnel.ever:activation": _("Activated"),
                "funnel.ever:trial": _("Began a trial"),
                "funnel.ever:customer": pgettext("people", "Paid")}  # fmt: skip
    found = dict.fromkeys(measures, 0)
    for name, _day, _n, count in sums.rows(measures, board.view.first, newest_day(board), board.view.where):
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
        charts_steps.Step(step, count, numbers.count(count), *(_shares(count, whole, of_all) if n else ("", "")), href)
        for n, ((step, count), href) in enumerate(zip(steps, hrefs, strict=True))
    ]
    rows = [
        TableRow(
            [step.name, step.shown, step.note],
            hrefs=("", step.href),
            plain=[step.name, step.count, value(step.count, whole)],
        )
        for step in drawn
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
    return words.part_of(count, whole, of_all), words.part_of(count, whole, "%(share)s")
