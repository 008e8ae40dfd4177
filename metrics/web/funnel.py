"""The page of stored months and its export, until there are tallies."""

from django.shortcuts import render
from django.utils.translation import gettext as _

from metrics import csv_out, recalculation, store
from metrics.models import TOTAL
from metrics.readout import dashboard, exporting, filters, numbers
from metrics.readout.figures import Figures
from pmm_workspace.accounts import access
from pmm_workspace.accounts.policy import policy


@policy(read="see metrics")
def funnel(request):
    settings, channels = store.settings(), filters.known_channels()
    chosen, complaint = _filters_or_default(request, settings, channels)
    readout = Figures(settings, store.today(_workspace(request)), chosen.first, chosen.last)
    sections = dashboard.sections(readout, chosen, _workspace(request).currency)
    context = {
        "shown": [_shown(section, chosen) for section in sections],
        "query": chosen.query(),
        "is_filtered": bool(request.GET),
        "chosen_channel": _("All channels") if chosen.channel == TOTAL else numbers.channel(chosen.channel),
        "settings": settings,
        "through": settings.through and numbers.day(settings.through),
        "spend_through": settings.spend_through and numbers.day(settings.spend_through),
        "is_recalculating": recalculation.is_under_way(),
        "filters": chosen,
        "choices": _choices(chosen, channels),
        "complaint": complaint,
        "is_empty": settings.through is None and settings.spend_through is None,
        "may_import": access.may(request.user, "import"),
    }
    return render(request, "metrics/funnel.html", context)


def _shown(section, chosen):
    """A section with the addresses of its variants and the ids of its drawings."""
    name = section.metric.name
    return {
        "section": section,
        "metric": section.metric,
        "variant": section.variant,
        "tile": section.tile,
        "anchor": f"#{name}",
        "choices": [(each, f"?{chosen.query(**{name: each.name})}#{name}") for each in section.metric.variants],
        "wide_id": f"{name}-wide",
        "narrow_id": f"{name}-narrow",
    }


@policy(read="see metrics")
def export(request):
    settings, channels = store.settings(), filters.known_channels()
    chosen, _complaint = _filters_or_default(request, settings, channels)
    readout = Figures(settings, store.today(_workspace(request)), chosen.first, chosen.last)
    name = f"funnel-{chosen.first:%Y-%m}-{chosen.last:%Y-%m}.csv"
    return csv_out.as_file(name, exporting.rows(readout, chosen, channels))


def _workspace(request):
    return request.member.workspace


def _filters_or_default(request, settings, channels):
    """A filter that means nothing is said, and the page is shown as without filters."""
    newest = dashboard.newest_month(settings, store.today(_workspace(request)))
    known = {"newest": newest, "oldest": filters.oldest_month() or newest, "channels": channels}
    try:
        return filters.parse(request.GET, **known), ""
    except filters.BadFilter as bad:
        return filters.parse({}, **known), str(bad)


def _choices(chosen, channels):
    named = [(TOTAL, _("All channels"))]
    named += [(name or "unattributed", numbers.channel(name)) for name in channels]
    is_chosen = "unattributed" if chosen.channel == "" else chosen.channel
    return [{"value": value, "label": label, "is_chosen": value == is_chosen} for value, label in named]
