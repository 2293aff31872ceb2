"""The indexes of what waits for a decision leave out what lapsed."""

from django.db import migrations, models


def _laid_anew(model, name, fields, state):
    index = models.Index(condition=models.Q(('lapsed_at', None), ('state', state)), fields=fields, name=name)
    return migrations.RemoveIndex(model_name=model, name=name), migrations.AddIndex(model_name=model, index=index)


class Migration(migrations.Migration):

    dependencies = [
        ('handling', '0003_requests_lapse_with_their_order'),
    ]

    operations = [
        *_laid_anew('extension', 'extension_at_unit', ['unit', 'id'], 'at_unit'),
        *_laid_anew('extension', 'extension_at_centre', ['centre', 'id'], 'at_centre'),
        *_laid_anew('hanging', 'hanging_at_unit', ['unit', 'id'], 'at_unit'),
        *_laid_anew('hanging', 'hanging_at_centre', ['centre', 'id'], 'at_centre'),
    ]
