"""Amounts into integer cents of the base currency, exactly: whole numbers all the way, rounded once."""

from datetime import date

from metrics.store.engine import listed, quoted
from metrics.store.terms import RATE_UNITS, RateMissing, Terms

MICROS = 10**6
PER_CENT = MICROS // 100
# (times, by) that make one interval's amount a month's
MONTHLY = {"day": (365, 12), "week": (52, 12), "month": (1, 1), "year": (1, 12)}


def lay_rates(connection, name: str, terms: Terms) -> None:
    """The table of rates; the base currency is worth one of itself since ever."""
    connection.execute(f"CREATE OR REPLACE TABLE {name}.rates (currency VARCHAR, day DATE, rate HUGEINT)")
    rates = [(terms.currency, "0001-01-01", RATE_UNITS)]
    rates += [(currency, day, rate) for currency, day, rate in terms.rates if currency != terms.currency]
    connection.executemany(f"INSERT INTO {name}.rates VALUES (?, ?, ?)", rates)
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE {name}.newest_rates AS
        SELECT currency, max_by(rate, day) AS rate FROM {name}.rates GROUP BY currency
        """
    )


def micros(amount: str) -> str:
    """SQL for a DECIMAL(18, 6) as a whole number of millionths."""
    return f"({amount} * {MICROS})::HUGEINT"


def hundredths(amount: str) -> str:
    """SQL for an amount in hundredths of its own currency."""
    return f"rounded({micros(amount)}, {PER_CENT})"


def monthly(rows: str) -> str:
    """SQL for what a subscription brings in a month, in hundredths of its own currency."""
    times = " ".join(f"WHEN {quoted(interval)} THEN {times}" for interval, (times, _by) in MONTHLY.items())
    by = " ".join(f"WHEN {quoted(interval)} THEN {by}" for interval, (_times, by) in MONTHLY.items())
    count = f"greatest(coalesce({rows}.interval_count, 1), 1)"
    return f"""rounded({micros(f"{rows}.amount")} * CASE {rows}.interval {times} ELSE 1 END,
        {PER_CENT}::HUGEINT * {count} * CASE {rows}.interval {by} ELSE 1 END)"""


def priced(name: str, rows: str, *, on: str = "day") -> str:
    """The rows of a query with `amount` and `currency`, and their `cents` by the rate of the day `on`."""
    return f"""
        SELECT money.*, rounded({micros("money.amount")} * rates.rate, {PER_CENT * RATE_UNITS}) AS cents
        FROM ({rows}) AS money
        ASOF LEFT JOIN {name}.rates AS rates ON rates.currency = money.currency AND rates.day <= money."{on}"
    """


def levels(name: str, subscribed: str) -> str:
    """The levels of everybody with `moves` (person, currency, day, delta in hundredths).

    `subscribed`, if there are subscriptions, is the table that tells the plan.
    """
    rounded = "rounded({} * {}.rate, " + f"{RATE_UNITS})"
    plan = "coalesce(plans.plan, '')" if subscribed else "''"
    return f"""
        WITH changes AS (
            SELECT person, currency, day, sum(delta)::HUGEINT AS delta FROM {name}.moves
            GROUP BY ALL HAVING sum(delta) <> 0
        ),
        grid AS (
            SELECT days.person, days.day, held.currency, coalesce(changes.delta, 0) AS delta
            FROM (SELECT DISTINCT person, day FROM changes) AS days
            JOIN (SELECT DISTINCT person, currency FROM changes) AS held USING (person)
            LEFT JOIN changes USING (person, day, currency)
        ),
        running AS (
            SELECT *, sum(delta) OVER (PARTITION BY person, currency ORDER BY day)::HUGEINT AS level FROM grid
        ),
        priced AS (
            SELECT running.person, running.day,
                sum({rounded.format("level", "rates")}) AS cents,
                sum({rounded.format("delta", "rates")}) AS change_cents,
                sum({rounded.format("level", "newest_rates")}) AS constant_cents
            FROM running
            ASOF LEFT JOIN {name}.rates AS rates ON rates.currency = running.currency AND rates.day <= running.day
            LEFT JOIN {name}.newest_rates AS newest_rates ON newest_rates.currency = running.currency
            GROUP BY ALL
        )
        SELECT priced.person, priced.day, {plan} AS plan, cents, constant_cents, change_cents,
            constant_cents - lag(constant_cents, 1, 0) OVER (PARTITION BY priced.person ORDER BY priced.day)
                AS constant_change_cents
        FROM priced {_plans(subscribed) if subscribed else ""}
    """


def _plans(subscribed):
    """Of several subscriptions the largest tells the plan; on the last day, the one that ends."""
    return f"""
        LEFT JOIN (
            SELECT held.person, held.day, had.plan FROM priced AS held
            JOIN {subscribed} AS had ON had.person = held.person AND had.first_day <= held.day
                AND (had.last_day IS NULL OR had.last_day >= held.day)
            QUALIFY row_number() OVER (
                PARTITION BY held.person, held.day
                ORDER BY had.last_day IS NOT NULL AND had.last_day = held.day, had.monthly DESC, had.ident
            ) = 1
        ) AS plans ON plans.person = priced.person AND plans.day = priced.day
    """


DAYS = {
    "spend": '"day"',
    "subscriptions": "least(created, started)",
    "movements": '"at"',
    "payments": '"at"',
    "deals": "least(created, closed)",
}


def require_rates_of_files(connection, places: dict[str, list[str]], terms: Terms) -> None:
    """As `require_rates`, for the Parquet files of each table."""
    rows = {table: f"read_parquet({listed(paths)})" for table, paths in places.items() if paths}
    require_rates(connection, rows, terms)


def require_rates(connection, rows: dict[str, str], terms: Terms) -> None:
    """Raise RateMissing unless the rows, which are SQL for each table, can all be told in the base currency."""
    since: dict = {}
    for table in rows.keys() & DAYS.keys():
        for currency, day in _used(connection, table, rows[table]):
            since[currency] = min(day, since.get(currency, day))
    first: dict = {terms.currency: date.min}
    for currency, day, _rate in terms.rates:
        first[currency] = min(day, first.get(currency, day))
    missing = [(currency, day) for currency, day in sorted(since.items()) if first.get(currency, date.max) > day]
    if missing:
        raise RateMissing(missing)


def _used(connection, table, rows):
    moment = DAYS[table] if table == "spend" else f"make_timestamp({DAYS[table]})::DATE"
    return connection.execute(
        f"""
        SELECT currency, min({moment}) FROM {rows}
        WHERE currency <> '' AND amount IS NOT NULL GROUP BY currency HAVING min({moment}) IS NOT NULL
        """
    ).fetchall()
