"""The newest orders of a matter that have an answer are found: what was answered before helps to answer now."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('workorders', '0031_like_orders_are_found'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='order',
            index=models.Index(
                condition=models.Q(
                    ('matter__isnull', False), ('state__in', ['answered', 'awaiting_followup', 'closed', 'replied'])
                ),
                fields=['matter', '-id'],
                name='order_answered',
            ),
        ),
    ]
