"""Behind a number: those whom it counts, and the imports that brought them. Their sum is the number.

Where the lake is small they are counted while somebody waits; else by a worker, as any other question.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from datetime import date
from decimal import Decimal
from fractions import Fraction

from metrics import store
from metrics.definitions.catalog import EVERY, as_set
from metrics.definitions.catalog.words import Adoption, Daily, Metric, Variant
from metrics.models import FunnelSettings, ImportRun
from metrics.readout import periods, usage
from metrics.readout.behind import OVER, PENDING, UNDER, Part, parts
from metrics.readout.figures import Figures
from metrics.readout.filters import View
from metrics.readout.points import Point
from metrics.readout.tallies import Apart, Where
from metrics.recalculation import people, questions, records
from metrics.recalculation.people import PEOPLE, Person
from metrics.recalculation.questions import Answer
from metrics.recalculation.records import Deal, Lead, Spent
from metrics.store import lake
from pmm_workspace.accounts.models import Workspace
from pmm_workspace.common import tenancy

QUESTION = "behind"
MOMENT, FEW_ROWS = 1, 100_000  # seconds that somebody may wait, and rows that are counted in them
SIDES = {OVER: "numerator", UNDER: "denominator", PENDING: "pending"}
PAYING = ("events", "subscriptions", "movements", "payments")
TABLES = {  # of the lake, by what measures of people begin with
    **dict.fromkeys(("funnel.ever:activation", "funnel.reached:activation"), ("events",)),
    **dict.fromkeys(("funnel.ever", "funnel.reached"), PAYING),
    "funnel.entered:trial": ("events", "subscriptions"),
    "acquisition.customers": PAYING,
    "campaign.customers": PAYING,
    "campaign.cents": ("events", "payments"),
    "lifetime.": ("events", "payments"),
    "revenue.": ("payments",),
    **dict.fromkeys(("mrr.", "rates.", "kept.", "customers."), ("subscriptions", "movements")),
}


class Each(Figures):
    """Everybody apart: a slice is one of those counted. What depends on all of them is asked of `whole`."""

    def __init__(self, whole: Figures, homes: dict[str, str]):
        last = periods.end_of(whole.starts[-1], whole.bucket)
        super().__init__(
            whole.settings, whole.today, whole.starts[0], last,
            bucket=whole.bucket, where=Apart(), week_start=whole.week_start,
        )  # fmt: skip
        self.whole, self.homes = whole, homes
        self._bases: dict[date, int] = {}
        self._channels: dict[date, set[str]] = {}

    @property
    def lag(self) -> int:
        return self.whole.lag

    def of_kind(self, kind: str) -> list[str]:
        return [name for name in self.homes if name.startswith(f"{kind}:")]

    def values(self, part: Part) -> dict[int, Decimal]:
        """{number of one: what they add to this part}."""
        found = {name: _value(part, self.points(part.metric, part.variant, name)) for name in self.of_kind(part.kind)}
        return {int(name.partition(":")[2]): value for name, value in found.items() if value}

    def _matched(self, reading, start, name):
        """Themselves, where their channel counts."""
        if not reading.is_matched:
            return None
        if start not in self._channels:
            self._channels[start] = self.whole.matched(reading, start)
        return {name} if self.homes[name] in self._channels[start] else set()

    def _daily(self, reading, start, name):
        """Their part of the rate: each time they are counted, divided by all customers of that day."""
        total, side = Fraction(0), self._side(reading, reading.over)
        for day in self._days_of(start):
            over, _known = self._added(side, day, name)
            total += Fraction(over.mature, self._base(reading, day)) if over.mature else 0
        return Decimal(total.numerator) / total.denominator, 1

    def _base(self, reading, day):
        if day not in self._bases:
            self._bases[day] = self.whole.base(reading, day)
        return self._bases[day] or 1


@dataclass(frozen=True)
class Wanted:
    """A part of a number, and which rows of it, in plain values."""

    metric: str
    variant: str
    part: str
    first: str
    last: str
    bucket: str
    where: list[str]
    since: int = 0
    most: int = 0

    @classmethod
    def of(cls, metric: Metric, variant: Variant, part: str, view: View, since: int = 0, most: int = 0) -> "Wanted":
        days = view.first.isoformat(), view.last.isoformat()
        return cls(metric.name, variant.name, part, *days, view.bucket, list(astuple(view.where)), since, most)

    @property
    def view(self) -> View:
        return View(*map(date.fromisoformat, (self.first, self.last)), self.bucket, Where(*self.where))


@dataclass(frozen=True)
class Row:
    """One of them, and their part of the number."""

    one: Person | Lead | Deal | Spent
    value: Decimal


@dataclass(frozen=True)
class Behind:
    """`totals` by name of a part; `count` of those of the chosen part, of whom `rows` are shown."""

    totals: dict[str, Decimal]
    count: int
    rows: list[Row]
    runs: list[tuple[ImportRun, int]]

    @classmethod
    def told(cls, told: dict, kind: str) -> "Behind":
        """Out of what `counted` said of a part of this kind."""
        totals = {name: Decimal(total) for name, total in told["totals"].items()}
        rows = [Row(_one(kind, one), Decimal(value)) for one, value in told["rows"]]
        counts = dict(told["runs"])
        runs = ImportRun.objects.filter(pk__in=counts).select_related("created_by")
        return cls(totals, told["count"], rows, [(run, counts[run.pk]) for run in runs])

    @property
    def is_counted_once(self) -> bool:
        return all(row.value == 1 for row in self.rows)


def ask(wanted: Wanted, *, by) -> Answer:
    """What `counted` says. Of few rows it is counted right here, unless that takes longer than a moment."""
    asked = asdict(wanted)
    if lake.rows() > FEW_ROWS or questions.is_asked(QUESTION, asked):
        return questions.ask(QUESTION, by=by, **asked)
    answer = Answer.of(questions.attempted(counted, wanted, MOMENT))
    return questions.ask(QUESTION, by=by, **asked) if answer.problem == questions.TOO_LONG else answer


def counted(wanted: Wanted, seconds: float) -> dict:
    """As plain values: Behind, its rows as lists and its imports by number. Raises engine.TooLong."""
    settings, workspace = store.settings(), Workspace.objects.get(pk=tenancy.current())
    metric, view = as_set(EVERY[wanted.metric], settings.activation_days), wanted.view
    found = parts(metric, metric.named(wanted.variant, view.bucket))
    measured = sorted({measure for part in found for measure in measures(settings, part)})
    whole = Figures(
        settings, store.today(workspace), view.first, view.last,
        bucket=view.bucket, where=view.where, week_start=workspace.week_start,
    )  # fmt: skip
    whole.read(*((part.metric, part.variant) for part in found if _rests_on_all(part.variant.reading)))
    until = periods.later(view.last, 1, "week")
    with people.apart(measured, view.where.chosen, until, seconds) as held:
        figures = Each(whole, people.homes(held))
        values = {part.name: figures.values(part) for part in found}
        part, mine = next(part for part in found if part.name == wanted.part), values[wanted.part]
        shown = NAMED[part.kind](held, list(mine))[wanted.since : wanted.since + wanted.most] if wanted.most else []
        return {
            "totals": {name: str(sum(each.values(), Decimal(0))) for name, each in values.items()},
            "count": len(mine),
            "rows": [[_plain(one), str(mine[one.unit])] for one in shown],
            "runs": sorted(_imports(held, part, mine, measured).items()),
        }


def _plain(one):
    said = (getattr(one, each.name) for each in fields(one))
    return [value.isoformat() if isinstance(value, date) else value for value in said]


def _one(kind, said):
    values = {each.name: value for each, value in zip(fields(TYPES[kind]), said, strict=True)}
    days = {name: date.fromisoformat(values[name]) for name in values if name.endswith("day") and values[name]}
    return TYPES[kind](**values | days)


TYPES = {PEOPLE: Person, "leads": Lead, "deals": Deal, "spend": Spent}
NAMED = {PEOPLE: people.named, "leads": records.leads, "deals": records.deals, "spend": records.spend}


def _rests_on_all(reading):
    return isinstance(reading, Daily) or getattr(reading, "is_matched", False)


def measures(settings: FunnelSettings, part: Part) -> set[str]:
    """The tallies that a part stands on."""
    reading = part.variant.reading
    if isinstance(reading, Adoption):
        return {reading.active, *(f"{reading.users}:{each}" for each in usage.features(settings))}
    return {term.measure for term in (*reading.over, *reading.under)}


def _value(part: Part, points: Sequence[Point]) -> Decimal:
    """Of a level only what stands at the end."""
    points = points[-1:] if part.variant.is_level else points
    return Decimal(sum(getattr(point, SIDES[part.side]) or 0 for point in points))


def _imports(held, part, values: Iterable[int], wanted: Sequence[str]) -> dict[int, int]:
    if part.kind != PEOPLE:
        return records.imports(held, list(values), part.kind)
    tables = dict.fromkeys(table for measure in wanted for table in _tables(measure))
    return people.imports(held, list(values), list(tables))


def _tables(measure):
    if people.kind_of(measure) != PEOPLE:
        return ()
    return next((tables for prefix, tables in TABLES.items() if measure.startswith(prefix)), ("events",))
