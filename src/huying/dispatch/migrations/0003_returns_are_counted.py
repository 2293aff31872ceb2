"""Returns are counted by unit from an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dispatch', '0002_returns'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='returnrequest',
            index=models.Index(fields=['centre', 'asked_at'], include=['unit', 'district', 'state', 'found_unit'], name='return_counted'),
        ),
        migrations.RemoveIndex(
            model_name='returnrequest',
            name='return_asked',
        ),
    ]
