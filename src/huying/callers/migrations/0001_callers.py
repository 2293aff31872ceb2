"""The tables of callers."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisation", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Caller",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("phone_hash", models.BinaryField()),
                ("lookup_key_id", models.BinaryField()),
                ("phone_sealed", models.BinaryField()),
                ("created_at", models.DateTimeField()),
                ("last_seen_at", models.DateTimeField()),
                (
                    "centre",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.centre",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Identity",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("name_sealed", models.BinaryField(null=True)),
                ("id_number_sealed", models.BinaryField(null=True)),
                ("home_address_sealed", models.BinaryField(null=True)),
                ("extension_sealed", models.BinaryField(null=True)),
                ("wants_secrecy", models.BooleanField()),
                ("is_anonymous", models.BooleanField()),
                ("created_at", models.DateTimeField()),
                (
                    "caller",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="callers.caller",
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.centre",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Unmasking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order_number", models.CharField(max_length=40)),
                (
                    "opened",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("name", "姓名"),
                                ("phone", "电话"),
                                ("id_number", "证件号码"),
                                ("home_address", "住址"),
                            ],
                            max_length=16,
                        ),
                        size=None,
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("contact", "联系诉求人"),
                            ("visit", "上门办理"),
                            ("relay", "代承办单位联系"),
                            ("verify", "核实身份"),
                            ("follow_up", "回访"),
                            ("lawful_demand", "依法调取"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("role", models.CharField(max_length=20)),
                ("at", models.DateTimeField()),
                (
                    "centre",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.centre",
                    ),
                ),
                (
                    "identity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="callers.identity"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.unit",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="caller",
            constraint=models.UniqueConstraint(fields=("centre", "phone_hash"), name="caller_phone_once"),
        ),
        migrations.AddConstraint(
            model_name="caller",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    django.db.models.functions.text.Length("phone_hash"), 32
                ),
                name="caller_hash_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="caller",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    django.db.models.functions.text.Length("lookup_key_id"), 4
                ),
                name="caller_key_id_length",
            ),
        ),
        migrations.AddConstraint(
            model_name="caller",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.GreaterThanOrEqual(
                    django.db.models.functions.text.Length("phone_sealed"), 34
                ),
                name="caller_phone_sealed",
            ),
        ),
        migrations.AddConstraint(
            model_name="identity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_anonymous", False),
                    models.Q(("id_number_sealed", None), ("name_sealed", None)),
                    _connector="OR",
                ),
                name="identity_anonymous_has_no_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="identity",
            constraint=models.CheckConstraint(
                condition=models.Q(("extension_sealed", None), ("caller__isnull", False), _connector="OR"),
                name="identity_extension_of_a_line",
            ),
        ),
        migrations.AddConstraint(
            model_name="identity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("name_sealed", None),
                        django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length("name_sealed"), 34
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("id_number_sealed", None),
                        django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length("id_number_sealed"), 34
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("home_address_sealed", None),
                        django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length("home_address_sealed"), 34
                        ),
                        _connector="OR",
                    ),
                    models.Q(
                        ("extension_sealed", None),
                        django.db.models.lookups.GreaterThanOrEqual(
                            django.db.models.functions.text.Length("extension_sealed"), 34
                        ),
                        _connector="OR",
                    ),
                ),
                name="identity_is_sealed",
            ),
        ),
        migrations.AddIndex(
            model_name="unmasking",
            index=models.Index(fields=["centre", "-id"], name="unmasking_newest"),
        ),
        migrations.AddIndex(
            model_name="unmasking",
            index=models.Index(fields=["centre", "at"], name="unmasking_period"),
        ),
        migrations.AddConstraint(
            model_name="unmasking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("purpose__in", ["contact", "visit", "relay", "verify", "follow_up", "lawful_demand"])
                ),
                name="unmasking_purpose",
            ),
        ),
        migrations.AddConstraint(
            model_name="unmasking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opened__contained_by", ["name", "phone", "id_number", "home_address"]),
                    ("opened__len__gt", 0),
                ),
                name="unmasking_opened",
            ),
        ),
        migrations.AddConstraint(
            model_name="unmasking",
            constraint=models.CheckConstraint(
                condition=models.Q(("order_number", ""), _negated=True), name="unmasking_order_number"
            ),
        ),
    ]
