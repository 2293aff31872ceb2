"""What sealing the history does."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings as django_settings
from django.db import connection, transaction
from pytest_django import Settings

from huying.domain import chain
from huying.foundation import embedded
from huying.foundation.commit import one_commit
from huying.workorders.actions.note import note
from huying.workorders.actions.seal_history import seal_history
from huying.workorders.models import Event, Order, Seal, SealEntry
from huying.workorders.queries.verify.signed import body_of
from huying.workorders.tasks import seal_history_task
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order
from tests.history.store import found, seal
from tests.walk import HOUR


@pytest.fixture
def cast(own_database: str, settings: Settings, tmp_path: Path) -> Cast:
    settings.HUYING_SEAL_FILE = tmp_path / "seals.jsonl"
    with one_commit():
        return create_cast()


def register(cast: Cast) -> Order:
    with one_commit():
        return create_order(operator=cast.operator, at=MONDAY)


def heads(made: Seal) -> list[tuple[int, int]]:
    return list(SealEntry.objects.filter(seal=made).order_by("order_ref").values_list("order_ref", "seq"))


def test_a_seal_holds_the_head_of_each_chain_that_grew(cast: Cast) -> None:
    first, second = register(cast), register(cast)
    assert heads(seal(at=MONDAY)) == [(first.pk, 1), (second.pk, 1)]
    with one_commit():
        note(order_id=second.pk, code="remarked", actor=cast.supervisor, at=MONDAY)
        note(order_id=second.pk, code="remarked", actor=cast.supervisor, at=MONDAY)
    made = seal(at=MONDAY + HOUR)
    assert heads(made) == [(second.pk, 3)]
    assert (made.number, made.orders, made.events) == (2, 2, 4)
    entry = SealEntry.objects.get(seal=made)
    assert bytes(entry.mac) == bytes(Event.objects.get(order=second, seq=3).mac)


def test_a_seal_is_signed_and_names_the_one_before(cast: Cast) -> None:
    register(cast)
    seal(at=MONDAY)
    seal(at=MONDAY + HOUR)
    first, second = Seal.objects.order_by("number")
    key = Ed25519PrivateKey.from_private_bytes(django_settings.HUYING_SECRETS.seal_key).public_key()
    for made in (first, second):
        key.verify(bytes(made.signature), chain.seal_bytes(body_of(made)))
    assert bytes(first.previous) == chain.GENESIS
    assert bytes(second.previous) == chain.seal_digest(body_of(first))


def test_nothing_new_is_sealed_too(cast: Cast) -> None:
    register(cast)
    seal(at=MONDAY)
    made = seal(at=MONDAY + HOUR)
    assert (heads(made), made.orders, made.events) == ([], 1, 1)


def test_what_commits_after_the_seal_began_is_in_the_next_one(cast: Cast) -> None:
    """The late transaction has a lower number than what the seal has seen: no order of ids may lose it."""
    written, may_commit = threading.Event(), threading.Event()

    def write_late() -> Order:
        try:
            with one_commit():
                order = create_order(operator=cast.operator, at=MONDAY, phone="")
                written.set()
                assert may_commit.wait(30)
            return order
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(write_late)
        assert written.wait(30)
        early = register(cast)
        sealed_while_it_was_open = heads(seal(at=MONDAY))
        may_commit.set()
        order = late.result()
    assert sealed_while_it_was_open == [(early.pk, 1)]
    assert order.pk < early.pk
    assert heads(seal(at=MONDAY + HOUR)) == [(order.pk, 1)]
    assert found() == []


@pytest.mark.parametrize("ahead", [10**9, -(10**9)])
def test_in_a_restored_database_whose_transactions_count_anew_nothing_is_lost(
    cast: Cast, server: embedded.Server, own_database: str, ahead: int
) -> None:
    register(cast)
    seal(at=MONDAY)
    unsealed = register(cast)
    url = server.url(role=embedded.SUPERUSER, dbname=own_database)
    with psycopg.connect(url, options="-c session_replication_role=replica") as superuser:
        superuser.execute("UPDATE workorders_event SET xact = xact + %s", [ahead])
        superuser.execute("UPDATE workorders_seal SET xact_below = xact_below + %s", [ahead])
    fresh = register(cast)
    assert heads(seal(at=MONDAY + HOUR)) == [(unsealed.pk, 1), (fresh.pk, 1)]
    another = register(cast)
    assert heads(seal(at=MONDAY + 2 * HOUR)) == [(another.pk, 1)]


def test_the_first_seal_of_a_day_finds_what_was_written_under_a_false_transaction_number(
    cast: Cast, server: embedded.Server, own_database: str
) -> None:
    register(cast)
    seal(at=MONDAY)
    hidden = register(cast)
    url = server.url(role=embedded.SUPERUSER, dbname=own_database)
    with psycopg.connect(url, options="-c session_replication_role=replica") as superuser:
        superuser.execute("UPDATE workorders_event SET xact = 1 WHERE order_id = %s", [hidden.pk])
    assert heads(seal(at=MONDAY + HOUR)) == []
    assert heads(seal(at=MONDAY + 24 * HOUR)) == [(hidden.pk, 1)]


def test_two_seals_at_once_follow_each_other(cast: Cast) -> None:
    register(cast)

    def seal_once(hour: int) -> int:
        try:
            return seal(at=MONDAY + hour * HOUR).number
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as rush:
        assert sorted(rush.map(seal_once, [0, 0, 0, 0])) == [1, 2, 3, 4]
    assert found() == []


def test_a_seal_that_is_rolled_back_leaves_no_line_in_the_file(cast: Cast, settings: Settings) -> None:
    register(cast)
    with one_commit():
        seal_history(at=MONDAY)
        transaction.set_rollback(True)
    assert not settings.HUYING_SEAL_FILE.exists()
    assert not Seal.objects.exists()


def test_the_hourly_job_seals(cast: Cast) -> None:
    register(cast)
    seal_history_task(timestamp=0)
    assert Seal.objects.get().orders == 1
