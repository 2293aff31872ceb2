"""A store with a history, laid once: three orders, walked by the real actions, sealed twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as django_settings
from pytest_django import DjangoDbBlocker, Settings

from huying.foundation import embedded
from tests import databases
from tests.history.store import History, SuperUser, lay_history


@pytest.fixture(scope="session")
def laid(
    server: embedded.Server,
    template: str,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, History, bytes]]:
    """Lay the history; give the database, what is in it, and its seal file."""
    path = tmp_path_factory.mktemp("laid") / "seals.jsonl"
    before, django_settings.HUYING_SEAL_FILE = django_settings.HUYING_SEAL_FILE, path
    name = databases.clone(server, template=template)
    with django_db_blocker.unblock(), databases.pointed_at(server, name):
        history = lay_history()
    django_settings.HUYING_SEAL_FILE = before
    with _superuser(server, name) as superuser:
        superuser.remember("laid")
    yield name, history, path.read_bytes()
    databases.drop(server, name)


def _superuser(server: embedded.Server, name: str) -> SuperUser:
    url = server.url(role=embedded.SUPERUSER, dbname=name)
    return SuperUser(psycopg.connect(url, autocommit=True, options="-c session_replication_role=replica"))


@pytest.fixture
def superuser(server: embedded.Server, laid: tuple[str, History, bytes]) -> Iterator[SuperUser]:
    """Be the superuser with triggers off; afterwards everything is put back."""
    with _superuser(server, laid[0]) as superuser:
        yield superuser
        superuser.put_back("laid")
        superuser.run("DROP SCHEMA IF EXISTS yesterday CASCADE")


@pytest.fixture
def history(
    server: embedded.Server,
    laid: tuple[str, History, bytes],
    superuser: SuperUser,
    django_db_blocker: DjangoDbBlocker,
    settings: Settings,
    tmp_path: Path,
) -> Iterator[History]:
    """Point Django at the history, with a seal file of the test's own."""
    settings.HUYING_SEAL_FILE = tmp_path / "seals.jsonl"
    settings.HUYING_SEAL_FILE.write_bytes(laid[2])
    with django_db_blocker.unblock(), databases.pointed_at(server, laid[0]):
        yield laid[1]
