"""What waited when its order ended lapses with it."""

from django.db import migrations, models

# Until now these were left waiting; the order's last change is when they lapsed.
_LAPSE = [
    f'UPDATE {table} AS one SET lapsed_at = o.state_since FROM workorders_order AS o'
    " WHERE one.state IN ('at_unit', 'at_centre') AND o.id = one.order_id AND NOT o.is_open"
    for table in ('handling_extension', 'handling_hanging')
]


class Migration(migrations.Migration):

    dependencies = [
        ('handling', '0002_hung_matters_are_counted'),
        ('workorders', '0024_late_signing_is_found'),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name=model,
                name='lapsed_at',
                field=models.DateTimeField(help_text='工单先了结的时间', null=True),
            )
            for model in ('extension', 'hanging')
        ),
        migrations.RunSQL(_LAPSE, migrations.RunSQL.noop),
    ]
