"""Which tallies a metric stands on, and whether these know months alone."""

from functools import cache

from metrics.definitions.catalog import EVERY
from metrics.definitions.catalog.words import Adoption, Product, Reading, Spread, Survival, Variant
from metrics.definitions.limits import BY_MONTH


@cache
def measures(name: str) -> frozenset[str]:
    """All tallies that a metric reads, in any of its variants."""
    return frozenset(measure for variant in EVERY[name].variants for measure in _of(variant.reading))


def is_monthly(variant: Variant) -> bool:
    """Whether it has no value for a week or a day."""
    return any(measure.startswith(BY_MONTH) for measure in _of(variant.reading))


def rests_on(variant: Variant, pair: tuple[str, str]) -> bool:
    """Whether another value, (metric, variant) by name, is a part of this one."""
    reading = variant.reading
    parts = (*reading.over, *reading.under) if isinstance(reading, Product) else ()
    return pair in parts or any(rests_on(EVERY[name].variant(other), pair) for name, other in parts)


def _of(reading: Reading | None) -> set[str]:
    match reading:
        case None:
            return set()
        case Product():
            parts = (EVERY[name].variant(variant) for name, variant in (*reading.over, *reading.under))
            return {measure for part in parts for measure in _of(part.reading)}
        case Survival():
            return {f"funnel.reached:{reading.funnel}", f"funnel.entered:{reading.base}"}
        case Adoption():
            return {reading.active, reading.users}
        case Spread():
            return {reading.measure}
    return {term.measure for term in (*reading.over, *reading.under)}
