from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('metrics', '0004_who_is_left_out_rates_and_undoing'),
    ]

    operations = [
        migrations.AddField(
            model_name='funnelsettings',
            name='features',
            field=models.JSONField(blank=True, default=list, verbose_name='features'),
        ),
        migrations.AddField(
            model_name='funnelsettings',
            name='gross_margin',
            field=models.DecimalField(blank=True, decimal_places=4, max_digits=5, null=True, verbose_name='gross margin'),
        ),
        migrations.AddField(
            model_name='funnelsettings',
            name='unit',
            field=models.CharField(choices=[('person', 'Person'), ('account', 'Account')], default='person', max_length=7, verbose_name='unit'),
        ),
        migrations.AddField(
            model_name='funnelsettings',
            name='value_events',
            field=models.JSONField(blank=True, default=list, verbose_name='value events'),
        ),
    ]
