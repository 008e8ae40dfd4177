"""When a month of a metric is over, and how far its data reaches."""

from datetime import date, timedelta

from metrics.definitions.catalog import Metric
from metrics.models import FunnelSettings
from metrics.readout.points import Point, Slice, newest_settled, pooled

__all__ = ["Point", "Slice", "end_of_month", "month_is_over", "newest_settled", "pooled", "reach"]


def reach(settings: FunnelSettings, metric: Metric) -> date | None:
    """The last day of which everything the metric needs has been imported."""
    reaches = [settings.through]
    if metric.unit == "money":
        reaches.append(settings.spend_through)
    return None if None in reaches else min(reaches)


def month_is_over(month: date, today: date, through: date | None) -> bool:
    """The calendar has left the month, and the data reaches its end."""
    last = end_of_month(month)
    return through is not None and today > last and through >= last


def end_of_month(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
