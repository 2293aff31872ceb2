from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='matter',
            name='description',
            field=models.CharField(blank=True, default='', db_default='', help_text='说明', max_length=400),
        ),
        migrations.AddField(
            model_name='matter',
            name='keywords',
            field=models.CharField(blank=True, default='', db_default='', help_text='关键词', max_length=1000),
        ),
    ]
