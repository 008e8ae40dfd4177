"""Which events tell who stays: counted over all sign-ups that are old enough to tell."""

from dataclasses import dataclass
from datetime import date

from metrics.definitions.facts import DAY
from metrics.definitions.limits import BACK
from metrics.recalculation import publish, running
from metrics.store import facts, lake

TIMES = (1, 2, 3, 5, 10)
_COHORT = """
    WITH cohort AS (
        SELECT entries.unit, entries."at" AS since, count(back.unit) > 0 AS is_kept
        FROM entries LEFT JOIN (
            SELECT people.unit, events."at" FROM events JOIN people USING (person)
            WHERE CASE WHEN len($value) = 0 THEN event <> $signup ELSE list_contains($value, event) END
        ) AS back ON back.unit = entries.unit
            AND back."at" >= entries."at" + $first AND back."at" < entries."at" + $last
        WHERE role = 'signup' AND day <= $newest
        GROUP BY entries.unit, entries."at"
    )
"""
_ALL = f"{_COHORT} SELECT count(*), count(*) FILTER (WHERE is_kept) FROM cohort"  # noqa: S608 - made of constants
_EACH = f"""
    {_COHORT}, done AS (
        SELECT unit, event, is_kept, count(*) AS n
        FROM events JOIN people USING (person) JOIN cohort USING (unit)
        WHERE event <> $signup AND "at" >= since AND "at" < since + $first GROUP BY ALL
    )
    SELECT event, times, count(*), count(*) FILTER (WHERE is_kept)
    FROM done JOIN unnest($times) AS wanted(times) ON n >= times GROUP BY ALL ORDER BY ALL
"""  # noqa: S608 - made of constants


@dataclass(frozen=True)
class Counted:
    """Of `people` who signed up and are old enough `kept` came back; `rows`: (event, times, who did, who came back)."""

    people: int
    kept: int
    rows: list[tuple[str, int, int, int]]


def counted(days: int) -> Counted:
    """Who did what in the first so many full days, and came back in the BACK days after. Raises engine.TooLong.

    To come back is to do a value event; where none is named, anything but signing up again.
    """
    with publish.pondering() as held:
        if held.settings.through is None:
            return Counted(0, 0, [])
        facts.lay(held.engine, "new", lake.live(), held.terms)
        with running.steps(held.engine, held.meaning, "new"):
            said = _said(held.settings, days)
            people, kept = held.engine.execute(_ALL, said).fetchone()
            return Counted(people, kept, held.engine.execute(_EACH, said | {"times": list(TIMES)}).fetchall())


def _said(settings, days):
    newest = date.fromordinal(settings.through.toordinal() - days - BACK - 1)
    first, last = days * DAY, (days + BACK) * DAY
    return {
        "value": list(settings.value_events),
        "signup": settings.signup,
        "first": first,
        "last": last,
        "newest": newest,
    }
