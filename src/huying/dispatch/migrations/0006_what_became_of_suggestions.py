"""What was suggested, what was decided, what became of it; and the guarantees of automatic dispatch, appended only."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_REFUSE = """
CREATE FUNCTION dispatch_guarantee_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'dispatch_guarantee is append-only: % refused', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER dispatch_guarantee_append_only BEFORE UPDATE OR DELETE ON dispatch_guarantee
    FOR EACH ROW EXECUTE FUNCTION dispatch_guarantee_refuse_change();
CREATE TRIGGER dispatch_guarantee_never_emptied BEFORE TRUNCATE ON dispatch_guarantee
    FOR EACH STATEMENT EXECUTE FUNCTION dispatch_guarantee_refuse_change();

DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'huying_app') THEN
        REVOKE UPDATE, DELETE, TRUNCATE ON dispatch_guarantee FROM huying_app;
    END IF;
END
$$;
"""

_ALLOW = """
DROP TRIGGER dispatch_guarantee_never_emptied ON dispatch_guarantee;
DROP TRIGGER dispatch_guarantee_append_only ON dispatch_guarantee;
DROP FUNCTION dispatch_guarantee_refuse_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0001_initial'),
        ('dispatch', '0005_waiting_returns_are_open'),
        ('organisation', '0007_spots'),
        ('workorders', '0031_like_orders_are_found'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Comparison',
            fields=[
                ('order', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='workorders.order')),
                ('ground', models.CharField(choices=[('duty', '派单目录明确主办'), ('duty_at_place', '派单目录规定属地主办'), ('place', '按属地直派'), ('district', '区政府兜底'), ('ruling', '裁定先例'), ('past', '历史工单学习'), ('none', '需人工研判')], max_length=16)),
                ('model_number', models.PositiveIntegerField(null=True)),
                ('probability', models.FloatField(null=True)),
                ('held_back', models.CharField(blank=True, choices=[('', '可以由规则派单'), ('no_guess', '没有可用的学习结果'), ('urgent', '紧急工单'), ('danger', '原文涉及险情'), ('confidential', '保密工单'), ('several', '需要几家单位办理'), ('again', '已经派过，须重新研判'), ('on_a_road', '正在会商、并单等'), ('not_first', '目录、裁定先例与学习结果不一致')], max_length=12)),
                ('is_offered', models.BooleanField()),
                ('is_automatic', models.BooleanField()),
                ('decided_at', models.DateTimeField()),
                ('returns', models.PositiveSmallIntegerField(default=0)),
                ('is_taken_back', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='Guarantee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('days', models.PositiveSmallIntegerField()),
                ('model_number', models.PositiveIntegerField()),
                ('goal_error', models.FloatField()),
                ('goal_confidence', models.FloatField()),
                ('goal_least', models.PositiveIntegerField()),
                ('threshold', models.FloatField(null=True)),
                ('orders', models.PositiveIntegerField()),
                ('errors', models.PositiveIntegerField()),
                ('bound', models.FloatField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='suggestion',
            name='suggestion_ground',
        ),
        migrations.AddField(
            model_name='suggestion',
            name='held_back',
            field=models.CharField(blank=True, choices=[('', '可以由规则派单'), ('no_guess', '没有可用的学习结果'), ('urgent', '紧急工单'), ('danger', '原文涉及险情'), ('confidential', '保密工单'), ('several', '需要几家单位办理'), ('again', '已经派过，须重新研判'), ('on_a_road', '正在会商、并单等'), ('not_first', '目录、裁定先例与学习结果不一致')], db_default='no_guess', max_length=12),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='is_offered',
            field=models.BooleanField(db_default=False),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='model_number',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='model_unit',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit'),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='probability',
            field=models.FloatField(help_text='模型的把握，0 到 1', null=True),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='ranked',
            field=models.JSONField(help_text='排好序的单位和理由', null=True),
        ),
        migrations.AddField(
            model_name='suggestion',
            name='similar_order_ids',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), help_text='最相近的已办结工单', null=True, size=None),
        ),
        migrations.AlterField(
            model_name='suggestion',
            name='ground',
            field=models.CharField(choices=[('duty', '派单目录明确主办'), ('duty_at_place', '派单目录规定属地主办'), ('place', '按属地直派'), ('district', '区政府兜底'), ('ruling', '裁定先例'), ('past', '历史工单学习'), ('none', '需人工研判')], max_length=16),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(('ground__in', ['duty', 'duty_at_place', 'place', 'district', 'ruling', 'past', 'none'])), name='suggestion_ground'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(('held_back__in', ['', 'no_guess', 'urgent', 'danger', 'confidential', 'several', 'again', 'on_a_road', 'not_first'])), name='suggestion_held_back'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('model_unit', None), ('probability', None)), models.Q(('model_number__isnull', False), ('model_unit__isnull', False), ('probability__gte', 0), ('probability__lte', 1)), _connector='OR'), name='suggestion_guessed_whole'),
        ),
        migrations.AddField(
            model_name='comparison',
            name='centre',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.centre'),
        ),
        migrations.AddField(
            model_name='comparison',
            name='decided_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='comparison',
            name='decided_unit',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit'),
        ),
        migrations.AddField(
            model_name='comparison',
            name='final_unit',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit'),
        ),
        migrations.AddField(
            model_name='comparison',
            name='model_unit',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit'),
        ),
        migrations.AddField(
            model_name='comparison',
            name='suggested_unit',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit'),
        ),
        migrations.AddField(
            model_name='guarantee',
            name='centre',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.centre'),
        ),
        migrations.AddIndex(
            model_name='comparison',
            index=models.Index(fields=['centre', 'decided_at'], name='comparison_decided'),
        ),
        migrations.AddConstraint(
            model_name='comparison',
            constraint=models.CheckConstraint(condition=models.Q(('ground__in', ['duty', 'duty_at_place', 'place', 'district', 'ruling', 'past', 'none'])), name='comparison_ground'),
        ),
        migrations.AddConstraint(
            model_name='comparison',
            constraint=models.CheckConstraint(condition=models.Q(('held_back__in', ['', 'no_guess', 'urgent', 'danger', 'confidential', 'several', 'again', 'on_a_road', 'not_first'])), name='comparison_held_back'),
        ),
        migrations.AddConstraint(
            model_name='comparison',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('model_unit', None), ('probability', None)), models.Q(('model_number__isnull', False), ('model_unit__isnull', False), ('probability__gte', 0), ('probability__lte', 1)), _connector='OR'), name='comparison_guessed_whole'),
        ),
        migrations.AddConstraint(
            model_name='comparison',
            constraint=models.CheckConstraint(condition=models.Q(('is_automatic', False), models.Q(('decided_by', None), ('decided_unit', models.F('model_unit')), ('held_back', ''), ('is_offered', True)), _connector='OR'), name='comparison_automatic_as_offered'),
        ),
        migrations.AddIndex(
            model_name='guarantee',
            index=models.Index(fields=['centre', '-at', '-id'], name='guarantee_newest'),
        ),
        migrations.AddConstraint(
            model_name='guarantee',
            constraint=models.CheckConstraint(condition=models.Q(('errors__lte', models.F('orders'))), name='guarantee_errors'),
        ),
        migrations.AddConstraint(
            model_name='guarantee',
            constraint=models.CheckConstraint(condition=models.Q(('threshold', None), models.Q(('bound__isnull', False), ('bound__lte', models.F('goal_error')), ('threshold__gt', 0), ('threshold__lt', 1)), _connector='OR'), name='guarantee_holds'),
        ),
        migrations.RunSQL(_REFUSE, _ALLOW),
    ]
