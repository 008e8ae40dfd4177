"""Metrics by period and slice, put together from tallies. The only place where they are divided.

    figures = Figures(settings, today, first, last, bucket="week", where=Where(segment="startup"), by="channel")
    figures.read((CAC, CAC.main), (MRR, MRR.main))       # one query for everything that a part of a page shows
    figures.points(CAC, CAC.main)                        # a Point for every week, everybody together
    figures.points(CAC, CAC.main, "google")              # of one slice; ("google", "smb") where `by` is of two
    figures.slices                                       # the slices with data, by name
    figures.by_channel(CAC, CAC.main, settled_weeks)     # each slice pooled over settled periods

What was not read before is read when it is asked for. Money is in units of the currency, not in cents.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, partial
from itertools import accumulate
from math import prod

from metrics.definitions import catalog
from metrics.definitions.catalog.words import Adoption, Daily, Metric, Product, Ratio, Survival, Term, Variant
from metrics.models import TOTAL, FunnelSettings
from metrics.readout import periods, survival, tallies, usage
from metrics.readout.points import Point, Slice, pooled
from metrics.readout.tallies import MOST, Ask, By, Name, Reach, Sum, Where

Pair = tuple[Metric, Variant]
Side = list[tuple[Ask, str, int | Decimal]]  # what is asked for, when, and what one of it counts
NOTHING = Sum()
CENTS = Decimal(100)


class Figures:
    """All figures between two days, of one workspace."""

    def __init__(
        self,
        settings: FunnelSettings,
        today: date,
        first: date,
        last: date,
        *,
        bucket: str = "month",
        where: Where | None = None,
        by: By = "channel",
        week_start: int = 0,
    ):
        self.settings, self.today, self.bucket, self.by, self.week_start = settings, today, bucket, by, week_start
        self.where = where or Where()
        self.starts = periods.between(first, last, bucket, week_start)
        self._sums: dict[Ask, tallies.Sums] = {}
        self._points: dict[tuple[str, str, Name], list[Point]] = {}
        self._lives: dict[Survival, dict[tuple[Name, date], list[survival.Life]]] = {}
        self._levels: dict[tuple[Ask, Name], tuple[list[date], list[Sum]]] = {}
        self._over: dict[date | None, dict[date, bool]] = {}

    # Reading

    def read(self, *pairs: Pair) -> None:
        """Fetch what these need and is not here yet, by one query."""
        missing = [ask for pair in pairs for ask in self._asks(*pair) if ask not in self._sums]
        if missing and self.through and self.starts:
            self._sums |= tallies.sums(missing, self._reach(), self.where, self.by)

    def _reach(self):
        last = periods.end_of(self.starts[-1], self.bucket)
        return Reach(self.starts[0], last, self.through, self.week_start)

    @property
    def through(self) -> date | None:
        """The last day of data."""
        return self.settings.through or self.settings.spend_through

    def _reading(self, metric: Metric, variant: Variant):
        """As the workspace has set it."""
        known = catalog.as_set(metric, self.settings.activation_days)
        return variant.reading if known is metric else known.variant(variant.name).reading

    def _asks(self, metric: Metric, variant: Variant) -> Iterator[Ask]:
        reading = self._reading(metric, variant)
        if isinstance(reading, Product):
            for pair in (*reading.over, *reading.under):
                yield from self._asks(*_named(pair))
        elif isinstance(reading, Ratio | Daily):
            yield from (self._ask(reading, term) for term in (*reading.over, *reading.under))

    def _ask(self, reading, term: Term) -> Ask:
        is_daily, is_stock = isinstance(reading, Daily), term.when != "in"
        return Ask(
            term.measure,
            term.first or 0,
            MOST if term.last is None else term.last,
            None if is_daily or is_stock else reading.window,
            not is_daily and reading.is_weekly,
            is_stock,
            "day" if is_daily else self.bucket,
            self.lag if term.is_lagged else term.back,
        )

    @cached_property
    def lag(self) -> int:
        """Months until half of all sign-ups there are have become customers; 0 where less than half ever do."""
        last = self.through or date.min
        curve = survival.curve(self.settings, "customer", "signup", date.min, last, self.where)
        days = curve.quantile(Fraction(1, 2))
        return round(days / 30) if days else 0

    # Answers

    def points(self, metric: Metric, variant: Variant, name: Name = TOTAL) -> list[Point]:
        """One for every period, also those of which nothing is known; of everybody, or of one slice."""
        if name == TOTAL and self.by not in ("channel", ("channel",)) and getattr(variant.reading, "is_matched", False):
            return self._by_channel.points(metric, variant)
        key = (metric.name, variant.name, name)
        if key not in self._points:
            self.read((metric, variant))
            self._points[key] = list(self._told_points(metric, variant, name))
        return self._points[key]

    @cached_property
    def _by_channel(self) -> "Figures":
        """The same days and people: what counts only in some channels is asked of these."""
        last = periods.end_of(self.starts[-1], self.bucket)
        options = {"bucket": self.bucket, "where": self.where, "week_start": self.week_start}
        return Figures(self.settings, self.today, self.starts[0], last, **options)

    @property
    def slices(self) -> list[Name]:
        """The slices that were met in what was read, the one without a name last."""
        return sorted({name for sums in self._sums.values() for name in sums}, key=lambda name: (not name, name))

    def by_channel(self, metric: Metric, variant: Variant, settled: Iterable[date]) -> list[Slice]:
        """Each slice over the settled periods, the largest base first."""
        settled = set(settled)
        self.read((metric, variant))
        found = [self.pooled(metric, variant, settled, name) for name in self.slices]
        return sorted(found, key=lambda each: (-each.denominator, each.channel))

    def pooled(self, metric: Metric, variant: Variant, settled: Iterable[date], name: Name = TOTAL) -> Slice:
        """These periods as one: sums are divided, shares are never averaged; of a level, what it was on average."""
        settled, reading = set(settled), variant.reading
        if isinstance(reading, Product):
            over, under = (
                [self.pooled(*_named(pair), settled, name) for pair in pairs] for pairs in (reading.over, reading.under)
            )
            return Slice(name, *self._multiplied(reading, over, under))
        if isinstance(reading, Survival):
            return Slice(name, *self._median_of(reading, settled, name))
        return pooled((point for point in self.points(metric, variant, name) if point.month in settled), name)

    def _told_points(self, metric, variant, name) -> Iterator[Point]:
        reading = self._reading(metric, variant)
        if isinstance(reading, Product):
            yield from (self._product(reading, start, name) for start in self.starts)
            return
        are_over = self._are_over(self._settled_through(reading))
        if isinstance(reading, Ratio):
            yield from self._ratios(metric, reading, name, are_over)
            return
        tell = {Daily: self._daily, Adoption: self._adopted, Survival: self._median}[type(reading)]
        for start in self.starts:
            yield Point(start, *tell(reading, start, name), 0, are_over[start])

    def _are_over(self, through) -> dict[date, bool]:
        """Whether each period is over where data reaches to that day."""
        if through not in self._over:
            self._over[through] = {
                start: periods.is_over(start, self.bucket, self.today, through) for start in self.starts
            }
        return self._over[through]

    def _settled_through(self, reading):
        """The last day of which everything this needs has been imported."""
        needs = {is_spend(term) for term in (*getattr(reading, "over", ()), *getattr(reading, "under", ()))} or {False}
        reaches = [self.settings.spend_through if spend else self.settings.through for spend in needs]
        return None if None in reaches else min(reaches)

    def _ratios(self, metric, reading, name, are_over) -> Iterator[Point]:
        sides = self._side(reading, reading.over), self._side(reading, reading.under)
        is_without_margin = self.settings.gross_margin is None and any(term.is_profit for term in reading.over)
        for start in self.starts:
            over, is_known = self._added(sides[0], start, name)
            under, _known = self._added(sides[1], start, name, self._matched(reading, start, name))
            is_known = not is_without_margin and (is_known or not reading.is_unknown_without)
            yield self._ratio(metric, reading, start, over if is_known else None, under, are_over[start])

    def _ratio(self, metric, reading, start, over, under, is_over) -> Point:
        """Of one period. Where what is above the line is not known, `over` is None."""
        base = under.mature if reading.under else 1
        base *= self._days(start) if reading.per_day else 1
        if over is None:
            return Point(start, None, base, under.young, is_over)
        total = Decimal(over.mature * reading.times) / (CENTS if metric.unit == "money" else 1)
        pending = int(under.young if reading.under else over.young)
        return Point(start, total, base, pending, is_over and not (over.young and not pending))

    def _days(self, start):
        """Of the period, as far as the data reaches; empty days count."""
        last = min(periods.end_of(start, self.bucket), self.through or start)
        return max((last - start).days + 1, 0)

    def _matched(self, reading, start, name):
        """The slices whose base counts; None for all."""
        return self.matched(reading, start) if reading.is_matched else None

    def matched(self, reading, start) -> set[Name]:
        """The slices with something above the line."""
        side = self._side(reading, reading.over)
        return {each for each in self.slices if self._added(side, start, each)[0].mature}

    def base(self, reading, day) -> int:
        """Everybody below the line on that day, or in that period."""
        return self._added(self._side(reading, reading.under), day, TOTAL)[0].mature

    def _side(self, reading, terms) -> Side:
        """The terms as they are asked for here, with what one of each counts."""
        return [(self._ask(reading, term), term.when, term.sign * self._margin(term)) for term in terms]

    def _added(self, side: Side, start, name, only=None) -> tuple[Sum, bool]:
        """One side of the line in one period added up, and whether any row stood behind it."""
        mature = young = 0
        is_known = False
        for ask, when, weight in side:
            found = self._told(ask, when, start, name, only)
            if found is not None:
                is_known = True
                mature, young = mature + weight * found.mature, young + weight * found.young
        return Sum(_whole(mature), _whole(young)), is_known

    def _margin(self, term):
        return (self.settings.gross_margin or 0) if term.is_profit else 1

    def _told(self, ask, when, start, name, only) -> Sum | None:
        by_slice = self._sums.get(ask, {})
        names = by_slice if name == TOTAL else (name,)
        chosen = [each for each in names if each in by_slice and (only is None or each in only)]
        wanted = periods.later(start, -ask.lead, "month") if ask.lead else start
        if when != "in":
            until = wanted if when == "end" else wanted - timedelta(days=1)
            return sum((self._level(ask, each, until) for each in chosen), NOTHING)
        found = [by_slice[each][wanted] for each in chosen if wanted in by_slice[each]]
        return sum(found[1:], found[0]) if found else None

    def _level(self, ask, name, until) -> Sum:
        """Everything of one slice up to the period that starts on that day."""
        if (ask, name) not in self._levels:
            sums = self._sums[ask][name]
            starts = sorted(start or date.min for start in sums)
            totals = [sums[None if start == date.min else start] for start in starts]
            self._levels[ask, name] = starts, list(accumulate(totals))
        starts, totals = self._levels[ask, name]
        place = bisect_right(starts, until)
        return totals[place - 1] if place else NOTHING

    def _daily(self, reading, start, name):
        """The rates of all days added up, told of the base of the first day that has one."""
        total, first = Fraction(0), 0
        over_the_line, under_the_line = self._side(reading, reading.over), self._side(reading, reading.under)
        for day in self._days_of(start):
            base, _known = self._added(under_the_line, day, name)
            over, _known = self._added(over_the_line, day, name)
            total += Fraction(over.mature, base.mature) if base.mature else 0
            first = first or base.mature
        return Decimal((total * first).numerator) / (total * first).denominator, first

    def _days_of(self, start):
        """Of the period, as far as the data reaches."""
        return periods.between(start, min(periods.end_of(start, self.bucket), self.through or start), "day")

    def _median(self, reading, start, name):
        return self._median_of(reading, {start}, name)

    def _median_of(self, reading, starts, name):
        """Of everybody who entered in these periods together."""
        told = self._told_lives(reading)
        mine = [life for (slice_, start), found in told.items() if start in starts and name in (TOTAL, slice_)
                for life in found]  # fmt: skip
        curve = survival.of(mine, self.settings.through)
        days = curve.quantile(Fraction(1, 2))
        return None if days is None else Decimal(days), int(curve.entered > 0)

    def _told_lives(self, reading: Survival):
        """{(slice, start of period): those who entered in it}, by one query."""
        if reading not in self._lives:
            last, found = periods.end_of(self.starts[-1], self.bucket), defaultdict(list)
            told = survival.lives(
                self.settings, reading.funnel, reading.base, self.starts[0], last, self.where, self.by
            )
            for slice_, lives in told.items():
                for life in lives:
                    found[slice_, periods.start_of(life[1], self.bucket, self.week_start)].append(life)
            self._lives[reading] = found
        return self._lives[reading]

    def _adopted(self, reading: Adoption, start, name):
        """Of the months that begin in the period."""
        features, by_slice = self._uses
        chosen = by_slice.values() if name == TOTAL else [by_slice[name]] if name in by_slice else []
        told = [uses[start] for uses in chosen if start in uses]
        adopters, eligible = usage.adopted(told, features, reading.least)
        return Decimal(adopters), eligible

    @cached_property
    def _uses(self):
        """The features with their first months, and {slice: {start of period: Uses}}; two queries."""
        last, events = periods.end_of(self.starts[-1], self.bucket), usage.features(self.settings)
        told = usage.uses(events, self.starts[0], last, self.where, self.by)
        start_of = partial(periods.start_of, bucket=self.bucket, week_start=self.week_start)
        return usage.released(events), {slice_: uses.by_period(start_of) for slice_, uses in told.items()}

    def _product(self, reading: Product, start, name) -> Point:
        over, under = ([self._part(pair, start, name) for pair in pairs] for pairs in (reading.over, reading.under))
        parts = [*over, *under]
        pending, is_over = sum(part.pending for part in parts), all(part.is_over for part in parts)
        return Point(start, *self._multiplied(reading, over, under), pending, is_over)

    def _multiplied(self, reading, over, under):
        """Above and below the line. A part without a value leaves nothing; one that is 0 below is no base."""
        margin = self.settings.gross_margin if reading.margin else Decimal(1)
        if margin is None or any(part.value is None for part in (*over, *under)):
            return None, 0
        top = prod((part.numerator for part in over), start=Decimal(1)) * prod(part.denominator for part in under)
        bottom = prod((part.numerator for part in under), start=Decimal(1)) * prod(part.denominator for part in over)
        top, bottom = (top * margin, bottom) if reading.margin > 0 else (top, bottom * margin)
        return top, 0 if reading.must_be_positive and bottom <= 0 else bottom

    def _part(self, pair, start, name):
        return self.points(*_named(pair), name)[self.starts.index(start)]


def _named(pair: tuple[str, str]) -> Pair:
    metric = catalog.EVERY[pair[0]]
    return metric, metric.variant(pair[1])


def is_spend(term: Term) -> bool:
    return term.measure.startswith("acquisition.spend")


def _whole(number):
    return number if isinstance(number, int) else int(number) if number == int(number) else number
