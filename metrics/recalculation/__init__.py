"""Values from the store: only the months that were touched, or all; both ways give the same rows."""

from metrics.recalculation.asking import change_stages, is_under_way, recalculate_everywhere
from metrics.recalculation.months import recalculate, stages

__all__ = ["change_stages", "is_under_way", "recalculate", "recalculate_everywhere", "stages"]
