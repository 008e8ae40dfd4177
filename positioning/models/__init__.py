"""What is known of the market, one module for each kind of document."""

from positioning.models.positioning_doc import Alternative, Differentiator, PositioningDoc, ReasonToBelieve

__all__ = ["Alternative", "Differentiator", "PositioningDoc", "ReasonToBelieve"]
