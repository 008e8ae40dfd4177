"""The metrics. Pages, REST, exports and the computation all read from here and declare nothing themselves."""

import hashlib
from dataclasses import replace
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
    "LONGEST_WINDOW",
    "METRICS",
    "STAGES",
    "Metric",
    "Variant",
    "fingerprint",
    "value",
]

CATEGORIES = {
    module.__name__.rpartition(".")[2]: module.METRICS
    for module in (acquisition, activation, engagement, retention, monetization)
}
EVERY = {metric.name: metric for metrics in CATEGORIES.values() for metric in metrics}
# what pages and promises know until all read tallies
METRICS = {name: EVERY[name] for name in ("cac", "activation_rate", "free_to_paid")}
METRICS["cac"] = replace(METRICS["cac"], variants=METRICS["cac"].variants[:1])
LONGEST_WINDOW = max(variant.window or 0 for metric in METRICS.values() for variant in metric.variants)


def value(numerator: Decimal | int | None, denominator: Decimal | int) -> Decimal | None:
    """The division, made in this one place; None where there is no base or nothing is known."""
    if numerator is None or not denominator:
        return None
    return Decimal(numerator) / denominator


def fingerprint(stages: dict[str, str], timezone: str) -> str:
    """Changes when any stored value may mean something else than before."""
    versions = sorted((metric.name, metric.version) for metric in METRICS.values())
    return hashlib.sha256(repr((versions, sorted(stages.items()), timezone)).encode()).hexdigest()
