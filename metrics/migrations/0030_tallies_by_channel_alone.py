from django.db import migrations

FILL = """
    INSERT INTO metrics_tally (workspace_id, measure, period, n, channel, segment, plan, product, value)
    SELECT workspace_id, 'channel/' || measure, period, n, channel, '', '', '', sum(value)
    FROM metrics_tally GROUP BY workspace_id, measure, period, n, channel HAVING sum(value) <> 0
"""
FORGET = "DELETE FROM metrics_tally WHERE starts_with(measure, 'channel/')"


def by_owner(statement):
    """For whom the wall between workspaces stands only while it is forced."""
    walls = "ALTER TABLE metrics_tally {} ROW LEVEL SECURITY"
    return [walls.format("NO FORCE"), statement, walls.format("FORCE")]


class Migration(migrations.Migration):

    dependencies = [
        ('metrics', '0029_tallies_by_product'),
    ]

    operations = [
        migrations.RunSQL(by_owner(FILL), by_owner(FORGET)),
    ]
