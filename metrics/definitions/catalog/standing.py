"""Which tallies a metric stands on."""

from functools import cache

from metrics.definitions.catalog import EVERY
from metrics.definitions.catalog.words import Adoption, Product, Reading, Spread, Survival


@cache
def measures(name: str) -> frozenset[str]:
    """All tallies that a metric reads, in any of its variants."""
    return frozenset(measure for variant in EVERY[name].variants for measure in _of(variant.reading))


def _of(reading: Reading | None) -> set[str]:
    match reading:
        case None:
            return set()
        case Product():
            return {measure for name, _variant in (*reading.over, *reading.under) for measure in measures(name)}
        case Survival():
            return {f"funnel.reached:{reading.funnel}", f"funnel.entered:{reading.base}"}
        case Adoption():
            return {reading.active, reading.users}
        case Spread():
            return {reading.measure}
    return {term.measure for term in (*reading.over, *reading.under)}
