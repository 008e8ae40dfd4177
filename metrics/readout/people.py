"""Behind a number: the people it counts, and the imports that brought them. Their sum is the number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse

from metrics.definitions.catalog.words import Metric, Ratio, Variant
from metrics.models import TOTAL, FunnelSettings, ImportRun
from metrics.readout import periods
from metrics.readout.figures import Figures
from metrics.readout.filters import View
from metrics.readout.points import Point
from metrics.readout.tallies import DIMENSIONS, Apart
from metrics.recalculation import people
from metrics.recalculation.people import Person
from pmm_workspace.accounts.models import Workspace

OVER, UNDER, PENDING = SIDES = ("over", "under", "pending")
PAYING = ("events", "subscriptions", "movements", "payments")
TABLES = {  # of the lake, by what measures begin with
    "funnel.reached:activation": ("events",),
    "funnel.reached": PAYING,
    "funnel.entered:trial": ("events", "subscriptions"),
    "acquisition.customers": PAYING,
    "lifetime.": ("events", "payments"),
    "revenue.": ("payments",),
    **dict.fromkeys(("mrr.", "rates.", "kept.", "customers."), ("subscriptions", "movements")),
}


def sides(variant: Variant) -> list[str]:
    """Which parts of the number consist of people: above the line, below it, and those not old enough."""
    reading = variant.reading
    if not isinstance(reading, Ratio) or reading.is_matched:
        return []
    found = [side for side in (OVER, UNDER) if _is_of_people(getattr(reading, side))]
    return [*found, PENDING] if found and reading.window else found


def _is_of_people(terms):
    return bool(terms) and all(people.is_of_people(term.measure) for term in terms)


def address(metric: Metric, variant: Variant, view: View, start: date, last: date | None = None) -> str:
    """Of the people behind one period of a dashboard, or behind all days to `last`; "" where there are none."""
    found = sides(variant)
    if not found:
        return ""
    last = last or periods.end_of(start, view.bucket)
    days = {"from": f"{start:%Y-%m-%d}", "to": f"{last:%Y-%m-%d}", "side": found[0]}
    return f"{reverse('people', args=[metric.name])}?{view.query(**{metric.name: variant.name}, **days)}"


@dataclass(frozen=True)
class Row:
    """One of them, and their part of the number."""

    person: Person
    value: Decimal


@dataclass(frozen=True)
class Behind:
    """`totals` by side; `count` of those on the chosen side, of whom `rows` are shown."""

    totals: dict[str, Decimal]
    count: int
    rows: list[Row]
    runs: list[tuple[ImportRun, int]]

    @property
    def is_counted_once(self) -> bool:
        return all(row.value == 1 for row in self.rows)


def behind(settings: FunnelSettings, workspace: Workspace, today: date, view: View, pair, side: str, shown: slice):
    """Computed now, from the imported rows. Raises engine.TooLong."""
    metric, variant = pair
    reading = variant.reading
    wanted = sorted({t.measure for t in (*reading.over, *reading.under) if people.is_of_people(t.measure)})
    where = {name: value for name in DIMENSIONS if (value := getattr(view.where, name)) != TOTAL}
    with people.apart(wanted, where, periods.later(view.last, 1, "week")) as held:
        figures = Figures(
            settings, today, view.first, view.last, bucket=view.bucket, where=Apart(), week_start=workspace.week_start
        )
        figures.read(pair)
        parts = {int(unit): _parts(variant, figures.points(metric, variant, unit)) for unit in figures.slices}
        totals = {each: sum((part[each] for part in parts.values()), Decimal(0)) for each in sides(variant)}
        values = {unit: part[side] for unit, part in parts.items() if part[side]}
        told = people.named(held, values)
        rows = [Row(person, values[person.unit]) for person in told[shown]]
        return Behind(totals, len(values), rows, _runs(people.imports(held, values, _tables(wanted))))


def _parts(variant: Variant, points: list[Point]) -> dict[str, Decimal]:
    """What one of them adds to each side; of a level only what stands at the end."""
    points = points[-1:] if variant.is_level else points
    base = sum(point.denominator for point in points) if variant.reading.under else 0
    over = sum(point.numerator or 0 for point in points)
    return {OVER: Decimal(over), UNDER: Decimal(base), PENDING: Decimal(sum(point.pending for point in points))}


def _tables(wanted: Iterable[str]) -> list[str]:
    found = [_of(measure) for measure in wanted]
    return list(dict.fromkeys(table for tables in found for table in tables))


def _of(measure):
    return next((tables for prefix, tables in TABLES.items() if measure.startswith(prefix)), ("events",))


def _runs(counts: dict[int, int]) -> list[tuple[ImportRun, int]]:
    runs = ImportRun.objects.filter(pk__in=counts).select_related("created_by")
    return [(run, counts[run.pk]) for run in runs]
