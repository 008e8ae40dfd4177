-- What somebody would write who knows this engine and has these events only: every tally of the benchmark's funnel.
-- Days are those of UTC, weeks begin on Monday, and "activated" is what shows use. {events} are the files of the lake.

CREATE OR REPLACE TEMP TABLE everybody AS
SELECT person,
    arg_min({{'channel': channel, 'segment': segment, 'plan': plan}},
        CASE WHEN event = 'signed_up' THEN "at" ELSE "at" + 9000000000000000 END) AS home,
    make_timestamp(min("at"))::DATE AS first_day,
    min("at") FILTER (event = 'signed_up') AS signed, min("at") FILTER (event = 'trial_started') AS tried
FROM {events} GROUP BY person;

CREATE OR REPLACE TEMP TABLE cells AS
SELECT home, row_number() OVER () AS cell FROM (SELECT DISTINCT home FROM everybody);

CREATE OR REPLACE TEMP TABLE units AS
SELECT person, cell, first_day, signed, tried, make_timestamp(signed)::DATE AS signed_day,
    make_timestamp(tried)::DATE AS tried_day
FROM everybody JOIN cells USING (home);

CREATE OR REPLACE TEMP TABLE reached AS
SELECT units.*, met.* EXCLUDE (person)
FROM units JOIN (
    SELECT person,
        min("at") FILTER (event = 'activated') AS activated,
        min("at") FILTER (event = 'activated' AND "at" >= signed) AS activated_after,
        min("at") FILTER (event = 'trial_started' AND "at" >= signed) AS tried_after,
        min("at") FILTER (event = 'subscribed') AS paid,
        min("at") FILTER (event = 'subscribed' AND "at" >= signed) AS paid_after,
        min("at") FILTER (event = 'subscribed' AND "at" >= tried) AS paid_after_trial
    FROM {events} JOIN units USING (person)
    WHERE event IN ('activated', 'trial_started', 'subscribed') GROUP BY person
) AS met USING (person);

CREATE OR REPLACE TEMP TABLE active AS
SELECT person, cell, first_day, day, count(*) AS events
FROM (SELECT person, make_timestamp("at")::DATE AS day FROM {events} WHERE event = 'activated') JOIN units USING (person)
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE neighbours AS
SELECT cell, day, lag(day) OVER w AS before, lead(day) OVER w AS after FROM active
WINDOW w AS (PARTITION BY person ORDER BY day);

CREATE OR REPLACE TEMP TABLE weeks AS
SELECT person, cell, first_day, date_trunc('week', day)::DATE AS period, count(*) AS days FROM active GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE months AS
SELECT person, cell, first_day, date_trunc('month', day)::DATE AS period, count(*) AS days, sum(events) AS uses
FROM active GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE lifecycle AS
SELECT 'week' AS every, cell, period, lag(period) OVER w AS before, lead(period) OVER w AS after,
    date_trunc('week', first_day) AS born, INTERVAL 7 DAY AS step
FROM weeks WINDOW w AS (PARTITION BY person ORDER BY period)
UNION ALL
SELECT 'month', cell, period, lag(period) OVER w, lead(period) OVER w, date_trunc('month', first_day), INTERVAL 1 MONTH
FROM months WINDOW w AS (PARTITION BY person ORDER BY period);

CREATE OR REPLACE TEMP TABLE calendar AS
SELECT person, cell, date_trunc('week', signed_day)::DATE AS period, max(day - signed_day) AS longest, {on}
FROM (SELECT *, day - signed_day AS n FROM active JOIN units USING (person, cell, first_day) WHERE day >= signed_day)
GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE rolling AS
SELECT person, cell, date_trunc('week', signed_day)::DATE AS period, max(n) AS longest, {on}, {within}
FROM (
    SELECT person, cell, signed_day, ("at" - signed) // 86400000000 AS n
    FROM {events} JOIN units USING (person) WHERE event = 'activated' AND "at" >= signed
) GROUP BY ALL;

CREATE OR REPLACE TEMP TABLE again AS
SELECT 'grid:week' AS every, weeks.cell, date_trunc('week', signed_day)::DATE AS period,
    (weeks.period - date_trunc('week', signed_day)::DATE) // 7 AS n
FROM weeks JOIN units USING (person) WHERE weeks.period >= date_trunc('week', signed_day)
UNION ALL
SELECT 'grid:month', months.cell, date_trunc('month', signed_day)::DATE,
    date_diff('month', date_trunc('month', signed_day)::DATE, months.period)
FROM months JOIN units USING (person) WHERE months.period >= date_trunc('month', signed_day)
UNION ALL
SELECT 'recurring:week', weeks.cell, weeks.period, (later.period - weeks.period) // 7
FROM weeks JOIN weeks AS later ON later.person = weeks.person AND later.period > weeks.period
UNION ALL
SELECT 'recurring:month', months.cell, months.period, date_diff('month', months.period, later.period)
FROM months JOIN months AS later ON later.person = months.person AND later.period > months.period;

CREATE OR REPLACE TEMP TABLE counted AS
SELECT 'funnel.entered:signup' AS measure, signed_day AS period, 0 AS n, cell, count(*) AS value
FROM units WHERE signed IS NOT NULL GROUP BY ALL
UNION ALL SELECT 'funnel.entered:trial', tried_day, 0, cell, count(*) FROM units WHERE tried IS NOT NULL GROUP BY ALL
UNION ALL SELECT 'funnel.reached:activation', signed_day, least((activated_after - signed) // 86400000000, 366), cell,
    count(*) FROM reached WHERE activated_after IS NOT NULL GROUP BY ALL
UNION ALL SELECT 'quality.before_entry:activation', signed_day, 0, cell, count(*)
    FROM reached WHERE activated_after IS NULL AND activated < signed GROUP BY ALL
UNION ALL SELECT 'funnel.reached:trial', signed_day, least((tried_after - signed) // 86400000000, 366), cell, count(*)
    FROM reached WHERE tried_after IS NOT NULL GROUP BY ALL
UNION ALL SELECT 'quality.before_entry:trial', signed_day, 0, cell, count(*)
    FROM reached WHERE tried_after IS NULL AND tried < signed GROUP BY ALL
UNION ALL SELECT 'funnel.reached:customer', signed_day, least((paid_after - signed) // 86400000000, 366), cell, count(*)
    FROM reached WHERE paid_after IS NOT NULL GROUP BY ALL
UNION ALL SELECT 'quality.before_entry:customer', signed_day, 0, cell, count(*)
    FROM reached WHERE paid_after IS NULL AND paid < signed GROUP BY ALL
UNION ALL SELECT 'funnel.reached:free_to_paid', tried_day, least((paid_after_trial - tried) // 86400000000, 366), cell,
    count(*) FROM reached WHERE paid_after_trial IS NOT NULL GROUP BY ALL
UNION ALL SELECT 'quality.before_entry:free_to_paid', tried_day, 0, cell, count(*)
    FROM reached WHERE paid_after_trial IS NULL AND paid < tried GROUP BY ALL
UNION ALL SELECT 'acquisition.customers', make_timestamp(paid)::DATE, 0, cell, count(*)
    FROM reached WHERE paid IS NOT NULL GROUP BY ALL
UNION ALL SELECT 'engagement.dau', day, 0, cell, count(*) FROM active GROUP BY ALL
UNION ALL SELECT 'engagement.events', day, 0, cell, sum(events) FROM active GROUP BY ALL
UNION ALL SELECT measure, period, 0, cell, sum(change) FROM (
    SELECT 'engagement.wau' AS measure, day AS period, cell, 1 AS change
    FROM neighbours WHERE before IS NULL OR before + 7 < day
    UNION ALL SELECT 'engagement.wau', day + 7, cell, -1 FROM neighbours WHERE after IS NULL OR after > day + 7
    UNION ALL SELECT 'engagement.mau', day, cell, 1 FROM neighbours WHERE before IS NULL OR before + 28 < day
    UNION ALL SELECT 'engagement.mau', day + 28, cell, -1 FROM neighbours WHERE after IS NULL OR after > day + 28
) GROUP BY ALL
UNION ALL SELECT 'engagement.days_of_week', period, days, cell, count(*) FROM weeks GROUP BY ALL
UNION ALL SELECT 'engagement.days_of_month', period, days, cell, count(*) FROM months GROUP BY ALL
UNION ALL SELECT 'lifecycle.' || every || ':' || CASE WHEN born = period THEN 'new'
        WHEN before + step = period THEN 'returning' ELSE 'resurrecting' END, period, 0, cell, count(*)
    FROM lifecycle GROUP BY ALL
UNION ALL SELECT 'lifecycle.' || every || ':dormant', (period + step)::DATE, 0, cell, count(*)
    FROM lifecycle WHERE after IS NULL OR after <> period + step GROUP BY ALL
UNION ALL SELECT 'features.users:activated', period, least(uses, 10), cell, count(*) FROM months GROUP BY ALL
UNION ALL SELECT 'features.uses:activated', period, 0, cell, sum(uses) FROM months GROUP BY ALL
UNION ALL SELECT 'retention.' || every, period, n, cell, count(*) FROM again
    WHERE n <= CASE every WHEN 'grid:week' THEN 12 WHEN 'recurring:week' THEN 8 ELSE 24 END GROUP BY ALL
{returns};

CREATE OR REPLACE TEMP TABLE by_hand AS
SELECT measure, period, n::BIGINT AS n, home.channel, home.segment, home.plan, '' AS product, value::BIGINT AS value
FROM (
    FROM counted
    UNION ALL SELECT replace(measure, 'reached', 'ever'), period, 0, cell, sum(value)
    FROM counted WHERE starts_with(measure, 'funnel.reached:') GROUP BY ALL
) JOIN cells USING (cell) WHERE value <> 0;
