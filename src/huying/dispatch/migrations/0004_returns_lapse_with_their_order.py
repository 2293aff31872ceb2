"""A request that waited when its order ended lapses with it; the index of what waits leaves it out."""

from django.db import migrations, models

# Until now these were left waiting; the order's last change is when they lapsed.
_LAPSE = (
    'UPDATE dispatch_returnrequest AS one SET lapsed_at = o.state_since FROM workorders_order AS o'
    " WHERE one.state = 'waiting' AND o.id = one.order_id AND NOT o.is_open"
)


class Migration(migrations.Migration):

    dependencies = [
        ('dispatch', '0003_returns_are_counted'),
        ('workorders', '0024_late_signing_is_found'),
    ]

    operations = [
        migrations.AddField(
            model_name='returnrequest',
            name='lapsed_at',
            field=models.DateTimeField(help_text='工单先了结的时间', null=True),
        ),
        migrations.RunSQL(_LAPSE, migrations.RunSQL.noop),
    ]
