"""What a positioning page shows beside what was typed."""

from django import template

from positioning.models import JourneyMap, PositioningDoc, is_stale
from positioning.models.value_canvas import orphan_features, unmatched_gains, unmatched_pains

register = template.Library()
register.simple_tag(PositioningDoc.moore_sentence)
register.filter(is_stale)
for listed in (JourneyMap.untold_gaps, unmatched_pains, unmatched_gains, orphan_features):
    register.simple_tag(listed)
