"""Open the store that a command works on: the embedded one, or the server of ``HUYING_DATABASE_URL``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import django
from django.db import InterfaceError, OperationalError, connections

from huying.cli import schema
from huying.cli.unreachable import refusal_of
from huying.foundation import embedded, secrets


@dataclass(frozen=True, kw_only=True)
class Store:
    """What a command works on: the data directory, absolute, and the embedded server if there is one."""

    data: Path
    embedded: embedded.Server | None


@contextmanager
def opened(data: Path, *, migrated: bool = True) -> Iterator[Store]:
    """Open the store, set Django up and check the schema; only then may models be imported.

    An embedded store is started if need be, and migrated when it is older than the code.
    ``migrated=False`` leaves the schema as it is and unchecked. Raises a ``Refusal`` whose sentence says
    what to do: directory, key, database or schema.
    """
    root = data.expanduser().resolve()
    os.environ["HUYING_DATA"] = str(root)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huying.config.settings")
    with _server(root) as server:
        django.setup()
        _make_own_files_folder(root)
        try:
            with _reachable():
                if migrated:
                    schema.require(may_migrate=server is not None, lock=root / "migrate.lock")
                yield Store(data=root, embedded=server)
        finally:
            connections.close_all()


@contextmanager
def _server(root: Path) -> Iterator[embedded.Server | None]:
    if os.environ.get("HUYING_DATABASE_URL"):
        secrets.load(None, os.environ)
        yield None
        return
    embedded.layout_of(root).make()
    secrets.load(root, os.environ)
    with embedded.opened(root) as server:
        os.environ["HUYING_EMBEDDED_SOCKET"] = str(server.socket_dir)
        yield server


def _make_own_files_folder(root: Path) -> None:
    """Make the folder of pictures inside the data directory; one that ``HUYING_FILES`` names must be there.

    Where that cannot be, the first picture is refused, and ``huying check`` says so.
    """
    if not os.environ.get("HUYING_FILES"):
        with suppress(OSError):
            (root / "files").mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError) as fault:
        raise refusal_of(fault) from fault
