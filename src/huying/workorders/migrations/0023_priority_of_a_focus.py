from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workorders', '0022_merges_are_listed'),
    ]

    operations = [
        migrations.AddField(
            model_name='focus',
            name='basis',
            field=models.CharField(blank=True, db_default='', help_text='优先办理的依据', max_length=200),
        ),
        migrations.AddField(
            model_name='focus',
            name='urgency',
            field=models.PositiveSmallIntegerField(choices=[(1, '紧急'), (2, '时效'), (3, '一般'), (4, '疑难')], help_text='优先办理：至少按此级别办理', null=True),
        ),
        migrations.AddConstraint(
            model_name='focus',
            constraint=models.CheckConstraint(condition=models.Q(('urgency', None), models.Q(('urgency__in', [1, 2]), models.Q(('basis', ''), _negated=True)), _connector='OR'), name='focus_raises_with_a_basis'),
        ),
    ]
