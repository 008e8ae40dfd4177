"""{% numbers_that_moved %}: the five numbers of the funnel for a page that is about something else."""

from django import template

from metrics import store
from metrics.readout import dashboards, filters, outside
from metrics.readout.dashboard_board import Board

register = template.Library()


@register.inclusion_tag("metrics/_moved.html", takes_context=True)
def numbers_that_moved(context):
    """Every number with its newest complete month against the one before; nothing before the first import."""
    workspace = context["request"].member.workspace
    settings = store.settings()
    if settings.through is None:
        return {"numbers": []}
    view = filters.view({}, filters.Known(), newest=settings.through, week_start=workspace.week_start)
    board = Board(settings, workspace, store.today(workspace), view, [], outside.targets())
    return {"numbers": dashboards.first_page(board)}
