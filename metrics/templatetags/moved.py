"""{% numbers_that_moved %}: the tiles of the funnel for a page that is about something else."""

from django import template

from metrics import store
from metrics.readout import dashboard, filters
from metrics.readout.figures import Figures

register = template.Library()


@register.inclusion_tag("metrics/_moved.html", takes_context=True)
def numbers_that_moved(context):
    """Every number with its newest complete month against the one before; nothing before the first import."""
    workspace = context["request"].member.workspace
    settings = store.settings()
    if settings.through is None:
        return {"shown": []}
    newest = dashboard.newest_month(settings, store.today(workspace))
    chosen = filters.parse({}, newest=newest, oldest=filters.oldest_month() or newest, channels=[])
    readout = Figures(settings, store.today(workspace), chosen.first, chosen.last)
    return {"shown": dashboard.sections(readout, chosen, workspace.currency)}
