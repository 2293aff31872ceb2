"""The leads that began in a month are found by an index laid while others go on writing."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('workorders', '0028_open_merges_are_listed'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='assignment',
            index=models.Index(
                condition=models.Q(('part', 'lead')),
                fields=['unit', 'assigned_at'],
                include=['order', 'id'],
                name='assignment_lead_begun',
            ),
        ),
    ]
