from django.db import migrations

# Whoever was there on or after a day was counted under each such day; under the last of them only from now on.
FILL = """
    INSERT INTO metrics_tally (workspace_id, measure, period, n, channel, segment, plan, value)
    SELECT workspace_id, replace(measure, '.on_or_after:', '.until:'), period, n, channel, segment, plan, value - later
    FROM (
        SELECT *, coalesce(lead(value) OVER (
            PARTITION BY workspace_id, measure, period, channel, segment, plan ORDER BY n
        ), 0) AS later
        FROM metrics_tally WHERE starts_with(measure, 'retention.on_or_after:')
    ) AS told WHERE value <> later
    ORDER BY workspace_id, measure, period, n, channel, segment, plan
"""
FORGET = "DELETE FROM metrics_tally WHERE starts_with(measure, 'retention.on_or_after:')"


class Migration(migrations.Migration):

    dependencies = [
        ('metrics', '0024_numbers_of_reviews'),
    ]

    operations = [
        # Run by the owner of the table, for whom the wall between workspaces stands only while it is forced.
        migrations.RunSQL(
            [
                "ALTER TABLE metrics_tally NO FORCE ROW LEVEL SECURITY",
                FILL,
                FORGET,
                "ALTER TABLE metrics_tally FORCE ROW LEVEL SECURITY",
            ],
            migrations.RunSQL.noop,
        ),
    ]
