"""Two years of what people do with a product, as files in the order of arrival; the same for the same count.

Three times as many sign up at the end as at the beginning, and fewer at weekends. How much each does is log-normal,
3,000 events at most: half of the people do about four things within a few days, few stay for years. 3 % of the events
arrive late, by up to 30 days, 1.5 % are sent twice, and 0.1 % have no time that can be read.
"""

from pathlib import Path

import duckdb

COLUMNS = "id, user, event, time, channel, segment, plan"
CHANNELS = ("search", "social", "referral", "partner", "events", "e-mail", "direct", "ads")
SEGMENTS, PLANS = ("startup", "mid-market", "enterprise", "education", "public"), ("free", "solo", "team", "business")
# Of a hundred events after signing up; "activated" is what shows use.
OFTEN = {"activated": 50, "opened": 20, "exported": 12, "shared": 8, "trial_started": 6, "subscribed": 4}
BEGIN, DAYS = "2024-11-18", 730  # a Monday
LAST = 0.01  # of the rows, as a file of their own
FEW = 10_000  # rows that arrive before these, whatever the size
PER_PERSON = 10  # events, nearly


def write(folder: Path, count: int) -> list[Path]:
    """The files with most of the events, with the few after them, with the last, and with as many from all over."""
    engine = duckdb.connect(config={"threads": 2})
    engine.execute(f"CREATE TABLE events AS {_events(count)}")
    end = int(count * (1 - LAST))
    few, last = f"place BETWEEN {end - FEW + 1} AND {end}", f"place > {end}"
    scattered = f"hash(place) % {round(1 / LAST)} = 0"
    rest = f"NOT ({few} OR {last})"
    parts = {"most": f"{rest} AND NOT {scattered}", "few": few, "last": last, "scattered": f"{rest} AND {scattered}"}
    for name, which in parts.items():
        rows = f"SELECT {COLUMNS} FROM events WHERE {which} ORDER BY place"
        engine.execute(f"COPY ({rows}) TO '{folder / name}.csv' (HEADER)")
    engine.close()
    return [folder / f"{name}.csv" for name in parts]


def _events(count):
    return f"""
        WITH people AS ({_people(count // PER_PERSON)}), lived AS ({_lived()}), sent AS ({_sent()})
        SELECT md5(number::VARCHAR) AS id, 'u' || who AS user, {_event()} AS event,
            if({_drawn("number", 5)} < 0.001, 'soon', strftime({_moment("day")}, '%Y-%m-%dT%H:%M:%SZ')) AS time,
            {_one_of(CHANNELS, "who")} AS channel, {_one_of(SEGMENTS, "who // 8")} AS segment,
            {_one_of(PLANS, "who // 40")} AS plan, row_number() OVER (ORDER BY arrives, number) AS place
        FROM sent QUALIFY place <= {count}
    """


def _people(count):
    """On which day each comes, how many events they will have, and within how many days."""
    normal = f"sqrt(-2 * ln(1 - {_drawn('range', 1)})) * cos(2 * pi() * {_drawn('range', 2)})"
    return f"""
        SELECT range AS who, {DAYS} * (sqrt(1 + 8 * {_drawn("range", 0)}) - 1) / 2 AS comes,
            least(3000, ceil(exp(1.16 + 1.5 * {normal})))::BIGINT AS events, 2 * pow(events, 0.8) AS stays
        FROM range({count})
    """


def _lived():
    """Most is done in the first days."""
    day = f"comes + if(nth = 0, 0, stays * pow({_drawn('number', 0)}, 2))"
    return f"""
        SELECT *, {_fewer_at_weekends(day)} AS day
        FROM (SELECT *, who * 4096 + nth AS number FROM (SELECT *, unnest(range(events)) AS nth FROM people))
        WHERE {day} < {DAYS}
    """


def _fewer_at_weekends(day):
    """The same days in the same order, Saturday and Sunday with a seventh of their week."""
    return f"7 * floor(({day}) / 7) + if(({day}) % 7 < 6, ({day}) % 7 * 5 / 6, 5 + (({day}) % 7 - 6) * 2)"


def _sent():
    return f"""
        SELECT *, day + if({_drawn("number", 1)} < 0.03, 30 * {_drawn("number", 2)}, 0) AS arrives FROM lived
        UNION ALL
        SELECT *, day + 30 * {_drawn("number", 3)} FROM lived WHERE {_drawn("number", 4)} < 0.015
    """


def _event():
    chosen = f"floor(100 * {_drawn('number', 6)})::BIGINT"
    words = [word for word, times in OFTEN.items() for _ in range(times)]
    return f"if(nth = 0, 'signed_up', {_one_of(words, chosen)})"


def _moment(day):
    return f"TIMESTAMP '{BEGIN}' + to_seconds((86400 * {day})::BIGINT)"


def _one_of(words, number):
    return f"{list(words)}[1 + ({number}) % {len(words)}]"


def _drawn(number, nth):
    """The nth number from 0 to below 1 that chance gives to a number."""
    return f"(hash({number} * 8 + {nth}) >> 11) / 9007199254740992"
