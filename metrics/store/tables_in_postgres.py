"""Rows into the store: staged by COPY, compared with what is there, published in the caller's transaction."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection

from metrics.models import FunnelSettings, MetricValue
from pmm_workspace.accounts.models import Workspace
from pmm_workspace.common import tenancy

STAGING = {
    "events": "line int, key uuid, person text, event text, at timestamptz, day date, channel text, segment text",
    "spend": "line int, day date, channel text, campaign text, amount numeric",
}
COLUMNS = {kind: ", ".join(part.split()[0] for part in columns.split(", ")) for kind, columns in STAGING.items()}

NEW = {
    "events": """
        SELECT count(*) FROM (SELECT DISTINCT key FROM staged) AS staged
        WHERE NOT EXISTS (
            SELECT FROM metrics_funnelevent AS event WHERE event.workspace_id = %s AND event.key = staged.key
        )
    """,
    "spend": """
        SELECT count(*) FROM (SELECT DISTINCT day, channel, campaign FROM staged) AS staged
        WHERE NOT EXISTS (
            SELECT FROM metrics_spend AS spend WHERE spend.workspace_id = %s
            AND (spend.day, spend.channel, spend.campaign) = (staged.day, staged.channel, staged.campaign)
        )
    """,
}
CHANGED = """
    SELECT count(*) FROM (SELECT DISTINCT day, channel, campaign, amount FROM staged) AS staged
    JOIN metrics_spend AS spend USING (day, channel, campaign)
    WHERE spend.workspace_id = %s AND spend.amount <> round(staged.amount, 6)
"""
PUBLISH = {
    "events": """
        INSERT INTO metrics_funnelevent (workspace_id, run_id, key, person, event, at, day, channel, segment)
        SELECT %s, %s, key, person, event, at, day, channel, segment FROM staged ORDER BY line
        ON CONFLICT (workspace_id, key) DO NOTHING
    """,
    "spend": """
        INSERT INTO metrics_spend (workspace_id, run_id, day, channel, campaign, amount)
        SELECT DISTINCT ON (day, channel, campaign) %s::bigint, %s::bigint, day, channel, campaign, amount FROM staged
        ON CONFLICT (workspace_id, day, channel, campaign) DO UPDATE
        SET amount = excluded.amount, run_id = excluded.run_id WHERE metrics_spend.amount <> excluded.amount
    """,
}
TOUCHED = {
    "events": """
        SELECT DISTINCT date_trunc('month', day)::date FROM metrics_funnelevent
        WHERE workspace_id = %s AND person IN (SELECT person FROM staged) ORDER BY 1
    """,
    "spend": "SELECT DISTINCT date_trunc('month', day)::date FROM staged WHERE %s IS NOT NULL ORDER BY 1",
}


@dataclass(frozen=True)
class Comparison:
    """What the staged rows would do to the store."""

    staged: int
    new: int
    changed: int
    first_day: date | None
    last_day: date | None

    @property
    def duplicate(self) -> int:
        return self.staged - self.new - self.changed


def lock() -> FunnelSettings:
    """One writer at a time in a workspace: whoever publishes or recomputes holds this row."""
    FunnelSettings.objects.get_or_create()
    return FunnelSettings.objects.select_for_update().get()


def settings() -> FunnelSettings:
    """The workspace's settings, or the defaults while there are none."""
    return FunnelSettings.objects.first() or FunnelSettings()


def today(workspace: Workspace) -> date:
    return datetime.now(ZoneInfo(workspace.timezone)).date()


def oldest_month() -> date | None:
    """The month of the oldest value there is."""
    return MetricValue.objects.order_by("month").values_list("month", flat=True).first()


def in_linear_time(cursor) -> None:
    """For the rest of the transaction. The planner takes a table that was just filled for an empty one, and
    nested loops over it take minutes where hashing takes a second."""
    cursor.execute("SET LOCAL enable_nestloop = off")


def stage(kind: str, rows) -> None:
    """Copy a text stream into a temporary table that ends with the transaction."""
    with connection.cursor() as cursor:
        in_linear_time(cursor)
        cursor.execute("DROP TABLE IF EXISTS staged")
        cursor.execute(f"CREATE TEMPORARY TABLE staged ({STAGING[kind]}) ON COMMIT DROP")
        cursor.copy_expert(f"COPY staged ({COLUMNS[kind]}) FROM STDIN", rows)
        cursor.execute("ANALYZE staged")


def compare(kind: str) -> Comparison:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), min(day), max(day) FROM staged")
        staged, first_day, last_day = cursor.fetchone()
        changed = _one(cursor, CHANGED) if kind == "spend" else 0
        return Comparison(staged, _one(cursor, NEW[kind]), changed, first_day, last_day)


def _one(cursor, query):
    cursor.execute(query, [tenancy.current()])
    return cursor.fetchone()[0]


def publish(kind: str, run_id: int) -> list[date]:
    """Put the staged rows into the store, each once; the months whose numbers may change by it."""
    with connection.cursor() as cursor:
        cursor.execute(PUBLISH[kind], [tenancy.current(), run_id])
        if not cursor.rowcount:
            return []
        cursor.execute(TOUCHED[kind], [tenancy.current()])
        return [month for (month,) in cursor.fetchall()]
