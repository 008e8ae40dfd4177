"""How comments and suggestions are shown."""

from dataclasses import dataclass

from django import template

from pmm_workspace.artifacts import diff
from pmm_workspace.artifacts.comments import MARKS

register = template.Library()


@dataclass(frozen=True)
class Mark:
    """One of the marks under a comment, and who put it there."""

    name: str
    label: str
    icon: str
    count: int
    is_mine: bool
    names: str


@register.simple_tag(takes_context=True)
def marks(context, comment) -> list[Mark]:
    me, found = context["request"].user, {}
    for reaction in comment.reactions.all():
        found.setdefault(reaction.mark, []).append(reaction.user)
    return [_mark(name, label, icon, found.get(name, []), me) for name, (label, icon) in MARKS.items()]


def _mark(name, label, icon, people, me):
    return Mark(name, label, icon, len(people), me in people, ", ".join(map(str, people)))


@register.filter
def difference(suggestion):
    """The proposed words against those that stood there, word by word."""
    return diff.as_html(diff.words(suggestion.before, suggestion.after))
