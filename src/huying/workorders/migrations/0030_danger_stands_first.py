"""What sounds like danger stands first before an operator, and is counted, by indexes laid while others go on writing."""

from django.contrib.postgres.operations import AddIndexConcurrently
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
        ('workorders', '0029_leads_of_a_month_are_found'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='order',
            index=models.Index(
                F('centre'), _LATER, F('due_at'), F('id'),
                condition=models.Q(('is_open', True), ('state', 'awaiting_acceptance')),
                name='order_awaits_acceptance',
            ),
        ),
        AddIndexConcurrently(
            model_name='event',
            index=models.Index(
                condition=models.Q(('data__has_key', 'danger')), fields=['occurred_at'], name='event_danger'
            ),
        ),
    ]
