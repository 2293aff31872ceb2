"""What goes first stands in front of a dispatcher's and a unit's list, by indexes laid while others go on writing."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models.expressions import F, Func

_LATER = Func(
    F('urgency'),
    output_field=models.IntegerField(),
    template='(CASE WHEN %(expressions)s > 2 THEN 1 ELSE 0 END)',
)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('workorders', '0025_supervision'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='order',
            index=models.Index(
                F('centre'), _LATER, F('due_at'), F('id'),
                condition=models.Q(('is_open', True), ('state', 'awaiting_dispatch')),
                name='order_awaits_dispatch',
            ),
        ),
        AddIndexConcurrently(
            model_name='order',
            index=models.Index(
                F('holder_unit'), _LATER, F('due_at'), F('id'),
                F('state'), F('urgency'), F('kind'), F('channel'), F('matter_top'), F('nearly_at'), F('accountable_unit'),
                condition=models.Q(('is_open', True), ('holder_unit__isnull', False)),
                name='order_open_held',
            ),
        ),
        RemoveIndexConcurrently(
            model_name='order',
            name='order_open_holder',
        ),
    ]
