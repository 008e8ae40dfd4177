"""The two words with which a kind's template lays out its document: `field` and `items`."""

from functools import lru_cache

from django import template
from django.template.loader import get_template, render_to_string, select_template

register = template.Library()


@register.simple_tag(takes_context=True)
def field(context, name, label=None, **options):
    """One field: read, edited or reviewed, as the page is. Inside an item, the item's field.

    `label` overrides the shown label; further options reach the partial as `options`.
    """
    row = context.get("row")
    page = context["page"]
    bound = row.field(name) if row is not None else page.field(name)
    return _drawn(context, get_template("artifacts/_field.html"), field=bound, own_label=label, options=options)


@register.simple_tag(takes_context=True)
def items(context, name, within=None, label=None, **options):
    """A list: each item by `<app>/_<item>.html` where there is one. `within=row` shows what stands under it."""
    page = context["page"]
    bound = page.list(name, within)
    return _drawn(
        context, get_template("artifacts/_items.html"), list=bound, own_label=label, options=options, row=None
    )


@register.simple_tag(takes_context=True)
def item(context, row):
    """One item of a list."""
    meta = row.row.model._meta
    names = [f"{meta.app_label}/_{meta.model_name}.html", "artifacts/_item.html"]
    return _drawn(context, select_template(names), row=row)


@register.simple_tag(takes_context=True)
def bound(context, name):
    """A field's own value object, for templates that draw it themselves: {% bound "title" as title %}."""
    row = context.get("row")
    return row.field(name) if row is not None else context["page"].field(name)


@register.simple_tag(takes_context=True)
def rows(context, name, within=None):
    """The items of a list for templates that draw them themselves: {% rows "pillars" as pillars %}."""
    return context["page"].list(name, within).rows


@register.simple_tag
@lru_cache(maxsize=2_000)
def small_chip(words, tone, icon):
    """A chip drawn once: a trace may show the same words hundreds of times."""
    return render_to_string("artifacts/_small_chip.html", {"words": words, "tone": tone, "icon": icon})


def _drawn(context, found, **names):
    with context.push(**names):
        return found.template.render(context)
