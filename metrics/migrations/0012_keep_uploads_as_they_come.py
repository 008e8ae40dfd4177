"""Files come packed, or are read once and deleted: packing them again takes longer than anything else on their way."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("metrics", "0011_say_what_activation_is")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE metrics_uploadpart ALTER COLUMN content SET STORAGE EXTERNAL",
            "ALTER TABLE metrics_uploadpart ALTER COLUMN content SET STORAGE EXTENDED",
        )
    ]
