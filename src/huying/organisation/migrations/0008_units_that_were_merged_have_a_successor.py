"""Who took over from a unit that was merged; only an active unit of the centre can be named, so that no cycle is made.

An active unit has no successor: whoever names one adds a root, and a chain of these never comes back to where it began.
"""

import django.db.models.deletion
from django.db import migrations, models

_NAMED = """
CREATE FUNCTION organisation_successor_is_active() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM organisation_unit
      WHERE id = NEW.successor_id AND centre_id = NEW.centre_id AND is_active FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a successor is an active unit of the same centre' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER successor_is_active_when_made BEFORE INSERT ON organisation_unit
    FOR EACH ROW WHEN (NEW.successor_id IS NOT NULL) EXECUTE FUNCTION organisation_successor_is_active();
CREATE TRIGGER successor_is_active BEFORE UPDATE ON organisation_unit
    FOR EACH ROW WHEN (NEW.successor_id IS NOT NULL AND NEW.successor_id IS DISTINCT FROM OLD.successor_id)
    EXECUTE FUNCTION organisation_successor_is_active();
"""
_ANY = """
DROP TRIGGER successor_is_active ON organisation_unit;
DROP TRIGGER successor_is_active_when_made ON organisation_unit;
DROP FUNCTION organisation_successor_is_active();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0007_spots'),
    ]

    operations = [
        migrations.AddField(
            model_name='unit',
            name='successor',
            field=models.ForeignKey(blank=True, help_text='承接单位', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('successor', None), models.Q(('is_active', False), models.Q(('successor', models.F('id')), _negated=True)), _connector='OR'), name='unit_successor_of_one_switched_off'),
        ),
        migrations.RunSQL(_NAMED, _ANY),
    ]
