"""Every table says what personal data it holds, and lets the database keep its values."""

from __future__ import annotations

from django.apps import apps
from django.db import models
from django.db.models import CheckConstraint

OURS = [model for model in apps.get_models() if model.__module__.startswith("huying.")]


def test_every_model_declares_its_personal_data_and_how_long_it_is_kept() -> None:
    assert OURS
    for model in OURS:
        declared = getattr(model, "personal_data", None)
        assert declared == "none" or (isinstance(declared, dict) and declared), model.__name__
        if isinstance(declared, dict):
            assert set(declared) <= {field.name for field in model._meta.get_fields()}, model.__name__
        kind, period = model.retention  # type: ignore[attr-defined]
        assert kind, model.__name__
        assert period, model.__name__


def test_every_field_with_choices_is_checked_by_the_database() -> None:
    for model in OURS:
        checks = " ".join(str(c.condition) for c in model._meta.constraints if isinstance(c, CheckConstraint))
        for field in model._meta.get_fields():
            if isinstance(field, models.Field) and field.choices:
                assert field.name in checks, f"{model.__name__}.{field.name}"


def test_no_model_hides_logic_in_save() -> None:
    for model in OURS:
        assert "save" not in vars(model), model.__name__
