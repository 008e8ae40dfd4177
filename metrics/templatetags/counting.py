"""{{ run.new|count }}: 11,146, 11 146 or 11.146, as the reader writes it; shares and their differences, too."""

from django import template

from metrics.readout import numbers

register = template.Library()
register.filter("count", numbers.count)
register.filter("share", numbers.share)
register.filter("points", numbers.points)
register.filter("rate", numbers.rate)
