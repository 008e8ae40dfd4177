"""A file that was put together from those of many imports belongs to none of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("metrics", "0014_answers_before_a_decision")]

    operations = [
        migrations.AlterField(
            "lakefile",
            "run",
            models.ForeignKey(
                null=True, on_delete=models.deletion.PROTECT, related_name="files", to="metrics.importrun"
            ),
        )
    ]
