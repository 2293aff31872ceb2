"""Tagged orders are listed by an index of their own, laid while others go on writing."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('workorders', '0017_difficulty_tags'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='order',
            index=models.Index(condition=models.Q(('is_open', True), ('difficulties__isnull', False)), fields=['centre', 'due_at', 'id', 'difficulties'], name='order_open_tagged'),
        ),
    ]
