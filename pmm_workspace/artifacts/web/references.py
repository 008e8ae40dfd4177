"""References as chips: what a place names, how far it can be trusted, and the way to its trace."""

import re
from functools import cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from pmm_workspace.artifacts.document import anchor, item_at
from pmm_workspace.artifacts.links import title_of

IN_HTML = re.compile(r'<a href="/d/(\d+)/?(#[^"]*)?"[^>]*>(.*?)</a>', re.DOTALL)


def marked(html: SafeString, standings) -> SafeString:
    """The text with every reference as a chip."""
    known = {(each.link.target_id, each.link.item): each for each in standings}

    def chip(found):
        standing = known.get((int(found[1]), item_at(found[2])))
        return _chip(standing, mark_safe(found[3])) if standing else found[0]  # noqa: S308 - was sanitised

    return mark_safe(IN_HTML.sub(chip, html)) if known else html  # noqa: S308 - only chips were put in


def chips(standings, *, hides_drafts) -> SafeString:
    """A list of them, for a place that is made of references."""
    named = ((_chip(each, title_of(each.link.target, hides_drafts=hides_drafts)),) for each in standings)
    return format_html_join(" ", "{}", named)


def chosen(standings) -> list[tuple]:
    """Each with its chip, for whom may let it go."""
    return [(each.link.target, _chip(each, each.link.target.title)) for each in standings]


def trace_of(link) -> str:
    """Where a line's trace is told."""
    return f"{reverse('document_trace', args=[link.source_id])}#{anchor(link.path)}"


def _chip(standing, words) -> SafeString:
    """A reference: its words, and what is wrong with it."""
    state, href = standing.state, trace_of(standing.link)
    said = _state(state.code, state.label) if state else ""
    return format_html('<a class="reference is-{}" href="{}">{}{}</a>', state.code, href, words, said)


@cache
def _state(code, label) -> SafeString:
    """A document may have hundreds of these; there are five in each language."""
    return mark_safe(render_to_string("artifacts/_reference_state.html", {"code": code, "label": label}))  # noqa: S308
