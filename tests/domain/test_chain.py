"""What the chain binds, and what it replays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from huying.domain import chain
from huying.foundation.clock import SHANGHAI

AT = datetime(2026, 3, 2, 1, 0, 0, 5, tzinfo=UTC)
KEY = bytes(range(32))
FIELDS: dict[str, Any] = {
    "order_id": 7,
    "seq": 2,
    "action": "sign_order",
    "role": "clerk",
    "person_id": 3,
    "unit_id": 4,
    "policy": "",
    "occurred_at": AT,
    "recorded_at": AT,
    "data": {"set": {"state": "signed", "due": None}, "a": [1, True, "中"]},
}
LINK = chain.Link(**FIELDS)


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("order_id", 8),
        ("seq", 3),
        ("action", "move"),
        ("role", ""),
        ("person_id", None),
        ("unit_id", 44),
        ("policy", "x"),
        ("occurred_at", AT + timedelta(microseconds=1)),
        ("recorded_at", AT - timedelta(days=1)),
        ("data", {"set": {"state": "signed", "due": 0}, "a": [1, True, "中"]}),
    ],
)
def test_the_mac_covers_each_field(field: str, other: Any) -> None:
    assert set(FIELDS) == set(chain.Link._fields)
    assert chain.mac(KEY, chain.GENESIS, LINK) != chain.mac(KEY, chain.GENESIS, LINK._replace(**{field: other}))


def test_the_mac_covers_the_key_and_the_event_before() -> None:
    macs = {chain.mac(key, before, LINK) for key in (KEY, KEY[::-1]) for before in (chain.GENESIS, KEY)}
    assert len(macs) == 4


def test_the_same_moment_in_another_zone_and_keys_in_another_order_hash_alike() -> None:
    data = {"a": [1, True, "中"], "set": {"due": None, "state": "signed"}}
    same = LINK._replace(occurred_at=AT.astimezone(SHANGHAI), data=data)
    assert chain.canonical(same) == chain.canonical(LINK)


def test_what_is_hashed_stays_as_it_is() -> None:
    """A change here makes every stored history unverifiable."""
    expected = (
        '[7,2,"sign_order","clerk",3,4,"",1772413200000005,1772413200000005,'
        '{"a":[1,true,"中"],"set":{"due":null,"state":"signed"}}]'
    )
    assert chain.canonical(LINK).decode() == expected


@pytest.mark.parametrize("data", [{}, {"a": None, "b": [1, [True, "x"], {"c": -(10**20)}]}, [], "x", ("a", 1)])
def test_plain_data_is_taken(data: object) -> None:
    chain.require_plain(data)


@pytest.mark.parametrize("data", [1.0, {1: 2}, {"a": AT}, {"a": {None: 1}}, [b"x"], {"a": {1, 2}}])
def test_data_that_a_database_gives_back_in_another_form_is_not(data: object) -> None:
    with pytest.raises(TypeError):
        chain.require_plain(data)


def test_replaying_gives_the_last_word_on_each_column() -> None:
    events: list[dict[str, Any]] = [
        {"set": {"state": "a", "round": 1}},
        {"note": "x"},
        {"set": {"state": "b"}},
        {"set": None},
    ]
    assert chain.replay(events) == {"state": "b", "round": 1}


def test_equal_texts_under_two_salts_do_not_look_alike() -> None:
    assert chain.salted_digest(b"1" * 16, "井盖") != chain.salted_digest(b"2" * 16, "井盖")
    assert chain.heading_digest(b"1" * 16, title="井", place="盖") != chain.heading_digest(
        b"1" * 16, title="井盖", place=""
    )


def test_a_seal_covers_each_field_and_the_order_of_heads() -> None:
    fields: dict[str, Any] = {
        "number": 1,
        "sealed_at": AT,
        "xact_below": 9,
        "orders": 2,
        "events": 3,
        "digest": b"d" * 32,
        "previous": chain.GENESIS,
    }
    others: dict[str, Any] = {
        "number": 2,
        "sealed_at": AT + timedelta(seconds=1),
        "xact_below": 8,
        "orders": 1,
        "events": 4,
        "digest": b"e" * 32,
        "previous": b"p" * 32,
    }
    seals = [chain.SealBody(**fields)] + [chain.SealBody(**{**fields, name: others[name]}) for name in fields]
    assert len({chain.seal_digest(seal) for seal in seals}) == len(seals)


def test_the_digest_of_heads_depends_on_each_head() -> None:
    def digest(*heads: tuple[int, int, bytes]) -> bytes:
        whole = chain.HeadsDigest()
        for head in heads:
            whole.add(*head)
        return whole.value()

    one, two = (1, 1, b"a" * 32), (2, 1, b"b" * 32)
    assert len({digest(), digest(one), digest(one, two), digest(two, one), digest((1, 2, b"a" * 32))}) == 5
