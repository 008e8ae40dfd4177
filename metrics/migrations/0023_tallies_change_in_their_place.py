from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_single_key_shortcuts'),
        ('metrics', '0022_when_money_was_told_otherwise'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='tally',
            name='tally_once',
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.UniqueConstraint(fields=('workspace', 'measure', 'period', 'n', 'channel', 'segment', 'plan'), name='tally_once'),
        ),
        # room for the next value beside the last: no index has to learn of it
        migrations.RunSQL(
            "ALTER TABLE metrics_tally SET (fillfactor = 85)", "ALTER TABLE metrics_tally RESET (fillfactor)"
        ),
    ]
