"""What merged an order into another lapses when that order ends by itself; the index of open merges leaves it out."""

from django.db import migrations, models

# Until now these were left open; the order's last change is when they lapsed.
_LAPSE = (
    'UPDATE workorders_merge AS one SET lapsed_at = o.state_since FROM workorders_order AS o'
    ' WHERE one.ended_at IS NULL AND o.id = one.child_id AND NOT o.is_open'
)


class Migration(migrations.Migration):

    dependencies = [
        ('workorders', '0026_what_goes_first_stands_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='merge',
            name='lapsed_at',
            field=models.DateTimeField(help_text='工单先了结的时间', null=True),
        ),
        migrations.RunSQL(_LAPSE, migrations.RunSQL.noop),
    ]
