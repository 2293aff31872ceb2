"""Orders like another are found by keys of what was said; the database keeps the index of the keys itself."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

_KEEP = """
CREATE FUNCTION workorders_keep_likeness() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        DELETE FROM workorders_likenesskey WHERE key = ANY (OLD.likeness) AND order_id = OLD.order_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO workorders_likenesskey (key, order_id)
        SELECT key, NEW.order_id FROM unnest(NEW.likeness) AS key;
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER likeness_new AFTER INSERT ON workorders_searchrow
    FOR EACH ROW WHEN (NEW.likeness IS NOT NULL) EXECUTE FUNCTION workorders_keep_likeness();
CREATE TRIGGER likeness_changed AFTER UPDATE OF likeness ON workorders_searchrow
    FOR EACH ROW WHEN (OLD.likeness IS DISTINCT FROM NEW.likeness) EXECUTE FUNCTION workorders_keep_likeness();
CREATE TRIGGER likeness_gone AFTER DELETE ON workorders_searchrow
    FOR EACH ROW WHEN (OLD.likeness IS NOT NULL) EXECUTE FUNCTION workorders_keep_likeness();
"""

_LEAVE = """
DROP TRIGGER likeness_new ON workorders_searchrow;
DROP TRIGGER likeness_changed ON workorders_searchrow;
DROP TRIGGER likeness_gone ON workorders_searchrow;
DROP FUNCTION workorders_keep_likeness();
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('workorders', '0030_danger_stands_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='searchrow',
            name='likeness',
            field=ArrayField(base_field=models.IntegerField(), null=True, size=None),
        ),
        migrations.CreateModel(
            name='LikenessKey',
            fields=[
                ('pk', models.CompositePrimaryKey('key', 'order_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('key', models.IntegerField()),
                ('order', models.ForeignKey(db_constraint=False, db_index=False, on_delete=models.PROTECT, related_name='+', to='workorders.order')),
            ],
        ),
        migrations.RunSQL(_KEEP, _LEAVE),
        AddIndexConcurrently(
            model_name='searchrow',
            index=models.Index(condition=models.Q(('likeness__isnull', False)), fields=['order'], name='search_likeness'),
        ),
    ]
