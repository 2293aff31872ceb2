"""The centre of many orders with a row of every kind of ledger for each: what plans of ledgers are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.resources import files

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from psycopg import ClientCursor
from pytest_django import DjangoDbBlocker

from huying.domain.actors import Actor, Role
from huying.foundation import embedded, memory
from tests import databases
from tests.cast import Cast
from tests.queries.workorders.plans import as_if_big

_ROWS = 1800


@pytest.fixture(scope="session")
def laid_ledgers(server: embedded.Server, laid_orders: tuple[str, Cast]) -> Iterator[tuple[str, Cast]]:
    """Lay what the benchmark lays, in a database of its own."""
    template, cast = laid_orders
    name = databases.clone(server, template=template)
    script = files("benchmarks.mechanisms").joinpath("ledgers.sql").read_text(encoding="utf-8")
    people = {"clerk": cast.clerk, "reviewer": cast.reviewer, "arbiter": cast.arbiter, "leader": cast.leader}
    given = {"rows": _ROWS, "centre": cast.centre.pk, **{role: actor.person_id for role, actor in people.items()}}
    with psycopg.connect(server.url(role=embedded.SUPERUSER, dbname=name), autocommit=True) as superuser:
        superuser.execute("SET session_replication_role = replica")
        ClientCursor(superuser).execute(script, given)
        superuser.execute("VACUUM ANALYZE")
    yield name, cast
    databases.drop(server, name)


@pytest.fixture
def full_ledgers(
    server: embedded.Server, laid_ledgers: tuple[str, Cast], django_db_blocker: DjangoDbBlocker
) -> Iterator[Cast]:
    """Stand in the database of full ledgers; nothing may be written there."""
    name, cast = laid_ledgers
    memory.forget()
    with django_db_blocker.unblock(), databases.pointed_at(server, name):
        yield cast
    memory.forget()


def actor_of(cast: Cast, who: str) -> Actor:
    """Return who reads; besides the cast, a district's leader."""
    if who == "district_leader":
        return replace(cast.leader, role=Role.LEADER, unit_id=cast.district.pk, district_id=cast.district.pk)
    found = getattr(cast, who)
    assert isinstance(found, Actor)
    return found


def plans(ask: Callable[[], object]) -> list[str]:
    """Return how PostgreSQL would run each question that ``ask`` puts, of a big table."""
    with as_if_big(), CaptureQueriesContext(connection) as asked:
        ask()
        with connection.cursor() as cursor:
            found = []
            for one in list(asked.captured_queries):
                cursor.execute("EXPLAIN (COSTS off) " + one["sql"])
                found.append("\n".join(line for (line,) in cursor.fetchall()))
    return found
