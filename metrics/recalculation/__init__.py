"""Values from the store: only the months that were touched, or all; both ways give the same rows."""

from metrics.recalculation.months import recalculate, recalculate_everywhere

__all__ = ["recalculate", "recalculate_everywhere"]
