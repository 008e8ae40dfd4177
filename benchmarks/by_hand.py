"""The same tallies by a script for nothing else, on the same files: what one definition for all engines costs."""

import time
from pathlib import Path

from metrics.definitions.limits import BRACKETS, DAYS
from metrics.store.engine import listed

SCRIPT = Path(__file__).with_name("by_hand.sql")


def seconds(engine, places) -> float:
    """How long it takes to fill the temporary table `by_hand`."""
    script = SCRIPT.read_text().format(events=f"read_parquet({listed(places)})", **_days())
    begun = time.perf_counter()
    engine.execute(script)
    return time.perf_counter() - begun


def differing(engine, table: str) -> int:
    """Rows that only one of both has."""
    columns = "measure, period, n, channel, segment, plan, product, value"
    one, other = f"SELECT {columns} FROM {table}", f"SELECT {columns} FROM by_hand"
    query = f"SELECT count(*) FROM (({one} EXCEPT ALL {other}) UNION ALL ({other} EXCEPT ALL {one}))"
    return engine.execute(query).fetchone()[0]


def _days():
    found = [("retention.bracket:rolling", first, f"in{first}", "rolling") for first, _last in BRACKETS]
    for clock in ("calendar", "rolling"):
        found += [(f"retention.on:{clock}", n, f"on{n}", clock) for n in DAYS]
        last = " ".join(f"WHEN longest >= {n} THEN {n}" for n in reversed(DAYS))
        found.append((f"retention.until:{clock}", f"CASE {last} END", f"longest >= {DAYS[0]}", clock))
    return {
        "on": ", ".join(f"bool_or(n = {n}) AS on{n}" for n in DAYS),
        "within": ", ".join(f"bool_or(n BETWEEN {first} AND {last}) AS in{first}" for first, last in BRACKETS),
        "returns": "\n".join(_returning(*each) for each in found),
    }


def _returning(measure, n, condition, table):
    return f"UNION ALL SELECT '{measure}', period, {n}, cell, count(*) FROM {table} WHERE {condition} GROUP BY ALL"
