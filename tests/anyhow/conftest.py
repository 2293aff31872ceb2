"""The machine with a database of its own."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from huying.foundation import embedded
from huying.foundation.commit import one_commit
from tests.anyhow.machine import Anyhow
from tests.anyhow.people import create_troupe

_TABLES = [
    "workorders_order",
    "workorders_seal",
    "callers_identity",
    "callers_caller",
    "intake_tally",
    "procrastinate_jobs",
]
_AND_WHAT_POINTS_TO_THEM = """
WITH RECURSIVE t AS (
    SELECT unnest(%s::regclass[])::oid AS id
    UNION
    SELECT conrelid FROM pg_constraint JOIN t ON confrelid = t.id WHERE contype = 'f'
)
SELECT id::regclass::text FROM t
"""


@pytest.fixture
def machine(server: embedded.Server, own_database: str) -> Iterator[type[Anyhow]]:
    """Give the machine a database of its own, with the same people in every run and no orders at its beginning."""
    with one_commit():
        troupes = {profile: create_troupe(profile=profile) for profile in ("national", "beijing")}
    url = server.url(role=embedded.SUPERUSER, dbname=own_database)
    with psycopg.connect(url, autocommit=True, options="-c session_replication_role=replica") as superuser:
        tables = [name for (name,) in superuser.execute(_AND_WHAT_POINTS_TO_THEM, [_TABLES])]
        # So few rows are deleted sooner than so many tables are truncated.
        wiping = "; ".join(f"DELETE FROM {name}" for name in tables).encode()

        def wipe() -> None:
            superuser.execute(wiping)

        class Ours(Anyhow):
            pass

        Ours.troupes, Ours.wipe, Ours.taken = troupes, staticmethod(wipe), set()
        yield Ours
