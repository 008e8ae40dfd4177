"""The programs whose exports we know, and the plain mapping for all others."""

from collections.abc import Sequence

from metrics.parsing.sources import ads, billing, crm, events
from metrics.parsing.sources.preset import Headings, Source

SOURCES: dict[str, Source] = {
    source.name: source for module in (events, billing, crm, ads) for source in module.SOURCES
}
PLAIN = "plain"


def recognised(headings: Sequence[str]) -> Source | None:
    """The source that is known by the most of these columns; None where only a person can tell."""
    found = Headings(headings)
    known = [source for source in SOURCES.values() if source.is_known_by(found)]
    return max(known, key=lambda source: len(source.needs), default=None)
