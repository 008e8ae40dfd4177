"""What activation is in a workspace: in words, and what other criteria would make of the months there are."""

from babel.lists import format_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics import store
from metrics.definitions.meaning import Criteria
from metrics.models import FunnelSettings
from metrics.readout import numbers

MONTHS = 12
STANDING = ("activation_rate", "time_to_activate")  # whose definition the criteria are
OF_USE = ("engagement.", "lifecycle.", "retention.", "features.")  # where no value event is named


def in_words(criteria: Criteria, days: int) -> str:
    """“invited” at least 3 times and “activated”, within 7 days of the sign-up."""
    events = [_event(event, times) for event, times in criteria.events]
    said = {"events": format_list(events, "or" if criteria.is_any else "standard", numbers.locale()), "days": days}
    text = ngettext(
        "%(events)s, within %(days)s day of the sign-up", "%(events)s, within %(days)s days of the sign-up", days
    )
    return text % said


def _event(event, times):
    if times == 1:
        return _("“%(event)s”") % {"event": event}
    return _("“%(event)s” at least %(times)s times") % {"event": event, "times": numbers.count(times)}


def said(settings: FunnelSettings) -> str:
    return in_words(store.criteria(settings), settings.activation_days)
