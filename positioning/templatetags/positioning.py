"""What a positioning page shows beside what was typed."""

from django import template

from positioning.hierarchy import inherited
from positioning.models import JourneyMap, PositioningDoc, is_stale
from positioning.models.four_fits import OWNERS, contradictions, verdict
from positioning.models.perceptual_map import drawn
from positioning.models.value_canvas import orphan_features, unmatched_gains, unmatched_pains

register = template.Library()
register.simple_tag(PositioningDoc.moore_sentence)
register.filter(is_stale)
for listed in (
    JourneyMap.untold_gaps,
    unmatched_pains,
    unmatched_gains,
    orphan_features,
    contradictions,
    verdict,
    drawn,
    inherited,
):
    register.simple_tag(listed)


@register.filter
def usual_owner(fit):
    """Who owns this fit unless a company does it otherwise."""
    return OWNERS[fit]


@register.filter
def of_key(told, key):
    """What a page tells beside the item with this key."""
    return (told or {}).get(key)


@register.filter
def unlocalised(number: float) -> str:
    """As drawings need it: a point before the decimals, whatever the reader's language."""
    return f"{number:.1f}"
