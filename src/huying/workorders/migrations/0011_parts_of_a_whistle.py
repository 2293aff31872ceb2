from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workorders', '0010_side_roads'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='assignment',
            name='assignment_part',
        ),
        migrations.AlterField(
            model_name='assignment',
            name='part',
            field=models.CharField(choices=[('lead', '主办'), ('assist', '协办'), ('below', '下级承办'), ('copy', '抄送'), ('report', '报到'), ('task', '现场任务'), ('rate', '互评')], max_length=8),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['lead', 'assist', 'below', 'copy', 'report', 'task', 'rate'])), name='assignment_part'),
        ),
    ]
