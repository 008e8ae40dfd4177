"""Compute months again and replace their rows, in one transaction with the lock that importers hold too."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db import connection, transaction
from django.utils.timezone import now

from metrics import store
from metrics.definitions import catalog
from metrics.models import FunnelSettings
from metrics.recalculation import queries
from pmm_workspace.accounts.models import Workspace
from pmm_workspace.common import tenancy


@transaction.atomic
def recalculate(months: list[date] | None = None, *, hold: Callable = lambda: None) -> dict:
    """Bring the values of these months up to date; None, a changed definition or time zone: of all months."""
    settings = store.lock()
    timezone = Workspace.objects.get(pk=tenancy.current()).timezone
    with connection.cursor() as cursor:
        if _has_changed_meaning(settings, timezone):
            months = None
            _relabel_days(cursor, settings, timezone)
        months = _with_those_that_matured(months, settings, *_reach(cursor, settings))
        _replace(cursor, settings, months)
    settings.computed_at = now()
    settings.save()
    hold()
    return {"months": None if months is None else len(months)}


def stages(settings: FunnelSettings) -> dict[str, str]:
    return {stage: getattr(settings, stage) for stage in catalog.STAGES}


def _has_changed_meaning(settings, timezone):
    before, settings.computed_as = settings.computed_as, catalog.fingerprint(stages(settings), timezone)
    return before != settings.computed_as


def _relabel_days(cursor, settings, timezone):
    """The days were told by the time zone of their import; a new one tells some of them differently."""
    if settings.timezone and settings.timezone != timezone:
        cursor.execute(queries.RELABEL_DAYS, {"workspace": tenancy.current(), "timezone": timezone})
    settings.timezone = timezone


def _reach(cursor, settings):
    """The last day with data before this import and now."""
    before = settings.through
    cursor.execute(queries.REACH, {"workspace": tenancy.current()})
    settings.through, settings.spend_through = cursor.fetchone()
    return before, settings.through


def _with_those_that_matured(months, settings, before, after):
    """When the data reaches further, people of earlier months have become old enough to be counted."""
    if months is None or before == after:
        return months
    if before is None or after is None:
        return None
    oldest = min(before, after) - timedelta(days=catalog.LONGEST_WINDOW + 1)
    return sorted({*months, *months_between(oldest, max(before, after))})


def months_between(first: date, last: date) -> list[date]:
    """The first days of all months from one day to another."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(count)]


def _replace(cursor, settings, months):
    common = {"workspace": tenancy.current(), "months": months, "through": settings.through, "as_of": now()}
    store.in_linear_time(cursor)
    cursor.execute("DROP TABLE IF EXISTS fresh")
    cursor.execute(queries.FRESH)
    for metric in catalog.METRICS.values():
        for variant in metric.variants:
            _compute(cursor, common, metric, variant, stages(settings))
    cursor.execute(queries.FORGET, common)
    cursor.execute(queries.KEEP, common)


def _compute(cursor, common, metric, variant, events):
    parameters = common | {
        "metric": metric.name,
        "variant": variant.name,
        "version": metric.version,
        "signup": events["signup"],
        "entry": events[variant.entry or "paid"],
        "target": events.get(variant.target),
        "window": variant.window,
    }
    cursor.execute(queries.COHORT if variant.is_cohort else queries.COST, parameters)
