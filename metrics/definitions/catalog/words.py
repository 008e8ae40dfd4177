"""What a metric is made of: in words for people, and as sums of tallies for the readout."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

Words = str | Promise

SETTLES = _("A period that is not over is shown hatched, and neither compared nor averaged.")
YOUNG = _("Who is younger than the window is shown as in progress and counted on neither side.")
OF_TWELVE = _("Told by the last of twelve calendar months; each month looks back over its own twelve.")
TWELVE_BEFORE = _("Customers who paid when the twelve months began; who came later is on neither side.")
IN_PERIOD = _("What happened in the same period.")
EXCLUDED = _("Test data, the people and domains your workspace excludes, and repeated rows.")
BY_FIRST_TOUCH = _("A person belongs to the channel and segment of their sign-up; without one, of their first event.")
CALENDAR = _("Days, weeks and months in the workspace's time zone; a day with a clock change has 23 or 25 hours.")


@dataclass(frozen=True)
class Term:
    """Tallies to add up: of the period itself, or of everything before its start or until its end."""

    measure: str
    sign: int = 1
    first: int | None = None  # of n; None leaves the side open
    last: int | None = None
    when: str = "in"  # or "start", "end"
    is_profit: bool = False  # counts at the gross margin
    back: int = 0  # so many months before
    is_lagged: bool = False  # of as many months before as it takes half of the sign-ups to become customers


def reached(funnel: str, within: int | None = None) -> Term:
    """Those who got to the target of a funnel in less than so many full days, or ever."""
    return Term(f"funnel.ever:{funnel}") if within is None else Term(f"funnel.reached:{funnel}", last=within - 1)


@dataclass(frozen=True)
class Ratio:
    """Sums over sums; without `under`, a sum by itself."""

    over: tuple[Term, ...]
    under: tuple[Term, ...] = ()
    window: int | None = None  # full days until a cohort is old enough
    is_weekly: bool = False  # the cohorts are weeks; a month has those that begin in it
    is_unknown_without: bool = False  # no row above the line: not known, rather than zero
    is_matched: bool = False  # the base counts only in channels with something above the line
    per_day: bool = False  # the base counts once for each day
    times: int = 1


@dataclass(frozen=True)
class Daily:
    """The ratio of every day of the period, added up."""

    over: tuple[Term, ...]
    under: tuple[Term, ...]


@dataclass(frozen=True)
class Product:
    """Other metrics multiplied and divided; (metric, variant) by name."""

    over: tuple[tuple[str, str], ...]
    under: tuple[tuple[str, str], ...] = ()
    margin: int = 0  # the gross margin to this power
    must_be_positive: bool = False  # no value where the divisor is below zero


@dataclass(frozen=True)
class Survival:
    """By the day: the share not there yet, with those counted who may still come."""

    funnel: str
    base: str

    def within(self, days: int | None = None) -> Ratio:
        """Those who got there within so many days, or ever, of everybody who entered."""
        return Ratio((reached(self.funnel, days),), (Term(f"funnel.entered:{self.base}"),))


@dataclass(frozen=True)
class Spread:
    """How many have exactly n."""

    measure: str

    def at(self, n: int | None = None) -> Ratio:
        """Those with n, or with any."""
        return Ratio((Term(self.measure, first=n, last=n),))


@dataclass(frozen=True)
class Adoption:
    """Of the workspace's features, each with everybody who could use it: who used one so often in the month."""

    least: int
    active: str = "engagement.days_of_month"
    users: str = "features.users"  # of one feature after a colon

    def of(self, feature: str) -> Ratio:
        """Those who used this one so often, of everybody active."""
        return Ratio((Term(f"{self.users}:{feature}", first=self.least),), (Term(self.active),))


Reading = Ratio | Daily | Product | Survival | Spread | Adoption


@dataclass(frozen=True)
class Variant:
    """One way to compute a metric. The fields say it in words, `reading` to the machine."""

    name: str
    title: Words
    formula: Words
    population: Words
    target_in_words: Words = IN_PERIOD
    maturity: Words = SETTLES
    reading: Reading | None = None
    may_be_negative: bool = False

    @property
    def window(self) -> int | None:
        """Days until somebody is old enough to be counted; None where everybody counts at once."""
        return getattr(self.reading, "window", None)

    @property
    def has_base(self) -> bool:
        """Whether something is counted below the line, which says something also where nothing is above it."""
        return not isinstance(self.reading, Ratio) or bool(self.reading.under and not self.reading.per_day)

    @property
    def is_level(self) -> bool:
        """It stands at the end of a period, or looks back beyond it: several periods are not added up."""
        terms = (*self.reading.over, *self.reading.under) if isinstance(self.reading, Ratio) else ()
        return any(term.when == "end" or term.back for term in terms)

    @property
    def is_series(self) -> bool:
        """Whether it has one value per period; a Spread has many."""
        return not isinstance(self.reading, Spread)


@dataclass(frozen=True)
class Cells:
    """Numbers of one drawing that are no series: for each place in it a ratio of its own."""

    variant: Variant  # in words; its reading is made for each place
    reading: Callable[[str, str], Ratio]  # of the step of time and the place
    places: Collection[str] | None = None  # None: any name
    words: Mapping[str, Words] = field(default_factory=dict, hash=False)  # for places that are not their own words

    @property
    def name(self) -> str:
        return self.variant.name

    def at(self, place: str, every: str = "month") -> Variant:
        """The number at this place."""
        title = format_lazy("{}: {}", self.variant.title, self.words.get(place, place))
        return replace(self.variant, name=f"{self.name}-{place}", title=title, reading=self.reading(every, place))


@dataclass(frozen=True)
class Metric:
    """One number that people speak of, in every way in which it is computed here."""

    name: str
    title: Words
    unit: str  # "share", "money", "count", "days", "months" or "times"
    is_less_better: bool
    zero_rule: Words
    source: Words
    version: int
    variants: tuple[Variant, ...]
    calendar: Words = CALENDAR
    slices: Words = BY_FIRST_TOUCH
    exclusions: Words = EXCLUDED
    category: str = ""
    is_of_money: bool = False  # a share of amounts
    cells: tuple[Cells, ...] = ()

    @property
    def is_of_people(self) -> bool:
        """Whether it divides people by people, so that a few of them are better told one by one."""
        return self.unit == "share" and not self.is_of_money

    @property
    def main(self) -> Variant:
        return self.variants[0]

    def titled(self, variant: Variant) -> Words:
        """With the variant, or the place of a drawing, where it is not the only one."""
        is_alone = [each.name for each in self.variants] == [variant.name]
        return self.title if is_alone else format_lazy("{} · {}", self.title, variant.title)

    def variant(self, name: str) -> Variant:
        return next(variant for variant in self.variants if variant.name == name)

    def named(self, name: str, every: str = "month") -> Variant:
        """The variant, or the place of a drawing, that has this name."""
        cells, _dash, place = name.partition("-")
        found = (variant for variant in self.variants if variant.name == name)
        return next(found, None) or self.cell(cells).at(place, every)

    def cell(self, name: str) -> Cells:
        return next(cells for cells in self.cells if cells.name == name)
