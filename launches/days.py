"""The days of approved launches, for whoever shows what the numbers did around them."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from launches.models import LaunchBrief
from metrics.readout.outside import Mark
from pmm_workspace.artifacts.models import State


def days(first: date, last: date) -> Iterator[Mark]:
    """One query."""
    rows = LaunchBrief.objects.filter(launch_date__range=(first, last), approved__isnull=False)
    for row in rows.exclude(state=State.RETIRED):
        yield Mark(row.launch_date, _("Launch: %(title)s") % {"title": row.title}, reverse("document", args=[row.pk]))
