from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('metrics', '0027_where_an_import_stands'),
    ]

    operations = [
        migrations.AddField(
            model_name='funnelsettings',
            name='review_every',
            field=models.CharField(blank=True, choices=[('month', 'Every month'), ('quarter', 'Every quarter')], max_length=7),
        ),
        migrations.AddField(
            model_name='review',
            name='closes',
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(fields=('workspace', 'closes'), name='one_review_by_the_clock'),
        ),
    ]
