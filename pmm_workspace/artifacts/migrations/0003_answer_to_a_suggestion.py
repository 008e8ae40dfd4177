from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("artifacts", "0002_review_discussion_search_and_verification")]

    operations = [
        migrations.AddField(
            model_name="suggestion",
            name="answer",
            field=models.TextField(blank=True, default="", max_length=2000),
            preserve_default=False,
        ),
    ]
