from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('metrics', '0020_who_ever_got_there'),
        ('metrics', '0020_whose_amount_it_is'),
    ]

    operations = []
