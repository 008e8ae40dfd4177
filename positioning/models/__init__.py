"""What is known of the market, one module for each kind of document, in the order of the menu."""

# isort: off
from positioning.models.segment import BuyerRole, CommitteeMember, MustHave, Segment, SegmentDisqualifier, TriggerEvent
from positioning.models.persona import Force, ForceType, Persona, PersonaJob, PersonaQuote
from positioning.models.competitor import AlternativeType, Competitor, Confidence, Fact, SourceType, is_stale
from positioning.models.intel import IntelItem
from positioning.models.interview import Consent, Interview, InterviewQuote, Outcome, Reason
from positioning.models.positioning_doc import Alternative, Differentiator, PositioningDoc, ReasonToBelieve
from positioning.models.pricing import NeverDiscounted, Package, PriceObjection, PricingNarrative
# isort: on

__all__ = [
    "Alternative",
    "AlternativeType",
    "BuyerRole",
    "CommitteeMember",
    "Competitor",
    "Confidence",
    "Consent",
    "Differentiator",
    "Fact",
    "Force",
    "ForceType",
    "IntelItem",
    "Interview",
    "InterviewQuote",
    "MustHave",
    "NeverDiscounted",
    "Outcome",
    "Package",
    "Persona",
    "PersonaJob",
    "PersonaQuote",
    "PositioningDoc",
    "PriceObjection",
    "PricingNarrative",
    "Reason",
    "ReasonToBelieve",
    "Segment",
    "SegmentDisqualifier",
    "SourceType",
    "TriggerEvent",
    "is_stale",
]
