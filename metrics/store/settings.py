"""What a workspace has said of its numbers, and its lock: who publishes or counts holds this row."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from metrics.definitions.meaning import Criteria
from metrics.models import FunnelSettings
from pmm_workspace.accounts.models import Workspace


def lock() -> FunnelSettings:
    """One writer at a time in a workspace, until the transaction ends."""
    FunnelSettings.objects.get_or_create()
    return FunnelSettings.objects.select_for_update().get()


def settings() -> FunnelSettings:
    """The workspace's settings, or the defaults while there are none."""
    return FunnelSettings.objects.first() or FunnelSettings()


def criteria(settings: FunnelSettings) -> Criteria:
    """What makes a sign-up of this workspace an activated one."""
    return criteria_of(settings.activation, settings.activation_match)


def criteria_of(events: list[dict], match: str) -> Criteria:
    """As they are stored."""
    return Criteria(tuple((each["event"], each["times"]) for each in events), match == FunnelSettings.Match.ANY)


def currency(settings: FunnelSettings, workspace: Workspace) -> str:
    """Of the numbers; the workspace's own holds only once everything was counted in it, which takes its rates."""
    return settings.currency or workspace.currency


def today(workspace: Workspace) -> date:
    return datetime.now(ZoneInfo(workspace.timezone)).date()
