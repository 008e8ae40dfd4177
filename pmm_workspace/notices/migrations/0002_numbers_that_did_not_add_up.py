from django.db import migrations, models

KINDS = [
    ('review', 'Reviews asked of me'),
    ('returned', 'Documents returned to me'),
    ('mention', 'Mentions of me'),
    ('approved', 'Approvals of my documents'),
    ('comment', 'Comments on my documents'),
    ('suggestion', 'Suggestions for my documents'),
    ('decided', 'Decisions on my suggestions'),
    ('due', 'Documents to verify'),
    ('import', 'Imports that ended'),
    ('audit', 'Numbers that did not add up'),
]


class Migration(migrations.Migration):

    dependencies = [
        ('notices', '0001_notices'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notice',
            name='kind',
            field=models.CharField(choices=KINDS, max_length=10),
        ),
        migrations.AlterField(
            model_name='preference',
            name='kind',
            field=models.CharField(choices=KINDS, max_length=10),
        ),
    ]
