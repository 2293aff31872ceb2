"""The index of what waits for the arbiter leaves out what lapsed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dispatch', '0004_returns_lapse_with_their_order'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='returnrequest', name='return_waiting'),
        migrations.AddIndex(
            model_name='returnrequest',
            index=models.Index(
                condition=models.Q(('lapsed_at', None), ('state', 'waiting')),
                fields=['centre', 'due_at', 'id'],
                name='return_waiting',
            ),
        ),
    ]
