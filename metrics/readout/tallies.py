"""Tallies out of PostgreSQL, added up: everything that a part of a page needs by one query."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db import connection

from metrics.definitions.facts import DIMENSIONS
from metrics.models import TOTAL
from metrics.readout import periods
from metrics.store.tallies import BY_CHANNEL
from pmm_workspace.common import tenancy

MOST = 2_000_000_000


@dataclass(frozen=True)
class Where:
    """Whose tallies: of one channel, segment, plan and product, or of all."""

    channel: str = TOTAL
    segment: str = TOTAL
    plan: str = TOTAL
    product: str = TOTAL
    relation = "metrics_tally"
    is_added_up = True  # by channel alone, too

    @property
    def chosen(self) -> dict[str, str]:
        """The name of the slice in each dimension in which one is chosen."""
        return {name: value for name in DIMENSIONS if (value := getattr(self, name)) != TOTAL}

    def sql(self) -> tuple[str, dict]:
        return "".join(f" AND {name} = %({name})s" for name in self.chosen), self.chosen

    def named(self, measure: str, by: "By") -> str:
        """The measure to read: by channel alone, where nothing else is chosen or told apart."""
        is_enough = self.is_added_up and {*self.chosen, *_dimensions(by)} <= {"channel"}
        return BY_CHANNEL + measure if is_enough else measure


EVERYBODY = Where()


class Ahead(Where):
    """Of the tallies as a planned change would leave them: inside of `store.tallies.ahead`."""

    relation = "tally_ahead"


class Apart(Where):
    """Of everybody apart, by their number as the channel: inside of `store.tallies.apart`."""

    relation = "tally_apart"
    is_added_up = False


class Ask(NamedTuple):
    """One sum for each period. A stock is asked for from the beginning; what came before is under None."""

    measure: str
    low: int = 0  # of n
    high: int = MOST
    window: int | None = None  # days until a cohort is old enough
    is_weekly: bool = False
    is_stock: bool = False
    bucket: str = "month"
    lead: int = 0  # months that are wanted before the first


class Sum(NamedTuple):
    mature: int = 0
    young: int = 0

    def __add__(self, other):
        return Sum(self.mature + other.mature, self.young + other.young)


By = str | tuple[str, ...]  # one dimension, "" for none; or several
Name = str | tuple[str, ...]  # of a slice: as many as there are dimensions
Sums = dict[Name, dict[date | None, Sum]]  # by slice and period

# Of one ask, with its values in the text: the planner then knows how many rows there are to a measure and its days.
_ADDED = """
    SELECT {place} AS place, CASE WHEN {day} >= %(first)s THEN {start} END AS start,
        coalesce(sum(value) FILTER (WHERE {is_mature}), 0)::bigint,
        coalesce(sum(value) FILTER (WHERE NOT {is_mature}), 0)::bigint{by}
    FROM {relation}
    WHERE workspace_id = %(workspace)s AND measure = %(measure)s AND n BETWEEN %(low)s AND %(high)s
        AND period BETWEEN %(since)s AND %(until)s AND {day} <= %(last)s{where}
    GROUP BY start{by}
"""
_WEEK = "{day} - ({day} - %(some_week)s) %% 7"
_STARTS = {
    "day": "{day}",
    "week": _WEEK,
    "month": "date_trunc('month', {day}::timestamp)::date",
}


@dataclass(frozen=True)
class Reach:
    """What is read: from the first day of a period to the last day of one, with data through some day."""

    first: date
    last: date
    through: date
    week_start: int = 0

    @property
    def some_week(self) -> date:
        """The start of one; the calendar begins with a Monday."""
        return date.min + timedelta(days=self.week_start)

    def of(self, ask: Ask) -> dict:
        """What the query has to know of an ask; a week counts for the period in which it begins."""
        first, rest_of_week = periods.later(self.first, -ask.lead, "month"), 6 if ask.is_weekly else 0
        return {
            "measure": ask.measure,
            "low": ask.low,
            "high": ask.high,
            "age": None if ask.window is None else ask.window + rest_of_week,
            "first": first,
            "since": date.min if ask.is_stock else first,
            "until": min(self.last, self.through) if ask.is_stock else self.last + timedelta(days=rest_of_week),
            "last": self.last,
            "through": self.through,
            "some_week": self.some_week,
        }


def sums(asks: Iterable[Ask], reach: Reach, where: Where, by: By = "channel") -> dict[Ask, Sums]:
    """{ask: {slice: {start of period: Sum}}}; a period without a row is left out."""
    asks = list(dict.fromkeys(asks))
    found: dict[Ask, Sums] = {ask: defaultdict(dict) for ask in asks}
    with connection.cursor() as cursor:
        parts = [cursor.mogrify(*_added(place, ask, reach, where, by)).decode() for place, ask in enumerate(asks)]
        cursor.execute(" UNION ALL ".join(parts))
        for place, start, mature, young, *names in cursor:
            found[asks[place]][_name(names, by)][start] = Sum(mature, young)
    return found


def _name(names, by: By) -> Name:
    return "".join(names) if isinstance(by, str) else tuple(names)


def _columns(by: By) -> str:
    """To be put behind others."""
    return "".join(f", {name}" for name in _dimensions(by))


def _dimensions(by: By) -> list[str]:
    return [name for name in ((by,) if isinstance(by, str) else by) if name in DIMENSIONS]


def _added(place, ask: Ask, reach: Reach, where: Where, by) -> tuple[str, dict]:
    said, parameters = where.sql()
    day = f"({_WEEK.format(day='period')})" if ask.is_weekly else "period"
    query = _ADDED.format(
        place=place,
        by=_columns(by),
        start=_STARTS[ask.bucket].format(day=day),
        is_mature="true" if ask.window is None else f"{day} + %(age)s < %(through)s",
        relation=where.relation,
        day=day,
        where=said,
    )
    measure = where.named(ask.measure, by)
    return query, parameters | reach.of(ask) | {"measure": measure, "workspace": tenancy.current()}


def oldest(measures: Iterable[str], where: Where) -> date | None:
    """The first period of which any of these measures says something."""
    query = f"SELECT min(period) FROM {where.relation} WHERE workspace_id = %s AND measure = ANY(%s)"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, [tenancy.current(), list(measures)])
        return cursor.fetchone()[0]


def rows(measures: Iterable[str], first: date, last: date, where: Where) -> list[tuple[str, date, int, int]]:
    """(measure, period, n, sum over all slices) of the periods that start within these days."""
    return [row[1:] for row in sliced(measures, first, last, where, "")]


def sliced(
    measures: Iterable[str], first: date, last: date, where: Where, by: By
) -> list[tuple[Name, str, date, int, int]]:
    """(slice, measure, period, n, sum) of the periods that start within these days."""
    said, parameters = where.sql()
    names = {where.named(measure, by): measure for measure in measures}
    query = f"""
        SELECT measure, period, n, sum(value)::bigint{_columns(by)}
        FROM {where.relation}
        WHERE workspace_id = %(workspace)s AND measure = ANY(%(measures)s) AND period BETWEEN %(first)s AND %(last)s
        {said} GROUP BY measure, period, n{_columns(by)} ORDER BY measure, period, n{_columns(by)}
    """  # noqa: S608 - made of constants
    parameters |= {"workspace": tenancy.current(), "measures": list(names), "first": first, "last": last}
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return [(_name(row[4:], by), names[row[0]], *row[1:4]) for row in cursor]
