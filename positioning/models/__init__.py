"""What is known of the market, one module for each kind of document, in the order of the menu."""

# isort: off
from positioning.models.segment import BuyerRole, CommitteeMember, MustHave, Segment, SegmentDisqualifier, TriggerEvent
from positioning.models.persona import Force, ForceType, Persona, PersonaJob, PersonaQuote
from positioning.models.positioning_doc import Alternative, Differentiator, PositioningDoc, ReasonToBelieve
# isort: on

__all__ = [
    "Alternative",
    "BuyerRole",
    "CommitteeMember",
    "Differentiator",
    "Force",
    "ForceType",
    "MustHave",
    "Persona",
    "PersonaJob",
    "PersonaQuote",
    "PositioningDoc",
    "ReasonToBelieve",
    "Segment",
    "SegmentDisqualifier",
    "TriggerEvent",
]
