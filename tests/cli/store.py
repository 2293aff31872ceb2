"""A store for commands that are run as processes, seen from outside."""

from __future__ import annotations

import base64
import os
from typing import Any

import psycopg

from huying.foundation import embedded, secrets

OF_THE_RUN = "FROM pg_stat_activity WHERE usename = 'huying_app' AND datname = current_database()"
_KEYS = {name: base64.b64encode(os.urandom(32)).decode() for name in secrets.NAMES.values()}


class Store:
    """A database of the test's own."""

    def __init__(self, server: embedded.Server, name: str) -> None:
        self.variables = {"HUYING_DATABASE_URL": server.url(role=embedded.APP, dbname=name), **_KEYS}
        url = server.url(role=embedded.SUPERUSER, dbname=name)
        self._eye = psycopg.connect(url, autocommit=True)

    def ask(self, statement: str) -> Any:
        row = self._eye.execute(statement).fetchone()
        assert row is not None
        return row[0]

    def orders(self) -> int:
        return int(self.ask("SELECT count(*) FROM workorders_order"))

    def close(self) -> None:
        self._eye.close()
