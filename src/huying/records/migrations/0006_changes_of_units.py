"""That a unit was switched off, and who took over, is recorded."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0005_uses_of_a_model'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='accessrecord',
            name='access_kind',
        ),
        migrations.AlterField(
            model_name='accessrecord',
            name='kind',
            field=models.CharField(choices=[('confidential_order', '查看保密工单'), ('original_text', '查看诉求原文'), ('export', '导出'), ('person_change', '人员与岗位变更'), ('unit_change', '单位停用与承接')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='accessrecord',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['confidential_order', 'original_text', 'export', 'person_change', 'unit_change'])), name='access_kind'),
        ),
    ]
