"""What is not signed for, and what was signed late, is found by indexes laid while others go on writing."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('workorders', '0023_priority_of_a_focus'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='clock',
            index=models.Index(condition=models.Q(('stage', 'sign'), ('stopped_at', None)), fields=['due_at', 'id'], name='clock_unsigned'),
        ),
        AddIndexConcurrently(
            model_name='clock',
            index=models.Index(condition=models.Q(('stage', 'sign'), ('stopped_at', None)), fields=['unit', 'due_at', 'id'], name='clock_unsigned_unit'),
        ),
        AddIndexConcurrently(
            model_name='clock',
            index=models.Index(condition=models.Q(('stage', 'sign'), ('void', False), models.Q(('stopped_at__gt', models.F('due_at')), ('stopped_at', None), _connector='OR')), fields=['started_at'], include=['unit', 'order', 'due_at', 'stopped_at'], name='clock_sign_late'),
        ),
        AddIndexConcurrently(
            model_name='focus',
            index=models.Index(fields=['centre', 'last_day', 'id'], name='focus_until'),
        ),
    ]
