"""Pieces of DuckDB's SQL that several steps are made of."""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import duckdb

from metrics.parsing import limits

MISSING = ("", "-", "--", "—", "n/a", "na", "null", "none", "nan", "(none)", "(not set)", "(not provided)", "#n/a")
# Signs of nothing, and what has a space before it, begin below a point, with an N, or beyond ASCII.
_BEGINS_DOUBTFULLY = "x < '.' OR (x >= 'N' AND x < 'O') OR (x >= 'n' AND x < 'o') OR x >= chr(127)"
WHITE = " \t\n\r\u00a0\u202f\u3000\ufeff"
# 63 bits of a hash; the embedded engine makes the numbers of everything that has a name of its own so.
NUMBER_OF = "CREATE MACRO number_of(key) AS (md5_number(key) >> 65)::BIGINT"
DAY = 86_400_000_000  # microseconds
STEADY = 7  # days
YEAR_2000 = 946_684_800_000_000


def text(value: str) -> str:
    """A literal."""
    return "'" + value.replace("'", "''") + "'"


def name(value: str) -> str:
    """An identifier."""
    return '"' + value.replace('"', '""') + '"'


def connect(folder) -> duckdb.DuckDBPyConnection:
    """An engine of bounded size that reaches no file outside the folder and loads nothing."""
    settings = {
        "threads": limits.ENGINE_THREADS,
        "memory_limit": limits.ENGINE_MEMORY,
        "temp_directory": str(folder),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    db = duckdb.connect(config=settings)
    db.execute("SET TimeZone = 'UTC'")
    leave_alone(db)
    db.execute(f"SET allowed_directories = [{text(str(folder) + '/')}]")
    db.execute("SET enable_external_access = false")
    db.execute(NUMBER_OF)
    declare_cells(db)
    return db


def leave_alone(db, *optimizers: str) -> None:
    """Switch optimizers off. A few words after IN are compared more quickly than joined."""
    db.execute(f"SET disabled_optimizers = '{','.join(('in_clause', *optimizers))}'")


def declare_cells(db, *, has_spaces: bool = True, is_spaced: bool = False, is_one_line: bool = False) -> None:
    """`bare(x)`: without the space around it. `given(x)`: that, or NULL for a sign of nothing. `spaced(x)`: with one
    space for each gap or underscore.

    Most cells have no space around them, and begin as no sign of nothing does: that is asked first. Without
    `is_spaced` there are plain spaces only around cells, with `is_one_line` also within them; without `has_spaces`
    there are not even those.
    """
    is_doubtful = f"({_BEGINS_DOUBTFULLY} OR ends_with(x, ' '))" if has_spaces else f"({_BEGINS_DOUBTFULLY})"
    words = ", ".join(map(text, MISSING))
    bare = f"trim(x, {text(WHITE)})" if is_spaced else "trim(x)"
    db.execute(f"CREATE OR REPLACE MACRO bare(x) AS {bare}")
    db.execute(f"""
        CREATE OR REPLACE MACRO given(x) AS CASE
            WHEN {"true" if is_spaced else is_doubtful} THEN CASE WHEN lower({bare}) NOT IN ({words}) THEN {bare} END
            ELSE x END
    """)
    gaps = ["'_'"] + ["' '"] * has_spaces
    gaps += [] if is_one_line and not is_spaced else ["chr(9)", "chr(10)", "chr(13)"]
    has_gap = " OR ".join(f"contains(x, {sign})" for sign in gaps)
    db.execute(f"""
        CREATE OR REPLACE MACRO spaced(x) AS
        CASE WHEN {has_gap} THEN trim(regexp_replace(x, '[\\s_]+', ' ', 'g')) ELSE x END
    """)


def path_in(cell: str, keys: list[str]) -> str:
    """A value inside a cell that holds JSON."""
    path = "$" + "".join(f'."{key}"' for key in keys)
    return f"CASE WHEN json_valid({cell}) THEN json_extract_string({cell}, {text(path)}) END"


@lru_cache(maxsize=64)
def transitions(zone: ZoneInfo) -> list[tuple[int, int, int]]:
    """(moment, offset before, offset after) of each change of the clock since 2000, in microseconds.

    No zone has changed it twice within so many days.
    """
    found, day, step = [], datetime(2000, 1, 1, tzinfo=UTC), timedelta(days=STEADY)
    before = _offset(day, zone)
    last = datetime.now(UTC) + timedelta(days=800)
    while day < last:
        after = _offset(day + step, zone)
        if after != before:
            found.append((_moment_of_change(day, zone, before), before, after))
        day, before = day + step, after
    return found


def _offset(moment, zone):
    return round(moment.astimezone(zone).utcoffset().total_seconds()) * 1_000_000


def _moment_of_change(day, zone, before):
    early, late = 0, STEADY * 86_400
    while late - early > 1:
        middle = (early + late) // 2
        if _offset(day + timedelta(seconds=middle), zone) == before:
            early = middle
        else:
            late = middle
    return round(day.timestamp() + late) * 1_000_000


def utc_of_wall(wall: str, zone: ZoneInfo) -> str:
    """Microseconds UTC of a wall clock's microseconds: an hour that comes twice is the first one, a skipped one is
    counted on from before the gap."""
    steps = [(moment + max(before, after), before) for moment, before, after in transitions(zone)]
    last = _last_offset(zone)
    if not steps:
        return f"({wall} - {last})"
    # The wall is written down once: it may be long.
    return f"list_transform([{wall}], lambda w: w - {_offset_at(steps, last)})[1]"


def _offset_at(steps, last):
    """By halves: the clock has changed often."""
    if not steps:
        return str(last)
    middle = len(steps) // 2
    limit, before = steps[middle]
    earlier, later = _offset_at(steps[:middle], before), _offset_at(steps[middle + 1 :], last)
    return f"CASE WHEN w < {limit} THEN {earlier} ELSE {later} END"


def _last_offset(zone):
    found = transitions(zone)
    return found[-1][2] if found else _offset(datetime(2000, 1, 1, tzinfo=UTC), zone)


def likely(pattern: str, cell: str) -> str:
    return f"regexp_full_match({cell}, {text(pattern)})"


@lru_cache(maxsize=4096)
def only_letters(heading: str) -> str:
    """ "User_ID", "user id" and "userId " are one heading."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return re.sub(r"[\W_]+", " ", spaced).strip().lower()
