"""What a number consists of: people, leads, deals or money spent, on each side of the line; and where they are told."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from metrics.definitions.catalog import EVERY
from metrics.definitions.catalog.words import Adoption, Daily, Metric, Product, Ratio, Spread, Survival, Variant
from metrics.readout import periods
from metrics.readout.filters import View
from metrics.recalculation.people import PEOPLE, kind_of

OVER, UNDER, PENDING = "over", "under", "pending"


@dataclass(frozen=True)
class Part:
    """All of one kind that stand on one side of one ratio, by the name that the address has for them."""

    name: str
    metric: Metric
    variant: Variant
    side: str
    kind: str  # "people", "leads", "deals" or "spend"


def parts(metric: Metric, variant: Variant) -> list[Part]:
    """Of a product, those of all its factors; each part is a sum over those of its kind."""
    found = list(_parts(metric, variant))
    is_product = isinstance(variant.reading, Product)
    return [replace(part, name=f"{part.metric.name}-{part.name}") for part in found] if is_product else found


def _parts(metric, variant) -> Iterator[Part]:
    reading = variant.reading
    if isinstance(reading, Product):
        for name, other in (*reading.over, *reading.under):
            yield from _parts(EVERY[name], EVERY[name].variant(other))
        return
    for side, kinds in _kinds(reading):
        for kind in kinds:
            name = side if len(kinds) == 1 else f"{side}-{kind}"
            yield Part(name, metric, replace(variant, reading=counted(reading)), side, kind)


def _kinds(reading) -> list[tuple[str, list[str]]]:
    """(side, what stands on it); of a rate by the day only who is above the line, each with their part of it."""
    if isinstance(reading, Daily):
        return [(OVER, [PEOPLE])]
    if isinstance(reading, Adoption):
        return [(OVER, [PEOPLE]), (UNDER, [PEOPLE])]
    ratio = counted(reading)
    sides = [(side, _kinds_of(terms)) for side, terms in ((OVER, ratio.over), (UNDER, ratio.under)) if terms]
    return [*sides, (PENDING, sides[-1][1][:1])] if ratio.window else sides


def _kinds_of(terms):
    return list(dict.fromkeys(kind_of(term.measure) for term in terms))


def counted(reading: Ratio | Daily | Adoption | Survival | Spread) -> Ratio | Daily | Adoption:
    """The reading as a sum over those whom it counts: a median has everybody below the line, a spread any number."""
    if isinstance(reading, Survival):
        return reading.within()
    return reading.at() if isinstance(reading, Spread) else reading


def address(
    metric: Metric, variant: Variant, view: View, start: date, last: date | None = None, side: str = "", **changes: str
) -> str:
    """Of those behind one period of a dashboard, or behind all days to `last`; `changes` are other filters."""
    said = {metric.name: variant.name, "side": side or parts(metric, variant)[0].name}
    return _address(metric, view, start, last, said | changes)


def cell_address(
    metric: Metric, cells: str, place: str, view: View, start: date, last: date | None = None, **changes: str
) -> str:
    """Of those behind one place of a drawing."""
    return _address(metric, view, start, last, {"of": cells, "at": place, "side": OVER} | changes)


def _address(metric, view, start, last, said):
    last = last or periods.end_of(start, said.get("every", view.bucket))
    days = {"from": f"{start:%Y-%m-%d}", "to": f"{last:%Y-%m-%d}"}
    return f"{reverse('people', args=[metric.name])}?{view.query(**days, **said)}"
