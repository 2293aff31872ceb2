"""What was open when its order ended lapses with it; a call knows when its whistle is due."""

from django.db import migrations, models

_FIELD = models.DateTimeField(help_text='工单先了结的时间', null=True)
_OPEN = {
    'coordination_conference': 'settled_at IS NULL',
    'coordination_whistle': 'ended_at IS NULL',
    'coordination_escalation': 'answered_at IS NULL',
    'coordination_instruction': 'reported_at IS NULL',
}
# Until now these were left open; the order's last change is when they lapsed.
_LAPSE = [
    f'UPDATE {table} AS one SET lapsed_at = o.state_since FROM workorders_order AS o'
    f' WHERE o.id = one.order_id AND NOT o.is_open AND one.{is_open}'
    for table, is_open in _OPEN.items()
] + [
    'UPDATE coordination_whistlecall AS one SET lapsed_at = whistle.lapsed_at FROM coordination_whistle AS whistle'
    ' WHERE whistle.id = one.whistle_id AND whistle.lapsed_at IS NOT NULL AND one.closed_at IS NULL'
]
_DUE = (
    'UPDATE coordination_whistlecall AS one SET due_at = whistle.due_at FROM coordination_whistle AS whistle'
    ' WHERE whistle.id = one.whistle_id'
)


class Migration(migrations.Migration):

    dependencies = [
        ('coordination', '0003_rungs_of_the_ladder'),
        ('workorders', '0019_focus_lists'),
    ]

    operations = [
        *(
            migrations.AddField(model_name=model, name='lapsed_at', field=_FIELD)
            for model in ('conference', 'escalation', 'instruction', 'whistle', 'whistlecall')
        ),
        migrations.AddField(model_name='whistlecall', name='due_at', field=models.DateTimeField(null=True)),
        migrations.RunSQL([*_LAPSE, _DUE], migrations.RunSQL.noop),
    ]
