"""The numbers of a review, kept as they were told, and what the same periods are told to be today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metrics import store
from metrics.definitions.catalog import EVERY, standing
from metrics.definitions.catalog.words import Metric, Variant
from metrics.models import TOTAL, FunnelSettings, Review
from metrics.readout import dashboard_words as words
from metrics.readout import outside, periods
from metrics.readout.dashboards import told_in_brief
from metrics.readout.figures import Figures
from metrics.readout.filters import SHOWN
from metrics.readout.points import Point, Slice, newest_settled
from pmm_workspace.accounts import access
from pmm_workspace.accounts.models import Workspace

NOTHING = gettext_lazy("Nothing was kept: there is no complete period yet.")


@dataclass(frozen=True)
class Row:
    """One value as it was kept and as it is now."""

    metric: Metric
    variant: Variant
    told: dict  # what was kept
    point: Point | None  # what it is now; none: no value
    period: str
    then: str
    now: str
    is_same: bool
    is_redefined: bool  # it was told by another version of the definition


def keep(workspace: Workspace, *, by) -> Review | None:
    """Keep the numbers as they are told today; None where no period is complete yet."""
    access.require(by, "see metrics")
    return record(workspace, by=by)


def record(workspace: Workspace, **whose) -> Review | None:
    """As `keep`; `whose` is the person, or the end of the period of which the clock keeps it."""
    settings, today = store.settings(), store.today(workspace)
    kept = values(settings, workspace, today)
    if not kept:
        return None
    currency = store.currency(settings, workspace)
    review = Review(day=today, through=settings.through, values=kept, currency=currency, **whose)
    review.save()
    return review


def values(settings: FunnelSettings, workspace: Workspace, today: date) -> list[dict]:
    """The newest settled week of each number, or month where it is counted by month, as plain values to keep."""
    last = max(filter(None, [settings.through, settings.spend_through]), default=None)
    return [told for bucket in ("week", "month") for told in _values(settings, workspace, today, bucket, last)]


def _values(settings, workspace, today, bucket, last) -> Iterator[dict]:
    if last is None:
        return
    pairs = [pair for pair in told_in_brief() if _bucket(pair[1]) == bucket]
    first = periods.later(periods.start_of(last, bucket, workspace.week_start), 1 - SHOWN[bucket], bucket)
    figures = Figures(settings, today, first, last, bucket=bucket, week_start=workspace.week_start)
    figures.read(*pairs)
    for metric, variant in pairs:
        point, _before = newest_settled(figures.points(metric, variant), bucket)
        if point:
            yield {
                "metric": metric.name, "variant": variant.name, "version": metric.version, "bucket": bucket,
                "period": point.month.isoformat(), "above": str(point.numerator), "below": str(point.denominator),
            }  # fmt: skip


def _bucket(variant):
    return "month" if standing.is_monthly(variant) else "week"


def rows(review: Review, workspace: Workspace) -> list[Row]:
    """What was kept beside what is told now; what is counted no more is left out."""
    settings, today = store.settings(), store.today(workspace)
    currency = store.currency(settings, workspace)
    kept = known(review)
    now = {bucket: _points(kept, bucket, settings, workspace, today) for bucket in ("week", "month")}
    return [_row(told, now[told["bucket"]], review.currency, currency) for told in kept]


def known(review: Review) -> list[dict]:
    """What was kept, without what is counted no more."""
    return [told for told in review.values if _is_known(told)]


def _is_known(told):
    return told["metric"] in EVERY and any(each.name == told["variant"] for each in EVERY[told["metric"]].variants)


def as_told(told: dict, currency: str) -> str:
    """A value as it was kept, in words."""
    return words.shown(EVERY[told["metric"]], Slice(TOTAL, Decimal(told["above"]), Decimal(told["below"])), currency)


def _points(kept, bucket, settings, workspace, today):
    """{(metric, variant, start): Point} of the periods in which something was kept."""
    mine = [told for told in kept if told["bucket"] == bucket]
    starts = [date.fromisoformat(told["period"]) for told in mine]
    if not starts:
        return {}
    figures = Figures(settings, today, min(starts), max(starts), bucket=bucket, week_start=workspace.week_start)
    pairs = [(EVERY[told["metric"]], EVERY[told["metric"]].variant(told["variant"])) for told in mine]
    figures.read(*pairs)
    return {
        (metric.name, variant.name, point.month): point
        for metric, variant in pairs
        for point in figures.points(metric, variant)
    }


def _row(told, now, currency_then, currency):
    metric, start = EVERY[told["metric"]], date.fromisoformat(told["period"])
    variant, point = metric.variant(told["variant"]), now.get((told["metric"], told["variant"], start))
    then = as_told(told, currency_then)
    point = point if point and point.value is not None else None
    shown = words.shown(metric, point, currency) if point else _("no value")
    period = words.period(start, told["bucket"])
    return Row(metric, variant, told, point, period, then, shown, then == shown, metric.version != told["version"])


def redefined(review: Review, **more) -> list[outside.Mark]:
    """What was defined anew since it was kept, by day; `more` are conditions on `created_at`."""
    return sorted(outside.redefined(created_at__gt=review.created_at, **more), key=lambda mark: mark.day)


def as_table(kept: list[Row], marks: list[outside.Mark]) -> Iterator[list]:
    """For a spreadsheet: both values with what stands above and below the line, and what may have moved them."""
    yield [
        "metric", "variant", "every", "period", "numerator then", "denominator then", "then",
        "numerator now", "denominator now", "now", "version then", "version now",
        "defined anew since",
    ]  # fmt: skip
    for row in kept:
        told, point = row.told, row.point
        then = [Decimal(told["above"]), Decimal(told["below"])]
        now = [point.numerator, point.denominator] if point else ["", ""]
        yield [
            row.metric.name, row.variant.name, told["bucket"], told["period"], *then, row.then, *now, row.now,
            told["version"], row.metric.version, "; ".join(_anew(row.metric, marks)),
        ]  # fmt: skip


def _anew(metric, marks):
    """Those of this metric and those of all."""
    return [f"{mark.day:%Y-%m-%d} {mark.text}" for mark in marks if not mark.metrics or metric.name in mark.metrics]
