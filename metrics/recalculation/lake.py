"""What is counted from the lake: all of it, or only what a change moves. Facts are laid by the store beforehand."""

from decimal import Decimal

from metrics import store
from metrics.definitions.meaning import STAGES, Meaning
from metrics.models import FunnelSettings
from metrics.recalculation import engines, running
from metrics.store.engine import both

WHOLE_FROM = Decimal("0.15")  # of all people: from there on, counting twice what is touched is slower than all once


def meaning(settings: FunnelSettings, week_start: int = 0) -> Meaning:
    """What this workspace means by its events."""
    stages = {stage: getattr(settings, stage) for stage in STAGES}
    chosen = {"value": tuple(settings.value_events), "features": tuple(settings.features)}
    activation = store.criteria(settings)
    return Meaning(**stages, **chosen, activation=activation, unit=settings.unit, week_start=week_start)


def changes(connection, meaning: Meaning, *, old: str = "old", new: str = "new") -> str:
    """The name of a table with what has to be added to the tallies, without zeros; columns as `facts.TALLY`.

    The schemas hold the facts of the touched people before and after: of everybody a change concerns, with all of
    their rows, whole accounts where those are counted; spend, leads and deals where a row of them changed.
    """

    def count(own, facts):
        running.tallied(own, meaning, facts=facts, into=f"{facts}.tallied")

    both(connection, count, new, old)
    return running.differences(connection, f"{new}.tallied", f"{old}.tallied")


def everything(connection, meaning: Meaning, *, facts: str = "new") -> str:
    """The name of a table with all tallies of the facts in this schema; by the engine that the settings name."""
    return engines.tallied(connection, meaning, facts=facts, into="tally_whole")


def is_whole_better(touched: int, people: int) -> bool:
    """Whether to count everything instead of the difference, by how many people a change touches."""
    return touched > WHOLE_FROM * people
