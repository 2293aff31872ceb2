"""The indexes of what is open leave out what lapsed; a unit's questions have indexes of their own."""

from django.db import migrations, models

_LAPSED = ('lapsed_at', None)


def _laid_anew(model, name, fields, condition):
    index = models.Index(condition=models.Q(*sorted([condition, _LAPSED])), fields=fields, name=name)
    return migrations.RemoveIndex(model_name=model, name=name), migrations.AddIndex(model_name=model, index=index)


_DUE = ['due_at', 'id']
_UNANSWERED = ('answered_at', None)


class Migration(migrations.Migration):

    dependencies = [
        ('coordination', '0004_roads_lapse_with_their_order'),
    ]

    operations = [
        *_laid_anew('conference', 'conference_open_centre', ['centre', *_DUE], ('settled_at', None)),
        *_laid_anew('escalation', 'escalation_open_centre', ['centre', *_DUE], _UNANSWERED),
        *_laid_anew('escalation', 'escalation_open_superior', ['to_unit', *_DUE], _UNANSWERED),
        *_laid_anew('instruction', 'instruction_open', ['centre', *_DUE], ('reported_at', None)),
        *_laid_anew('instruction', 'instruction_open_own', ['person', *_DUE], ('reported_at', None)),
        *_laid_anew('whistle', 'whistle_open_centre', ['centre', *_DUE], ('ended_at', None)),
        *_laid_anew('whistle', 'whistle_open_unit', ['unit', *_DUE], ('ended_at', None)),
        migrations.RemoveIndex(model_name='whistle', name='whistle_open_district'),
        migrations.AddIndex(
            model_name='whistle',
            index=models.Index(condition=models.Q(('ended_at', None), _LAPSED, ('district__isnull', False)), fields=['district', *_DUE], name='whistle_open_district'),
        ),
        *_laid_anew('whistlecall', 'whistle_call_open', ['unit', 'due_at', 'whistle'], ('closed_at', None)),
        migrations.AddIndex(
            model_name='escalation',
            index=models.Index(condition=models.Q(_UNANSWERED, _LAPSED), fields=['from_unit', *_DUE], name='escalation_open_asker'),
        ),
        *(
            migrations.AddIndex(
                model_name='escalation',
                index=models.Index(condition=models.Q(_UNANSWERED, _negated=True), fields=[unit, '-answered_at', '-id'], name=name),
            )
            for unit, name in (('to_unit', 'escalation_answered_to'), ('from_unit', 'escalation_answered_from'))
        ),
    ]
