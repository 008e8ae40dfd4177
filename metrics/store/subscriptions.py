"""What each subscription brought from which day until which: as the newest import says, and earlier ones said."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from metrics.models import ImportRun, LakeFile
from metrics.store import lake, money
from metrics.store.terms import Terms, day_of

NO_MONEY = ("trialing", "paused", "incomplete", "incomplete_expired", "unpaid")

_VERSIONS = """
    SELECT rows.* EXCLUDE (run), imports.position, imports.imported, rows.status NOT IN {no_money} AS pays,
        if(pays, {monthly}, 0) AS monthly
    FROM ({rows}) AS rows JOIN (VALUES {imports}) AS imports (run, position, imported) USING (run)
    QUALIFY row_number() OVER (PARTITION BY ident, position ORDER BY record DESC) = 1
"""
_NEWEST = """
    SELECT rows.ident, {person} AS person, rows.position, rows.trial_started,
        coalesce(rows.ended, if(rows.status = 'canceled', rows.canceled, NULL)) AS paid_until
    FROM (FROM versions QUALIFY row_number() OVER (PARTITION BY ident ORDER BY position DESC) = 1) AS rows
    {joins}
    WHERE rows.is_live IS DISTINCT FROM false AND {included}
        AND NOT (rows.status = 'canceled' AND rows.ended IS NULL AND rows.canceled IS NULL)
"""
_PAYING = """
    SELECT ident, min(position) AS since,
        max_by(if(trial_ended > coalesce(started, created), trial_ended, coalesce(started, created)), position)
            AS paid_from
    FROM versions WHERE pays GROUP BY ident
"""
# only what differs from what was said before
_TOLD = """
    SELECT newest.ident, newest.person, newest.trial_started, newest.paid_until, paying.paid_from,
        coalesce(versions.plan, '') AS plan, versions.currency, versions.monthly, versions.position,
        max(versions.imported) OVER own AS imported
    FROM newest LEFT JOIN paying USING (ident)
    JOIN versions ON versions.ident = newest.ident AND versions.position >= coalesce(paying.since, newest.position)
    WINDOW own AS (PARTITION BY newest.ident ORDER BY versions.position)
    QUALIFY row_number() OVER own = 1
        OR row(versions.plan, versions.currency, versions.monthly)
            IS DISTINCT FROM lag(row(versions.plan, versions.currency, versions.monthly)) OVER own
"""
_SPANS = """
    SELECT *, row_number() OVER own = 1 AS is_first, lead(imported) OVER own AS changed,
        {begins} AS begins, {ends} AS ends
    FROM told WHERE paid_until IS NULL OR paid_from IS NULL OR paid_until > paid_from
    WINDOW own AS (PARTITION BY ident ORDER BY position)
"""


def spans(files: Sequence[LakeFile], terms: Terms, *, person: str, joins: str, included: str) -> str:
    """SQL for the spans in which a subscription brought so much a month: no trial, not paused, until it has ended.

    The newest import says when it is paid for. An amount that an import changed counts from the day of that import
    on; who had paid and pays no more, though nothing ended, pays nothing from that day on. Trial and start stand in
    the first span alone. `person`, `joins` and `included` are SQL over `rows`.
    """
    versions = _VERSIONS.format(
        no_money=NO_MONEY,
        monthly=money.monthly("rows"),
        rows=lake.with_runs(files),
        imports=", ".join(f"({run}, {position}, DATE '{day}')" for run, position, day in _imports(files, terms)),
    )
    newest = _NEWEST.format(person=person, joins=joins, included=included)
    days = _SPANS.format(begins=day_of("paid_from", terms.timezone), ends=day_of("paid_until", terms.timezone))
    return f"""
        WITH versions AS ({versions}), newest AS ({newest}), paying AS ({_PAYING}), told AS ({_TOLD}),
            spans AS ({days})
        SELECT ident, person, plan, monthly, currency, if(is_first, trial_started, NULL) AS trial_started,
            if(is_first, paid_from, NULL) AS paid_from, if(is_first, begins, greatest(begins, imported)) AS first_day,
            least(ends, if(changed IS NULL, NULL, greatest(begins, changed))) AS last_day
        FROM spans WHERE is_first OR ends IS NULL OR ends > imported
    """


def _imports(files, terms):
    """(import, its place, the day on which it came by the workspace's clock); what takes the place of another import
    has its day, too."""
    places, zone = lake.standing(files), ZoneInfo(terms.timezone)
    days = ("replaces", "created_at", "replaces__created_at", "replaces__replaces")
    runs = ImportRun.objects.select_related("replaces").only(*days).in_bulk(places)
    return [(pk, places[pk], _origin(run).created_at.astimezone(zone).date()) for pk, run in runs.items()]


def _origin(run):
    return _origin(run.replaces) if run.replaces else run
