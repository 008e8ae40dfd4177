"""What else numbers are made of: leads, deals and money spent, each by its own name. Inside of `people.apart`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from metrics.recalculation.publish import Writing
from metrics.store import lake
from metrics.store.campaigns import OF_SPEND, plain
from metrics.store.intake import newest


@dataclass(frozen=True)
class Lead:
    unit: int
    names: list[str]  # as the source calls them, and every name of the same person
    day: date | None
    stage: str
    converted_day: date | None
    channel: str


@dataclass(frozen=True)
class Deal:
    unit: int
    names: list[str]
    day: date | None
    stage: str
    closed_day: date | None
    channel: str


@dataclass(frozen=True)
class Spent:
    """What was spent on one day, by a platform in a channel, on one campaign and of one category."""

    unit: int
    names: list[str]  # the campaign, if there is one
    day: date
    platform: str
    category: str
    channel: str


_LEADS = """
    WITH known AS (
        SELECT ident, coalesce(grouping.person, rows.person) AS person, nullif(id, '') AS id
        FROM ({rows}) AS rows LEFT JOIN new.groups AS grouping ON grouping.number = rows.person
    ),
    named AS (
        SELECT coalesce(grouping.person, number) AS person,
            list_sort(list_distinct(list(substr(key, strpos(key, ':') + 1)))) AS names
        FROM read_parquet($persons) AS persons LEFT JOIN new.groups AS grouping USING (number)
        WHERE NOT starts_with(key, 'account:') GROUP BY ALL
    )
    SELECT lead, list_distinct(list_concat(coalesce(names, []), if(id IS NULL, [], [id]))), day, stage, converted_day,
        homes.channel
    FROM new.leads JOIN homes ON homes.name = 'leads:' || lead
    JOIN known ON ident = lead LEFT JOIN named USING (person)
    WHERE lead IN (SELECT unnest($units::BIGINT[])) ORDER BY day DESC NULLS LAST, lead
"""
_DEALS = """
    SELECT deal, [coalesce(nullif(rows.name, ''), rows.id)], day, new.deals.stage, closed_day, homes.channel
    FROM new.deals JOIN homes ON homes.name = 'deals:' || deal JOIN ({rows}) AS rows ON ident = deal
    WHERE deal IN (SELECT unnest($units::BIGINT[])) ORDER BY day DESC NULLS LAST, deal
"""
_SPENT = """
    SELECT unit, if(campaign = '', [], [campaign]), day, platform, category, channel
    FROM spent WHERE unit IN (SELECT unnest($units::BIGINT[])) ORDER BY day DESC, cents DESC, unit
"""
_RUNS = "SELECT run, count(*) FROM ({rows}) AS rows WHERE {mine} GROUP BY run"
_MINE = "ident IN (SELECT unnest($units::BIGINT[]))"
_RUNS_OF_LEADS = """
    WITH told AS (
        SELECT rows.run, ident, if(rows.person = 0, ident, coalesce(grouping.person, rows.person)) AS one
        FROM ({rows}) AS rows
        LEFT JOIN new.groups AS grouping ON grouping.number = rows.person
    )
    SELECT run, count(*) FROM told
    WHERE one IN (SELECT one FROM told WHERE ident IN (SELECT unnest($units::BIGINT[]))) GROUP BY run
"""
_MINE_SPENT = f"""
    (rows.day, coalesce(rows.platform, ''), rows.channel, {plain(OF_SPEND)}, coalesce(rows.category, ''))
    IN (SELECT (day, platform, channel, campaign, category) FROM spent
        WHERE unit IN (SELECT unnest($units::BIGINT[])))
"""  # noqa: S608 - made of constants


def leads(held: Writing, units: Sequence[int]) -> list[Lead]:
    """These, the newest first."""
    persons = [lake.place(file) for file in lake.live(table="persons")]
    return [Lead(*row) for row in _asked(held, _LEADS, units, rows=newest("leads", _files("leads")), persons=persons)]


def deals(held: Writing, units: Sequence[int]) -> list[Deal]:
    return [Deal(*row) for row in _asked(held, _DEALS, units, rows=newest("deals", _files("deals")))]


def spend(held: Writing, units: Sequence[int]) -> list[Spent]:
    return [Spent(*row) for row in _asked(held, _SPENT, units)]


def imports(held: Writing, units: Sequence[int], table: str) -> dict[int, int]:
    """{import: rows of the table that made these}; of a lead every row counts, as it tells how far it has been."""
    if table == "leads":
        return dict(_asked(held, _RUNS_OF_LEADS, units, rows=lake.with_runs(_files(table))))
    mine = _MINE_SPENT if table == "spend" else _MINE
    return dict(_asked(held, _RUNS, units, rows=newest(table, _files(table), "run"), mine=mine))


def _files(table):
    return lake.live(table=table)


def _asked(held, query, units, *, persons=None, **parts):
    """Nobody is asked for where there are none: then there may be no file either."""
    if not units:
        return []
    said = {"units": list(units)} | ({"persons": persons} if persons is not None else {})
    return held.engine.execute(query.format(**parts), said).fetchall()
