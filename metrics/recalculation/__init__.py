"""Tallies from the lake: what a change moves, or all of them; both ways give the same rows."""

from metrics.recalculation.asking import (
    as_meant,
    ask_if_outdated,
    change_criteria,
    change_stages,
    change_terms,
    is_under_way,
    keep_for,
    recalculate_what_changed,
    stages,
)
from metrics.recalculation.publish import recount

__all__ = [
    "as_meant",
    "ask_if_outdated",
    "change_criteria",
    "change_stages",
    "change_terms",
    "is_under_way",
    "keep_for",
    "recalculate_what_changed",
    "recount",
    "stages",
]
