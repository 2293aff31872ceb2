"""A folder for models."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def models(settings: Settings, tmp_path: Path) -> Path:
    """Give the folder that models are kept in."""
    settings.HUYING_MODELS = tmp_path / "models"
    return tmp_path / "models"
