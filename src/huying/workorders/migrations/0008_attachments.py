"""Pictures: their rows are never deleted, and may be changed once, to their erased form."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


_PROTECT = """
CREATE FUNCTION workorders_only_erase_picture() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.erased_at IS NOT NULL
        OR NEW.erased_at IS NULL OR NEW.salt IS NOT NULL OR NEW.sha256 IS NOT NULL OR NEW.thumbnail_sha256 IS NOT NULL
        OR (NEW.id, NEW.order_id, NEW.event, NEW.place, NEW.kind, NEW.file, NEW.thumbnail, NEW.content_type, NEW.size, NEW.width,
            NEW.height, NEW.kept_at)
            IS DISTINCT FROM (OLD.id, OLD.order_id, OLD.event, OLD.place, OLD.kind, OLD.file, OLD.thumbnail, OLD.content_type,
            OLD.size, OLD.width, OLD.height, OLD.kept_at)
    THEN
        RAISE EXCEPTION 'a picture may only be erased, once and whole: UPDATE refused'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER only_erase BEFORE UPDATE ON workorders_attachment
    FOR EACH ROW EXECUTE FUNCTION workorders_only_erase_picture();
CREATE TRIGGER never_deleted BEFORE DELETE ON workorders_attachment
    FOR EACH ROW EXECUTE FUNCTION workorders_refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON workorders_attachment
    FOR EACH STATEMENT EXECUTE FUNCTION workorders_refuse_change();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'huying_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON workorders_attachment FROM huying_app;
        GRANT UPDATE (sha256, thumbnail_sha256, salt, erased_at) ON workorders_attachment TO huying_app;
    END IF;
END
$$;
"""

_ALLOW = """
DROP TRIGGER only_erase ON workorders_attachment;
DROP TRIGGER never_deleted ON workorders_attachment;
DROP TRIGGER never_emptied ON workorders_attachment;
DROP FUNCTION workorders_only_erase_picture();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('workorders', '0007_ended_orders_are_listed'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='erasure',
            name='text',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='erasures', to='workorders.text'),
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.PositiveIntegerField(help_text='写入它的办理记录序号')),
                ('place', models.PositiveSmallIntegerField(help_text='在这条办理记录的图片中的次序，从 1 起')),
                ('kind', models.CharField(choices=[('demand', '诉求图片'), ('proof', '办理图片')], max_length=12)),
                ('file', models.UUIDField(unique=True)),
                ('thumbnail', models.UUIDField(unique=True)),
                ('content_type', models.CharField(max_length=20)),
                ('size', models.PositiveIntegerField(help_text='字节数')),
                ('width', models.PositiveSmallIntegerField()),
                ('height', models.PositiveSmallIntegerField()),
                ('sha256', models.BinaryField(max_length=32, null=True)),
                ('thumbnail_sha256', models.BinaryField(max_length=32, null=True)),
                ('salt', models.BinaryField(max_length=16, null=True)),
                ('kept_at', models.DateTimeField()),
                ('erased_at', models.DateTimeField(null=True)),
                ('order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='workorders.order')),
            ],
        ),
        migrations.AddField(
            model_name='erasure',
            name='attachment',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='erasures', to='workorders.attachment'),
        ),
        migrations.AddConstraint(
            model_name='erasure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('attachment__isnull', False), ('text', None)), models.Q(('attachment', None), ('text__isnull', False)), _connector='OR'), name='erasure_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='erasure',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'requested')), fields=('attachment',), name='erasure_of_file_one_open'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.UniqueConstraint(fields=('order', 'event', 'place'), name='attachment_place_once'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['demand', 'proof'])), name='attachment_kind'),
        ),
        migrations.AddConstraint(
            model_name='attachment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('erased_at', None), ('salt__isnull', False), ('sha256__isnull', False), ('thumbnail_sha256__isnull', False)), models.Q(('erased_at__isnull', False), ('salt', None), ('sha256', None), ('thumbnail_sha256', None)), _connector='OR'), name='attachment_erased_whole'),
        ),
        migrations.RunSQL(_PROTECT, _ALLOW),
    ]
