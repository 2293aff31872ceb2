"""The state of the database's schema beside the code's."""

from __future__ import annotations

from enum import StrEnum

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


class State(StrEnum):
    """How the schema stands beside the code."""

    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"


def state() -> State:
    """Compare the migrations that the database has seen with those of the code."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    known = {*loader.disk_migrations, *(key for m in loader.disk_migrations.values() for key in m.replaces)}
    if set(loader.applied_migrations) - known:
        return State.NEWER
    return State.OLDER if executor.migration_plan(loader.graph.leaf_nodes()) else State.CURRENT
