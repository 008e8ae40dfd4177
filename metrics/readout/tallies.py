"""Tallies out of PostgreSQL, added up: everything that a part of a page needs by one query."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db import connection

from metrics.models import TOTAL
from metrics.readout import periods
from pmm_workspace.common import tenancy

DIMENSIONS = ("channel", "segment", "plan")
MOST = 2_000_000_000


@dataclass(frozen=True)
class Where:
    """Whose tallies: of one channel, segment and plan, or of all."""

    channel: str = TOTAL
    segment: str = TOTAL
    plan: str = TOTAL
    relation = "metrics_tally"

    def sql(self) -> tuple[str, dict]:
        chosen = {name: value for name in DIMENSIONS if (value := getattr(self, name)) != TOTAL}
        return "".join(f" AND {name} = %({name})s" for name in chosen), chosen


EVERYBODY = Where()


class Ahead(Where):
    """Of the tallies as a planned change would leave them: inside of `store.tallies.ahead`."""

    relation = "tally_ahead"


class Apart(Where):
    """Of everybody apart, by their number as the channel: inside of `store.tallies.apart`."""

    relation = "tally_apart"


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


Sums = dict[str, dict[date | None, Sum]]  # by slice and period

_WEEK = "{day} - ({day} - %(some_week)s::date) %% 7"
# What an index is asked for has to be there as it is, not to be computed. Each sum is taken by day before anything else
# is asked of a row: there are many rows to a day.
_QUERY = """
    SELECT place, slice, start,
        coalesce(sum(value) FILTER (WHERE is_mature), 0)::bigint,
        coalesce(sum(value) FILTER (WHERE NOT is_mature), 0)::bigint
    FROM unnest(
        %(measures)s::text[], %(lows)s::int[], %(highs)s::int[], %(ages)s::int[], %(weeklies)s::bool[],
        %(buckets)s::text[], %(firsts)s::date[], %(sinces)s::date[], %(untils)s::date[]
    ) WITH ORDINALITY AS ask (measure, low, high, age, is_weekly, bucket, first, since, until, place)
    CROSS JOIN LATERAL (
        SELECT period, {by} AS slice, sum(value) AS value FROM {relation} AS tally
        WHERE tally.workspace_id = %(workspace)s AND tally.measure = ask.measure AND n BETWEEN low AND high
            AND period BETWEEN since AND until{where}
        GROUP BY period, slice
    ) AS added
    CROSS JOIN LATERAL (SELECT CASE WHEN is_weekly THEN {week_of_period} ELSE period END AS day OFFSET 0) AS dated
    CROSS JOIN LATERAL (
        SELECT age IS NULL OR day + age < %(through)s::date AS is_mature,
            CASE WHEN day < first THEN NULL
                WHEN bucket = 'day' THEN day
                WHEN bucket = 'week' THEN {week_of_day}
                ELSE date_trunc('month', day::timestamp)::date END AS start
        OFFSET 0
    ) AS told
    WHERE day <= %(last)s::date GROUP BY place, slice, start
"""


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
            "measures": ask.measure,
            "lows": ask.low,
            "highs": ask.high,
            "ages": None if ask.window is None else ask.window + rest_of_week,
            "weeklies": ask.is_weekly,
            "buckets": ask.bucket,
            "firsts": first,
            "sinces": date.min if ask.is_stock else first,
            "untils": min(self.last, self.through) if ask.is_stock else self.last + timedelta(days=rest_of_week),
        }


def sums(asks: Iterable[Ask], reach: Reach, where: Where, by: str = "channel") -> dict[Ask, Sums]:
    """{ask: {slice: {start of period: Sum}}}; a period without a row is left out."""
    asks = list(dict.fromkeys(asks))
    said, parameters = where.sql()
    query = _QUERY.format(
        by=by if by in DIMENSIONS else "''",
        where=said,
        relation=where.relation,
        week_of_period=_WEEK.format(day="period"),
        week_of_day=_WEEK.format(day="day"),
    )
    told = [reach.of(ask) for ask in asks]
    parameters |= {name: [each[name] for each in told] for name in told[0]}
    parameters |= {"workspace": tenancy.current(), "some_week": reach.some_week, **vars(reach)}
    found: dict[Ask, Sums] = {ask: defaultdict(dict) for ask in asks}
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        for place, slice_, start, mature, young in cursor:
            found[asks[place - 1]][slice_][start] = Sum(mature, young)
    return found


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
    measures: Iterable[str], first: date, last: date, where: Where, by: str
) -> list[tuple[str, str, date, int, int]]:
    """(slice, measure, period, n, sum) of the periods that start within these days."""
    said, parameters = where.sql()
    query = f"""
        SELECT {by if by in DIMENSIONS else "''"} AS slice, measure, period, n, sum(value)::bigint
        FROM {where.relation}
        WHERE workspace_id = %(workspace)s AND measure = ANY(%(measures)s) AND period BETWEEN %(first)s AND %(last)s
        {said} GROUP BY slice, measure, period, n ORDER BY slice, measure, period, n
    """  # noqa: S608 - made of constants
    parameters |= {"workspace": tenancy.current(), "measures": list(measures), "first": first, "last": last}
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()
