"""The sentence that positioning comes to, for its page."""

from django import template

from positioning.models import PositioningDoc

register = template.Library()
register.simple_tag(PositioningDoc.moore_sentence, name="moore_sentence")
