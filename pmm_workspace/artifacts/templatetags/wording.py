"""How templates call things: a place on the page, a kind, a day seen from today."""

from datetime import date, timedelta

from django import template
from django.utils.text import capfirst
from django.utils.timesince import timesince
from django.utils.timezone import localdate, now
from django.utils.translation import gettext

from pmm_workspace.artifacts import kinds, verification
from pmm_workspace.artifacts.document import anchor

register = template.Library()
register.filter("dom_id", anchor)


@register.filter
def kind_name(name) -> str:
    """What people call the kind `battlecard`."""
    return capfirst(kinds.kind(name)._meta.verbose_name)


@register.filter
def kind_icon(name) -> str:
    return getattr(kinds.kind(name), "icon", "file-text")


@register.filter
def days_left(day: date | None) -> int | None:
    """Days from today to a day; negative once it has passed."""
    return (day - localdate()).days if day else None


@register.filter
def kind_plural(model) -> str:
    return capfirst(model._meta.verbose_name_plural)


@register.filter
def kind_label(model) -> str:
    return capfirst(model._meta.verbose_name)


@register.filter
def app_label(model) -> str:
    return model._meta.app_label


@register.filter
def kind_slug(model) -> str:
    return kinds.slug(model)


@register.filter
def kind_purpose(model) -> str:
    """What a document of this kind is for, in its model's own sentence."""
    return getattr(model, "purpose", "")


@register.filter
def ago(moment) -> str:
    """How long ago, in its largest unit."""
    if moment is None:
        return ""
    if now() - moment < timedelta(minutes=1):
        return gettext("just now")
    return gettext("%(time)s ago") % {"time": timesince(moment, depth=1)}


@register.filter
def standing(artifact) -> verification.Standing | None:
    """How far what readers have of it has aged."""
    return verification.standing(artifact)
