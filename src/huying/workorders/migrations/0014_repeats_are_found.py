from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('workorders', '0013_urges_are_counted'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='order',
            index=models.Index(condition=models.Q(('repeats__isnull', False)), fields=['repeats'], name='order_repeats'),
        ),
        AddIndexConcurrently(
            model_name='order',
            index=models.Index(condition=models.Q(('matter__isnull', False), ('region__isnull', False)), fields=['matter', 'region', '-id'], name='order_matter_place'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('repeats', None), ('repeats__lt', models.F('id')), _connector='OR'), name='order_repeats_earlier'),
        ),
    ]
