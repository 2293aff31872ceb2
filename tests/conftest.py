"""Databases for tests: one server a session, one clone of the migrated template a process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker, Settings

from huying.foundation import embedded
from tests import databases, stores


def pytest_configure() -> None:
    """Hash passwords quickly: no test is about their strength. Let nothing write into the developer's own data."""
    hypothesis.settings.register_profile("house", deadline=None)  # no test is about how long it takes
    hypothesis.settings.load_profile("house")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.HUYING_FILES = databases.ROOT / "build" / "not-for-files"


@pytest.fixture
def files(settings: Settings, tmp_path: Path) -> Path:
    """Give the folder that pictures are kept in, for a test that keeps some."""
    settings.HUYING_FILES = tmp_path / "files"
    settings.HUYING_FILES.mkdir()
    return tmp_path / "files"


@pytest.fixture(scope="session")
def server() -> Iterator[embedded.Server]:
    """Give the PostgreSQL that all processes of this session share."""
    with embedded.opened(stores.shared(), settings=databases.HASTY) as running:
        databases.sweep(running)
        yield running


@pytest.fixture(scope="session")
def template() -> str:
    """Give the name of the migrated database that others are cloned from."""
    return databases.TEMPLATE


@pytest.fixture(scope="session")
def django_db_setup(server: embedded.Server, template: str) -> Iterator[None]:
    """Point Django at this process's own clone, as ``huying_app``; tests in it roll back."""
    name = databases.clone(server, template=template)
    with databases.pointed_at(server, name):
        yield
    databases.drop(server, name)


@pytest.fixture
def own_database(
    server: embedded.Server, template: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """Give a test that commits (or uses threads, or processes) a database of its own; never with ``db``."""
    name = databases.clone(server, template=template)
    with django_db_blocker.unblock(), databases.pointed_at(server, name):
        yield name
    databases.drop(server, name)
