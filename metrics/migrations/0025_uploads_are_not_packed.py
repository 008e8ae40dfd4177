from django.db import migrations


class Migration(migrations.Migration):
    """A part of an upload is written once, read once or twice and deleted; packing it took longer than all of that."""

    dependencies = [("metrics", "0024_numbers_of_reviews")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE metrics_uploadpart ALTER content SET STORAGE EXTERNAL",
            "ALTER TABLE metrics_uploadpart ALTER content SET STORAGE EXTENDED",
        )
    ]
