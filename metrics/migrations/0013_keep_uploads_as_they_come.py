"""Files come packed, or are read once and deleted: packing them again takes longer than anything else on their way."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("metrics", "0012_rows_corrected_by_a_person")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE metrics_uploadpart ALTER COLUMN content SET STORAGE EXTERNAL",
            "ALTER TABLE metrics_uploadpart ALTER COLUMN content SET STORAGE EXTENDED",
        )
    ]
