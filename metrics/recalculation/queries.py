"""The set-based SQL behind the catalog: every metric as two numbers per month, channel and segment."""

FRESH = """
    CREATE TEMPORARY TABLE fresh (
        metric text, variant text, version int, month date, channel text, segment text,
        numerator numeric(24, 6), denominator bigint, pending bigint
    ) ON COMMIT DROP
"""

# `%(months)s` is NULL for all months. A person's first entry is looked for in all of their history.
_FIRST_ENTRY = """
    SELECT DISTINCT ON (person) person, at, day, date_trunc('month', day)::date AS month
    FROM metrics_funnelevent
    WHERE workspace_id = %(workspace)s AND event = %(entry)s
      AND (%(months)s::date[] IS NULL OR person IN (
        SELECT person FROM metrics_funnelevent
        WHERE workspace_id = %(workspace)s AND event = %(entry)s AND date_trunc('month', day)::date = ANY(%(months)s)
      ))
    ORDER BY person, at, key
"""
_BELONGS_TO = """
    SELECT DISTINCT ON (person) person, channel, segment
    FROM metrics_funnelevent JOIN entered USING (person)
    WHERE workspace_id = %(workspace)s
    ORDER BY person, event <> %(signup)s, metrics_funnelevent.at, key
"""
_OF_THESE_MONTHS = "(%(months)s::date[] IS NULL OR month = ANY(%(months)s))"
_SLICE = """
    CASE WHEN grouping(channel) = 1 THEN '*' ELSE channel END,
    CASE WHEN grouping(segment) = 1 THEN '*' ELSE segment END
"""

COHORT = f"""
    INSERT INTO fresh
    WITH entered AS ({_FIRST_ENTRY}),
    belongs AS ({_BELONGS_TO}),
    reached AS (
        SELECT DISTINCT person FROM metrics_funnelevent AS target JOIN entered USING (person)
        WHERE target.workspace_id = %(workspace)s AND target.event = %(target)s AND target.at >= entered.at
          AND (%(window)s::int IS NULL OR target.at < entered.at + make_interval(hours => 24 * %(window)s::int))
    ),
    cohort AS (
        SELECT month, channel, segment, reached.person IS NOT NULL AS is_reached,
            %(window)s::int IS NULL OR day + %(window)s::int < %(through)s::date AS is_mature
        FROM entered JOIN belongs USING (person) LEFT JOIN reached USING (person)
        WHERE {_OF_THESE_MONTHS}
    )
    SELECT %(metric)s, %(variant)s, %(version)s, month, {_SLICE},
        count(*) FILTER (WHERE is_mature AND is_reached),
        count(*) FILTER (WHERE is_mature),
        count(*) FILTER (WHERE NOT is_mature)
    FROM cohort
    GROUP BY GROUPING SETS ((month), (month, channel), (month, segment), (month, channel, segment))
"""  # noqa: S608 - made of constants

COST = f"""
    INSERT INTO fresh
    WITH entered AS ({_FIRST_ENTRY}),
    belongs AS ({_BELONGS_TO}),
    customers AS (
        SELECT month, CASE WHEN grouping(channel) = 1 THEN '*' ELSE channel END AS channel, count(*) AS people
        FROM entered JOIN belongs USING (person) WHERE {_OF_THESE_MONTHS}
        GROUP BY GROUPING SETS ((month), (month, channel))
    ),
    dated AS (
        SELECT date_trunc('month', day)::date AS month, channel, amount FROM metrics_spend
        WHERE workspace_id = %(workspace)s
    ),
    costs AS (
        SELECT month, CASE WHEN grouping(channel) = 1 THEN '*' ELSE channel END AS channel, sum(amount) AS amount
        FROM dated WHERE {_OF_THESE_MONTHS}
        GROUP BY GROUPING SETS ((month), (month, channel))
    )
    SELECT %(metric)s, %(variant)s, %(version)s, month, channel, '*', amount, coalesce(people, 0), 0
    FROM customers FULL JOIN costs USING (month, channel)
"""  # noqa: S608 - made of constants

FORGET = """
    DELETE FROM metrics_metricvalue AS value
    WHERE workspace_id = %(workspace)s AND (%(months)s::date[] IS NULL OR month = ANY(%(months)s))
      AND NOT EXISTS (
        SELECT FROM fresh WHERE (fresh.metric, fresh.variant, fresh.version, fresh.month, fresh.channel, fresh.segment)
          = (value.metric, value.variant, value.version, value.month, value.channel, value.segment)
      )
"""
KEEP = """
    INSERT INTO metrics_metricvalue
        (workspace_id, metric, variant, version, month, channel, segment, numerator, denominator, pending, as_of)
    SELECT %(workspace)s, metric, variant, version, month, channel, segment, numerator, denominator, pending, %(as_of)s
    FROM fresh
    ON CONFLICT (workspace_id, metric, variant, version, month, channel, segment) DO UPDATE
    SET numerator = excluded.numerator, denominator = excluded.denominator, pending = excluded.pending,
        as_of = excluded.as_of
"""

REACH = """
    SELECT (SELECT max(day) FROM metrics_funnelevent WHERE workspace_id = %(workspace)s),
           (SELECT max(day) FROM metrics_spend WHERE workspace_id = %(workspace)s)
"""
RELABEL_DAYS = """
    UPDATE metrics_funnelevent SET day = (at AT TIME ZONE %(timezone)s)::date
    WHERE workspace_id = %(workspace)s AND day <> (at AT TIME ZONE %(timezone)s)::date
"""
