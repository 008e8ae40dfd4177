"""Updates hang on `Live`, so that adding one needs no lock on the artifact, which an edit may hold."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
UPDATE live_update SET live_id = live_live.id FROM live_live WHERE live_live.artifact_id = live_update.artifact_id
"""


class Migration(migrations.Migration):
    dependencies = [("live", "0001_the_log_of_live_text")]

    operations = [
        migrations.AddField(
            "update",
            "live",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="updates", to="live.live"
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        # The deferred checks of the line above must be over before the table changes again.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED", migrations.RunSQL.noop),
        migrations.RemoveConstraint("update", "live_update_number"),
        migrations.RemoveField("update", "artifact"),
        migrations.AlterField(
            "update",
            "live",
            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="updates", to="live.live"),
        ),
        migrations.AddConstraint(
            "update", models.UniqueConstraint(fields=("live", "number"), name="live_update_number")
        ),
    ]
