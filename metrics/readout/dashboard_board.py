"""A workspace's figures in one view, and what is said of them wherever they stand."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from metrics import store
from metrics.definitions import catalog
from metrics.definitions.catalog import CATEGORIES, EVERY, as_set, standing
from metrics.definitions.catalog.words import Metric, Product, Ratio, Variant
from metrics.models import TOTAL, FunnelSettings, Tally
from metrics.readout import behind, numbers, outside, periods
from metrics.readout import dashboard_words as words
from metrics.readout.dashboard_parts import Choice, Number
from metrics.readout.figures import Figures
from metrics.readout.filters import View
from metrics.readout.points import Point, newest_known, newest_settled
from pmm_workspace.accounts.models import Workspace

CHURN, FEW_LEFT = ("logo_churn", "standard"), 5  # customers
WIDE, NARROW = (720, 300), (340, 220)


@dataclass(frozen=True)
class Board:
    """A workspace's figures in one view. What several panels need is read once."""

    settings: FunnelSettings
    workspace: Workspace
    today: date
    view: View
    marks: list[outside.Mark]
    targets: dict[str, outside.Target]

    @property
    def currency(self) -> str:
        return store.currency(self.settings, self.workspace)

    def metric(self, name: str) -> Metric:
        """As this workspace has set it."""
        return as_set(EVERY[name], self.settings.activation_days)

    def metrics(self, category: str) -> list[Metric]:
        return [self.metric(metric.name) for metric in CATEGORIES[category]]

    def is_too_fine(self, variant: Variant) -> bool:
        """Whether the view has shorter steps than a month, and this is counted by calendar month."""
        return self.view.bucket != "month" and standing.is_monthly(variant)

    @cached_property
    def figures(self) -> Figures:
        return self._figures(self.view.first, self.view.last)

    @cached_property
    def earlier(self) -> Figures | None:
        return self._figures(*self.view.before) if self.view.is_compared else None

    def _figures(self, first, last):
        view = self.view
        start = self.workspace.week_start
        return Figures(
            self.settings, self.today, first, last, bucket=view.bucket, where=view.where, by=view.by, week_start=start
        )

    @cached_property
    def marked(self) -> dict[date, list[tuple[int, outside.Mark]]]:
        """{start of a period: its marks with their numbers; quiet ones have none}."""
        found = defaultdict(list)
        for number, mark in [*enumerate(self.loud, start=1), *((0, mark) for mark in self.quiet)]:
            found[periods.start_of(mark.day, self.view.bucket, self.workspace.week_start)].append((number, mark))
        return found

    @property
    def loud(self) -> list[outside.Mark]:
        return [mark for mark in self.marks if not mark.is_quiet]

    @property
    def quiet(self) -> list[outside.Mark]:
        return [mark for mark in self.marks if mark.is_quiet]

    @property
    def age(self) -> str:
        """How far the data reaches, in words."""
        return _("Events to %(day)s") % {"day": numbers.day(self.settings.through)} if self.settings.through else ""

    @property
    def spend_age(self) -> str:
        through = self.settings.spend_through
        return _("Spend to %(day)s") % {"day": numbers.day(through)} if through else ""

    @cached_property
    def _is_paid(self) -> bool:
        return Tally.objects.filter(measure="revenue.cents").exists()

    def lacks(self, variant: Variant) -> list[str]:
        """The import without which revenue is not known, where its absence would look like zero."""
        is_revenue = isinstance(variant.reading, Ratio) and words.are_payments(variant.reading.over)
        return ["payments"] if is_revenue and not self._is_paid else []

    def read(self, pairs) -> None:
        """Everything that these need, by one query for each side of a comparison."""
        usual = [(metric, variant) for metric, variant in pairs if isinstance(variant.reading, Ratio | Product)]
        for figures in filter(None, (self.figures, self.earlier)):
            figures.read(*usual)


def caption(board: Board, title) -> str:
    """What a drawing shows, as a sentence without a verb."""
    every = {"day": _("by day"), "week": _("by week"), "month": _("by month")}[board.view.bucket]
    return f"{title} {every}, {whose(board.view)}"


def whose(view: View) -> str:
    """Everybody, or whom the filters leave."""
    return " · ".join(map(numbers.channel, view.where.chosen.values())) or _("everybody")


def span(board: Board) -> str:
    """The days of the view as far as the data reaches."""
    return words.span(board.view.first, newest_day(board))


def newest_day(board: Board) -> date:
    """The newest day of the view that the data reaches."""
    through = board.settings.through
    return max(board.view.first, min(board.view.last, through)) if through else board.view.last


def chosen(view: View) -> str:
    """Of when and of whom."""
    return f"{words.span(view.first, view.last)} · {whose(view)}"


def choices(board: Board, metric: Metric, variant: Variant) -> list[Choice]:
    if len(metric.variants) == 1:
        return []
    return [
        Choice(each.name, str(each.title), board.view.query(**{metric.name: each.name}), each is variant)
        for each in metric.variants
    ]


def needs(metric: Metric, variant: Variant) -> list[str]:
    return words.needs(metric, variant, lambda name, other: EVERY[name].variant(other))


def tick(board: Board, metric: Metric):
    return lambda step: words.tick(metric, step, board.currency)


def is_empty(variant, points):
    return not any(point.numerator or point.pending or (variant.has_base and point.denominator) for point in points)


def number_of(board: Board, metric: Metric, variant: Variant, points: list[Point], category="") -> Number:
    """The newest settled period against the one before it."""
    href = category or metric.category
    if board.lacks(variant) or is_empty(variant, points):
        return Number(metric, variant, "–", _("Not imported yet"), href=href)
    now, before = newest_settled(points, board.view.bucket)
    now = now or newest_known(points)
    if now is None:
        return Number(
            metric, variant, _("no base"), _("No complete period yet"), href=href, age=age(board, metric, variant)
        )
    than = words.compared_period(before.month, board.view.bucket) if before else ""
    change = words.change(metric, before and before.value, now.value, than)
    trend = _trend(before, now) if change else ""
    return Number(
        metric,
        variant,
        words.shown(metric, now, board.currency),
        words.period(now.month, board.view.bucket),
        words.parts(metric, variant, now, board.currency) or _unsteady(board, variant, now.month),
        change,
        trend,
        _verdict(metric, trend),
        **_target(board, metric, variant, now),
        age=age(board, metric, variant),
        href=href,
        people=behind.address(metric, variant, board.view, now.month),
    )


def _unsteady(board, variant, month):
    """Of a value by churn: where hardly anybody left, one customer more or less changes it much."""
    if not standing.rests_on(variant, CHURN):
        return ""
    metric = EVERY[CHURN[0]]
    left = {point.month: point.numerator for point in board.figures.points(metric, metric.variant(CHURN[1]))}[month]
    return _("unsteady: fewer than five customers left") if left < FEW_LEFT else ""


def age(board: Board, metric: Metric, variant: Variant) -> str:
    return as_of(board, needs(metric, variant))


def as_of(board: Board, kinds: list[str]) -> str:
    """How far the data of these imports reaches."""
    told = [board.spend_age if kind == "spend" else board.age for kind in kinds]
    return " · ".join(dict.fromkeys(filter(None, told)))


def _trend(before, now):
    if now.value == before.value:
        return ""
    return "up" if now.value > before.value else "down"


def _verdict(metric, trend):
    if not trend:
        return ""
    return "better" if (trend == "down") == metric.is_less_better else "worse"


def target_of(board: Board, metric: Metric, variant: Variant) -> outside.Target | None:
    """Promises speak of everybody, by month."""
    is_everybody = set(vars(board.view.where).values()) == {TOTAL}
    is_comparable = is_everybody and board.view.bucket == "month"
    return board.targets.get(catalog.key(metric, variant)) if is_comparable else None


def _target(board, metric, variant, now):
    target = target_of(board, metric, variant)
    if target is None or now.value is None:
        return {}
    said = {"value": numbers.amount(metric, target.value, board.currency)}
    text = _("promised at least %(value)s") % said if target.is_least else _("promised at most %(value)s") % said
    is_kept = now.value >= target.value if target.is_least else now.value <= target.value
    return {"target": text, "target_href": target.href, "is_on_target": is_kept}
