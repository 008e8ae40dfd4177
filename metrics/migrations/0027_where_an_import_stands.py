from django.db import migrations, models

FILL = """
    UPDATE metrics_importrun AS run SET position = files.position
    FROM (SELECT run_id, min(position) AS position FROM metrics_lakefile GROUP BY run_id) AS files
    WHERE files.run_id = run.id
"""
TABLES = ("metrics_importrun", "metrics_lakefile")


class Migration(migrations.Migration):

    dependencies = [
        ('metrics', '0026_tallies_by_what_they_count'),
    ]

    operations = [
        migrations.AddField(
            model_name='importrun',
            name='position',
            field=models.PositiveBigIntegerField(null=True),
        ),
        # Run by the owner of the tables, for whom the wall between workspaces stands only while it is forced.
        migrations.RunSQL(
            [
                *(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in TABLES),
                FILL,
                *(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY" for table in TABLES),
            ],
            migrations.RunSQL.noop,
        ),
    ]
