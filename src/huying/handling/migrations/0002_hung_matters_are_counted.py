"""What is hung is counted by unit and category; what left the list is listed for a unit."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('handling', '0001_extensions_and_hangings'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='hanging',
            index=models.Index(condition=models.Q(('state', 'hung')), fields=['unit', 'category', 'next_review_at', 'id'], name='hanging_unit_category'),
        ),
        migrations.AddIndex(
            model_name='hanging',
            index=models.Index(condition=models.Q(('state__in', ['ended', 'written_off', 'unsettled'])), fields=['unit', 'state', 'next_review_at', 'id'], name='hanging_over_unit'),
        ),
    ]
