"""Every use of a language model is recorded; the rows are appended only, like those of the access log."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_PROTECT = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON records_modeluse
    FOR EACH ROW EXECUTE FUNCTION records_refuse_change();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON records_modeluse
    FOR EACH STATEMENT EXECUTE FUNCTION records_refuse_change();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'huying_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON records_modeluse FROM huying_app;
    END IF;
END
$$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0007_spots'),
        ('records', '0004_retention_rules'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ModelUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('title', '拟标题和摘要'), ('matter', '选事项'), ('reply', '拟答复草稿')], max_length=12)),
                ('subject', models.CharField(blank=True, help_text='工单编号，登记前为空', max_length=30)),
                ('role', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('model', models.CharField(help_text='模型名称', max_length=120)),
                ('outcome', models.CharField(choices=[('taken', '给出草稿'), ('refused', '答案不合要求，未采用'), ('timeout', '超时'), ('error', '没有应答或出错')], max_length=12)),
                ('asked_letters', models.PositiveIntegerField(help_text='问了多少字')),
                ('told_letters', models.PositiveIntegerField(help_text='答了多少字')),
                ('milliseconds', models.PositiveIntegerField(help_text='用时（毫秒）')),
                ('asked_sha256', models.CharField(help_text='所问文字的 SHA-256', max_length=64)),
                ('told_sha256', models.CharField(blank=True, help_text='所答文字的 SHA-256，没有答则空', max_length=64)),
                ('centre', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.centre')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['centre', '-id'], name='model_use_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('purpose__in', ['title', 'matter', 'reply'])), name='model_use_purpose'), models.CheckConstraint(condition=models.Q(('outcome__in', ['taken', 'refused', 'timeout', 'error'])), name='model_use_outcome')],
            },
        ),
        migrations.RunSQL(_PROTECT, migrations.RunSQL.noop),
    ]
