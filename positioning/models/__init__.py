"""What is known of the market, one module for each kind of document, in the order of the menu."""

# isort: off
from positioning.models.segment import BuyerRole, CommitteeMember, MustHave, Segment, SegmentDisqualifier, TriggerEvent
from positioning.models.persona import Force, ForceType, Persona, PersonaJob, PersonaQuote
from positioning.models.competitor import AlternativeType, Competitor, Confidence, Fact, SourceType, is_stale
from positioning.models.intel import IntelItem
from positioning.models.interview import Consent, Interview, InterviewQuote, Outcome, Reason
from positioning.models.positioning_doc import (
    Alternative,
    Differentiator,
    PositioningDoc,
    ReasonToBelieve,
    RepositioningTrigger,
)
from positioning.models.pricing import NeverDiscounted, Package, PriceObjection, PricingNarrative
from positioning.models.journey import JourneyMap, JourneyStage
from positioning.models.value_canvas import CanvasJob, Feature, Gain, GainCreator, Pain, PainReliever, ValueCanvas
from positioning.models.four_fits import Fit, FitChannel, FourFits, PlannedFeature
from positioning.models.perceptual_map import MapPoint, PerceptualMap
# isort: on

__all__ = [
    "Alternative",
    "AlternativeType",
    "BuyerRole",
    "CanvasJob",
    "CommitteeMember",
    "Competitor",
    "Confidence",
    "Consent",
    "Differentiator",
    "Fact",
    "Feature",
    "Fit",
    "FitChannel",
    "Force",
    "ForceType",
    "FourFits",
    "Gain",
    "GainCreator",
    "IntelItem",
    "Interview",
    "InterviewQuote",
    "JourneyMap",
    "JourneyStage",
    "MapPoint",
    "MustHave",
    "NeverDiscounted",
    "Outcome",
    "Package",
    "Pain",
    "PainReliever",
    "PerceptualMap",
    "Persona",
    "PersonaJob",
    "PersonaQuote",
    "PlannedFeature",
    "PositioningDoc",
    "PriceObjection",
    "PricingNarrative",
    "Reason",
    "ReasonToBelieve",
    "RepositioningTrigger",
    "Segment",
    "SegmentDisqualifier",
    "SourceType",
    "TriggerEvent",
    "ValueCanvas",
    "is_stale",
]
