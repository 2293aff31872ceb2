"""The index of what is merged now leaves out what lapsed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workorders', '0027_merges_lapse_with_their_child'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='merge', name='merge_open'),
        migrations.AddIndex(
            model_name='merge',
            index=models.Index(
                condition=models.Q(('ended_at', None), ('lapsed_at', None)), fields=['-id'], name='merge_open'
            ),
        ),
    ]
