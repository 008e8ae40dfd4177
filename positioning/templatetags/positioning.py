"""What a positioning page shows beside what was typed."""

from django import template

from positioning.models import PositioningDoc, is_stale

register = template.Library()
register.simple_tag(PositioningDoc.moore_sentence)
register.filter(is_stale)
