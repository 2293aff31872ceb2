"""What was brought down to streets and towns."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0005_responsibility_map'),
    ]

    operations = [
        migrations.CreateModel(
            name='Asset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('power', '赋权事项'), ('resource', '下沉资源'), ('force', '下沉力量')], max_length=12)),
                ('name', models.CharField(max_length=80)),
                ('basis', models.CharField(help_text='下沉的依据', max_length=200)),
                ('source', models.CharField(blank=True, help_text='由谁下沉', max_length=80)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField(null=True)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['power', 'resource', 'force'])), name='asset_kind'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('basis', ''), _negated=True)), name='asset_says_what_and_why'), models.CheckConstraint(condition=models.Q(('last_day', None), ('last_day__gte', models.F('first_day')), _connector='OR'), name='asset_days'), models.UniqueConstraint(fields=('unit', 'kind', 'name'), name='asset_once')],
            },
        ),
    ]
