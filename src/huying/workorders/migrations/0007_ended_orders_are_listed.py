"""Ended orders are listed by three indexes, laid while others go on writing."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('callers', '0002_unmasking_is_append_only'),
        ('catalogue', '0001_initial'),
        ('organisation', '0001_initial'),
        ('policy', '0001_initial'),
        ('workorders', '0006_a_copy_is_a_part'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='order',
            index=models.Index(condition=models.Q(('is_open', False)), fields=['centre', '-state_since', '-id'], name='order_over_centre'),
        ),
        AddIndexConcurrently(
            model_name='order',
            index=models.Index(condition=models.Q(('is_open', False), ('district__isnull', False)), fields=['district', '-state_since', '-id'], name='order_over_district'),
        ),
        AddIndexConcurrently(
            model_name='order',
            index=models.Index(condition=models.Q(('is_open', False), ('accountable_unit__isnull', False)), fields=['accountable_unit', '-state_since', '-id'], name='order_over_accountable'),
        ),
    ]
