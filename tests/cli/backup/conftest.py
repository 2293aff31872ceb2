"""A store with a history, its backup, and an empty database to restore into."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker, Settings

from huying.cli.backup import archive
from huying.cli.backup.crypt import recipients
from huying.cli.backup.manifest import Manifest
from huying.cli.backup.restoring import looked_through, require_empty, write_store
from huying.cli.backup.writing import write_backup
from huying.foundation import embedded
from tests import databases
from tests.history.store import History, lay_history


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a test works: the store's history, a folder, the server, a pair of keys."""

    history: History
    folder: Path
    server: embedded.Server
    secret: Any
    public: str

    @property
    def attachments(self) -> Path:
        return self.folder / "files"

    def back_up(self, name: str = "one.hb") -> tuple[Path, Manifest]:
        """Write a backup of the database that Django is pointed at."""
        path = self.folder / name
        return path, write_backup(path, to=recipients([self.public]), attachments=self.attachments).manifest

    def restore(self, path: Path, *, attachments: Path, overwrite: bool = False) -> Manifest:
        """Do what ``huying restore`` does to the database that Django is pointed at; models come beside attachments."""
        require_empty(overwrite=overwrite)
        found = looked_through(path, keys=[self.secret])
        folders = {archive.FILES: attachments, archive.MODELS: attachments.with_name("models-there")}
        write_store(path, keys=[self.secret], folders=folders)
        return found

    @contextmanager
    def empty_database(self) -> Iterator[str]:
        """Point Django at a database with nothing but its roles."""
        name = databases.clone(self.server, template=databases.EMPTY)
        with databases.pointed_at(self.server, name):
            yield name
        databases.drop(self.server, name)


@pytest.fixture
def place(
    own_database: str,
    server: embedded.Server,
    settings: Settings,
    tmp_path: Path,
    django_db_blocker: DjangoDbBlocker,
) -> Place:
    settings.HUYING_SEAL_FILE = tmp_path / "seals.jsonl"
    settings.HUYING_KEYS = None
    settings.HUYING_MODELS = tmp_path / "models"
    identity = pyrage.x25519.Identity.generate()
    return Place(
        history=lay_history(), folder=tmp_path, server=server, secret=identity, public=str(identity.to_public())
    )


def tables() -> list[str]:
    """Return what stands in the database, without what extensions bring."""
    with connection.cursor() as cursor:
        return [name for name in connection.introspection.table_names(cursor) if not name.startswith("pg_")]
