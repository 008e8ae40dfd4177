"""What is known of the market, one module for each kind of document, in the order of the menu."""

# isort: off
from positioning.models.segment import CommitteeMember, MustHave, Segment, SegmentDisqualifier, TriggerEvent
from positioning.models.positioning_doc import Alternative, Differentiator, PositioningDoc, ReasonToBelieve
# isort: on

__all__ = [
    "Alternative",
    "CommitteeMember",
    "Differentiator",
    "MustHave",
    "PositioningDoc",
    "ReasonToBelieve",
    "Segment",
    "SegmentDisqualifier",
    "TriggerEvent",
]
