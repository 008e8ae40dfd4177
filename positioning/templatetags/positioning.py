"""What a positioning page shows beside what was typed."""

from django import template

from positioning.models import PositioningDoc

register = template.Library()
register.simple_tag(PositioningDoc.moore_sentence)
