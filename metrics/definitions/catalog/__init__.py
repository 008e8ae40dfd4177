"""The metrics. Pages, REST, exports and the computation all read from here and declare nothing themselves."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from metrics.definitions.catalog import acquisition, activation, engagement, monetization, retention
from metrics.definitions.catalog.acquisition import CAC
from metrics.definitions.catalog.activation import ACTIVATION_RATE, FREE_TO_PAID, as_set
from metrics.definitions.catalog.words import Metric, Variant
from metrics.definitions.meaning import STAGES

__all__ = [
    "ACTIVATION_RATE",
    "CAC",
    "CATEGORIES",
    "EVERY",
    "FREE_TO_PAID",
    "SERIES",
    "STAGES",
    "TITLES",
    "Metric",
    "Variant",
    "as_set",
    "is_never",
    "key",
    "value",
]

CATEGORIES = {
    module.__name__.rpartition(".")[2]: module.METRICS
    for module in (acquisition, activation, engagement, retention, monetization)
}
EVERY = {metric.name: metric for metrics in CATEGORIES.values() for metric in metrics}
TITLES = {
    "acquisition": _("Acquisition"),
    "activation": _("Activation"),
    "engagement": _("Engagement"),
    "retention": _("Retention"),
    "monetization": _("Monetization"),
}


def key(metric: Metric, variant: Variant) -> str:
    """What a variant is called where one name has to do: "cac" in its first variant, else "cac/paid"."""
    return metric.name if variant is metric.main else f"{metric.name}/{variant.name}"


# everything with one value per period
SERIES = {
    key(metric, variant): (metric, variant)
    for metric in EVERY.values()
    for variant in metric.variants
    if variant.is_series
}


def is_never(metric: Metric, numerator: Decimal | None, denominator: Decimal | int) -> bool:
    """Whether the missing value of a time is an answer: half never get there, or nothing is ever paid back."""
    if metric.unit == "days":
        return numerator is None and bool(denominator)
    return metric.unit == "months" and numerator is not None and not denominator


def value(numerator: Decimal | int | None, denominator: Decimal | int) -> Decimal | None:
    """The division, made in this one place; None where there is no base or nothing is known."""
    if numerator is None or not denominator:
        return None
    return Decimal(numerator) / denominator
