"""Tallies from the lake: what a change moves, or all of them; both ways give the same rows."""

from metrics.recalculation.asking import (
    as_meant,
    change_criteria,
    change_stages,
    is_under_way,
    recalculate_what_changed,
    stages,
)
from metrics.recalculation.publish import recount

__all__ = [
    "as_meant",
    "change_criteria",
    "change_stages",
    "is_under_way",
    "recalculate_what_changed",
    "recount",
    "stages",
]
