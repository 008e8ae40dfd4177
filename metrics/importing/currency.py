"""What follows from another currency or time zone of the workspace, and what does not."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from metrics import recalculation, store
from metrics.importing import wording
from metrics.models import FunnelSettings
from metrics.recalculation import publish
from metrics.store import lake, money
from metrics.store.terms import RateMissing
from pmm_workspace.accounts.models import Workspace


def follow(workspace: Workspace) -> str:
    """Have all numbers counted anew if they have to be, and can be; what is to be known of it."""
    settings = store.settings()
    said = _waiting_with_link(settings, workspace)
    if not said and recalculation.ask_if_outdated():
        said = _("All numbers are being computed again.")
    if not said or store.currency(settings, workspace) == workspace.currency:
        return said
    nameless = _("Amounts that were imported without a currency are taken to be in %(now)s.")
    return format_html("{} {}", said, nameless % {"now": workspace.currency})


def _waiting_with_link(settings, workspace):
    said = waiting(settings, workspace)
    link = format_html('<a href="{}#rates">{}</a>', reverse("import_settings"), _("Exchange rates"))
    return format_html("{} {}", said, link) if said else ""


def waiting(settings: FunnelSettings, workspace: Workspace) -> str:
    """What is missing before the numbers are told in the workspace's currency; "" where they are, or nothing is."""
    before = store.currency(settings, workspace)
    missing = _missing_rates() if before != workspace.currency else []
    if not missing:
        return ""
    said = _("All numbers stay in %(before)s until every amount has a rate in %(now)s.")
    return f"{said % {'before': before, 'now': workspace.currency}} {wording.of_missing_rates(missing)}"


def _missing_rates():
    try:
        with publish.looking() as held:
            money.require_rates_of_files(held.engine, lake.places(), held.terms)
    except RateMissing as rate:
        return rate.missing
    return []
