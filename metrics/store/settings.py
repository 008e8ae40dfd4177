"""What a workspace has said of its numbers, and its lock: who publishes or counts holds this row."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from metrics.models import FunnelSettings
from pmm_workspace.accounts.models import Workspace


def lock() -> FunnelSettings:
    """One writer at a time in a workspace, until the transaction ends."""
    FunnelSettings.objects.get_or_create()
    return FunnelSettings.objects.select_for_update().get()


def settings() -> FunnelSettings:
    """The workspace's settings, or the defaults while there are none."""
    return FunnelSettings.objects.first() or FunnelSettings()


def today(workspace: Workspace) -> date:
    return datetime.now(ZoneInfo(workspace.timezone)).date()
