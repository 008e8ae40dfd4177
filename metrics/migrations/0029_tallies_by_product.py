import django.db.models.deletion
from django.db import migrations, models

KEYS = "workspace_id, measure, period, n, channel, segment, plan"
# Run by the owner of the table, for whom the wall between workspaces stands only while it is forced.
ASIDE = [
    "ALTER TABLE metrics_tally NO FORCE ROW LEVEL SECURITY",
    f"CREATE TABLE tally_aside AS SELECT {KEYS}, sum(value)::bigint AS value FROM metrics_tally GROUP BY {KEYS}",
]


def back(columns, values):
    return [
        "ALTER TABLE metrics_tally SET (fillfactor = 85)",  # room for the next value beside the last
        f"INSERT INTO metrics_tally ({KEYS}, {columns}) SELECT {KEYS}, {values} FROM tally_aside ORDER BY {KEYS}",
        "DROP TABLE tally_aside",
    ]


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_single_key_shortcuts'),
        ('metrics', '0028_reviews_by_the_clock'),
    ]

    operations = [
        # A new table, because a key of several columns is not altered.
        migrations.RunSQL(ASIDE, back("value", "value")),
        migrations.DeleteModel('Tally'),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('pk', models.CompositePrimaryKey('workspace', 'measure', 'period', 'n', 'channel', 'segment', 'plan', 'product', blank=True, editable=False, primary_key=True, serialize=False)),
                ('measure', models.CharField(db_collation='C', max_length=130)),
                ('period', models.DateField()),
                ('n', models.IntegerField(default=0)),
                ('channel', models.CharField(blank=True, max_length=100)),
                ('segment', models.CharField(blank=True, max_length=100)),
                ('plan', models.CharField(blank=True, max_length=100)),
                ('product', models.CharField(blank=True, max_length=100)),
                ('value', models.BigIntegerField()),
                ('workspace', models.ForeignKey(db_constraint=False, db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, to='accounts.workspace')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.RunSQL(back("product, value", "'', value"), ASIDE),
    ]
