"""Roads, estates and landmarks of a city, with the names people use for them."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisation', '0006_street_powers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Spot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('road', '道路'), ('estate', '小区、楼宇'), ('landmark', '地标、场所')], max_length=12)),
                ('name', models.CharField(max_length=60)),
                ('aliases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), default=list, help_text='人们用的其他叫法', size=None)),
                ('region', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisation.region')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['road', 'estate', 'landmark'])), name='spot_kind'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='spot_has_a_name'), models.UniqueConstraint(fields=('region', 'kind', 'name'), name='spot_once')],
            },
        ),
    ]
