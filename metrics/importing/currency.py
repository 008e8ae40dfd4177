"""What follows from another currency or time zone of the workspace, and what does not."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from metrics import recalculation, store
from metrics.importing import wording
from metrics.recalculation import publish
from metrics.store import lake, money
from metrics.store.terms import RateMissing
from pmm_workspace.accounts.models import Workspace


def follow(workspace: Workspace) -> str:
    """Have all numbers counted anew if they have to be, and can be; what is to be known of it."""
    is_in_another = store.currency(store.settings(), workspace) != workspace.currency
    said = waiting(workspace) or (_("All numbers are being computed again.") if recalculation.ask_if_outdated() else "")
    if not (said and is_in_another):
        return said
    nameless = _("Amounts that were imported without a currency are taken to be in %(now)s.")
    return format_html("{} {}", said, nameless % {"now": workspace.currency})


def waiting(workspace: Workspace) -> str:
    """What is missing before the numbers are told in the workspace's currency; "" where they are, or nothing is."""
    before = store.currency(store.settings(), workspace)
    missing = _missing_rates() if before != workspace.currency else []
    if not missing:
        return ""
    said = _("All numbers stay in %(before)s until every amount has a rate in %(now)s.")
    told = said % {"before": before, "now": workspace.currency}
    place = reverse("import_settings")
    link = format_html('<a href="{}#rates">{}</a>', place, _("Exchange rates"))
    return format_html("{} {} {}", told, wording.of_missing_rates(missing), link)


def _missing_rates():
    try:
        with publish.looking() as held:
            money.require_rates_of_files(held.engine, lake.places(), held.terms)
    except RateMissing as rate:
        return rate.missing
    return []
