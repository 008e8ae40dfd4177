"""The metrics. Pages, REST, exports and the computation all read from here and declare nothing themselves."""

from decimal import Decimal

from metrics.definitions.catalog import acquisition, activation, engagement, monetization, retention
from metrics.definitions.catalog.acquisition import CAC
from metrics.definitions.catalog.activation import ACTIVATION_RATE, FREE_TO_PAID
from metrics.definitions.catalog.words import Metric, Variant
from metrics.definitions.meaning import STAGES

__all__ = [
    "ACTIVATION_RATE",
    "CAC",
    "CATEGORIES",
    "EVERY",
    "FREE_TO_PAID",
    "METRICS",
    "STAGES",
    "Metric",
    "Variant",
    "value",
]

CATEGORIES = {
    module.__name__.rpartition(".")[2]: module.METRICS
    for module in (acquisition, activation, engagement, retention, monetization)
}
EVERY = {metric.name: metric for metrics in CATEGORIES.values() for metric in metrics}
# what the funnel page, REST and promises know
METRICS = {name: EVERY[name] for name in ("cac", "activation_rate", "free_to_paid")}


def value(numerator: Decimal | int | None, denominator: Decimal | int) -> Decimal | None:
    """The division, made in this one place; None where there is no base or nothing is known."""
    if numerator is None or not denominator:
        return None
    return Decimal(numerator) / denominator
