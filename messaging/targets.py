"""The thresholds of approved promises, for whoever shows the numbers that keep them."""

from django.urls import reverse

from messaging import keeping
from messaging.promises import Promise
from metrics.definitions.catalog import SERIES
from metrics.readout.outside import Target
from pmm_workspace.artifacts import document
from pmm_workspace.artifacts.models import State


def targets() -> dict[str, Target]:
    """{key of the catalog: what was promised of everybody}; one query."""
    rows = Promise.objects.filter(approved__isnull=False).exclude(state=State.RETIRED).order_by("pk")
    told = [(row, document.of_kind("promise", row.approved)) for row in rows.select_related("approved")]
    return {
        content.metric: _target(row, content)
        for row, content in told
        if content.metric in SERIES and content.threshold is not None and not content.channel
    }


def _target(row, content):
    metric, _variant = SERIES[content.metric]
    is_least = content.direction == Promise.Direction.AT_LEAST
    return Target(keeping.threshold(content, metric), is_least, row.title, reverse("document", args=[row.pk]))
