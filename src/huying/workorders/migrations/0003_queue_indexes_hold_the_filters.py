"""A queue of a district or a unit is answered by one index that also holds what it is filtered by."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("workorders", "0002_history_is_append_only")]

    operations = [
        migrations.RemoveIndex(
            model_name="order",
            name="order_open_centre",
        ),
        migrations.RemoveIndex(
            model_name="order",
            name="order_open_district",
        ),
        migrations.RemoveIndex(
            model_name="order",
            name="order_open_accountable",
        ),
        migrations.RemoveIndex(
            model_name="order",
            name="order_open_holder",
        ),
        migrations.RemoveIndex(
            model_name="order",
            name="order_newest_unit",
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(condition=models.Q(("is_open", True)), fields=["centre", "due_at", "id", "nearly_at", "state"], name="order_open_centre"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(condition=models.Q(("is_open", True), ("district__isnull", False)), fields=["district", "due_at", "id", "state", "urgency", "kind", "channel", "matter_top", "nearly_at", "accountable_unit", "centre"], name="order_open_district"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(condition=models.Q(("is_open", True), ("accountable_unit__isnull", False)), fields=["accountable_unit", "due_at", "id", "state", "urgency", "kind", "channel", "matter_top", "nearly_at"], name="order_open_accountable"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(condition=models.Q(("is_open", True), ("holder_unit__isnull", False)), fields=["holder_unit", "due_at", "id", "state", "urgency", "kind", "channel", "matter_top", "nearly_at", "accountable_unit"], name="order_open_holder"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(condition=models.Q(("district__isnull", False)), fields=["centre", "district", "-id"], name="order_newest_district"),
        ),
    ]
