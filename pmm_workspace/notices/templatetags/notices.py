"""How templates say a notice."""

from datetime import date

from django import template
from django.utils.formats import date_format

from pmm_workspace.notices import wording

register = template.Library()
register.filter("sentence", wording.sentence)
register.filter("act", wording.act)


@register.filter
def day(text) -> str:
    """A day as it is kept in a notice, the way the reader's language writes it."""
    return date_format(date.fromisoformat(text), "DATE_FORMAT")


@register.filter
def icon(notice) -> str:
    return wording.ICONS[notice.kind]
