"""Some orders that a rule could send are left to people, and so is what is likely the same as an open one."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0003_duty_changes_and_scenario_cards'),
        ('dispatch', '0006_what_became_of_suggestions'),
        ('organisation', '0007_spots'),
        ('workorders', '0032_answers_are_found'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='comparison',
            name='comparison_held_back',
        ),
        migrations.RemoveConstraint(
            model_name='suggestion',
            name='suggestion_held_back',
        ),
        migrations.AddField(
            model_name='guarantee',
            name='control_bound',
            field=models.FloatField(db_default=0.0),
        ),
        migrations.AddField(
            model_name='guarantee',
            name='control_errors',
            field=models.PositiveIntegerField(db_default=0),
        ),
        migrations.AddField(
            model_name='guarantee',
            name='control_orders',
            field=models.PositiveIntegerField(db_default=0),
        ),
        migrations.AlterField(
            model_name='comparison',
            name='held_back',
            field=models.CharField(blank=True, choices=[('', '可以由规则派单'), ('no_guess', '没有可用的学习结果'), ('urgent', '紧急工单'), ('danger', '原文涉及险情'), ('confidential', '保密工单'), ('several', '需要几家单位办理'), ('again', '已经派过，须重新研判'), ('on_a_road', '正在会商、并单等'), ('not_first', '目录、裁定先例与学习结果不一致'), ('likely_same', '可能与另一件在办工单相同'), ('control', '抽检：留给人工')], max_length=12),
        ),
        migrations.AlterField(
            model_name='suggestion',
            name='held_back',
            field=models.CharField(blank=True, choices=[('', '可以由规则派单'), ('no_guess', '没有可用的学习结果'), ('urgent', '紧急工单'), ('danger', '原文涉及险情'), ('confidential', '保密工单'), ('several', '需要几家单位办理'), ('again', '已经派过，须重新研判'), ('on_a_road', '正在会商、并单等'), ('not_first', '目录、裁定先例与学习结果不一致'), ('likely_same', '可能与另一件在办工单相同'), ('control', '抽检：留给人工')], db_default='no_guess', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='comparison',
            constraint=models.CheckConstraint(condition=models.Q(('held_back__in', ['', 'no_guess', 'urgent', 'danger', 'confidential', 'several', 'again', 'on_a_road', 'not_first', 'likely_same', 'control'])), name='comparison_held_back'),
        ),
        migrations.AddConstraint(
            model_name='guarantee',
            constraint=models.CheckConstraint(condition=models.Q(('control_errors__lte', models.F('control_orders')), models.Q(('threshold', None), ('control_bound__lte', models.F('goal_error')), _connector='OR')), name='guarantee_not_refuted'),
        ),
        migrations.AddConstraint(
            model_name='suggestion',
            constraint=models.CheckConstraint(condition=models.Q(('held_back__in', ['', 'no_guess', 'urgent', 'danger', 'confidential', 'several', 'again', 'on_a_road', 'not_first', 'likely_same', 'control'])), name='suggestion_held_back'),
        ),
    ]
