"""The machine with a database of its own."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from huying.foundation import embedded
from huying.foundation.commit import one_commit
from tests.anyhow.machine import Anyhow
from tests.anyhow.people import create_troupe

_TABLES = "workorders_order, workorders_seal, callers_identity, callers_caller, intake_tally, procrastinate_jobs"


@pytest.fixture
def machine(server: embedded.Server, own_database: str) -> Iterator[type[Anyhow]]:
    """Give the machine a database of its own, with the same people in every run and no orders at its beginning."""
    with one_commit():
        troupes = {profile: create_troupe(profile=profile) for profile in ("national", "beijing")}
    url = server.url(role=embedded.SUPERUSER, dbname=own_database)
    with psycopg.connect(url, autocommit=True, options="-c session_replication_role=replica") as superuser:

        def wipe() -> None:
            superuser.execute(f"TRUNCATE {_TABLES} CASCADE".encode())

        class Ours(Anyhow):
            pass

        Ours.troupes, Ours.wipe = troupes, staticmethod(wipe)
        yield Ours
