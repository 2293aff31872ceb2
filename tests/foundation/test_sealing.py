"""A sealed value opens in its own row and field, under its own key, and nowhere else."""

from dataclasses import replace

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from huying.foundation.sealing import (
    SEALED_AT_LEAST,
    SealBroken,
    SealUnreadable,
    lookup_hash,
    lookup_key_id,
    open_sealed,
    seal,
)

HERE = "callers.identity.name|1"


@pytest.fixture(params=["aes", "sm4"], autouse=True)
def suite(request: pytest.FixtureRequest, settings: Settings) -> None:
    settings.HUYING_SUITE = request.param


@given(text=st.text(max_size=80))
@hypothesis.settings(suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
def test_what_was_sealed_opens(text: str) -> None:
    assert open_sealed(seal(text, context=HERE), context=HERE) == text


def test_nothing_of_the_text_is_readable_and_no_two_seals_are_alike() -> None:
    first, second = seal("王小明", context=HERE), seal("王小明", context=HERE)
    assert "王小明".encode() not in first
    assert first != second


def test_an_empty_text_is_as_long_as_the_shortest_seal() -> None:
    assert len(seal("", context=HERE)) == SEALED_AT_LEAST


def test_a_seal_names_version_suite_and_key(settings: Settings) -> None:
    before = seal("王小明", context=HERE)
    settings.HUYING_SECRETS = replace(settings.HUYING_SECRETS, caller_key=bytes(range(32)))
    assert before[:2] == seal("王小明", context=HERE)[:2] == bytes((1, before[1]))
    assert before[2:6] != seal("王小明", context=HERE)[2:6]


@pytest.mark.parametrize("context", ["callers.identity.name|2", "callers.identity.id_number|1", ""])
def test_a_seal_moved_to_another_row_or_field_is_broken(context: str) -> None:
    with pytest.raises(SealBroken, match="损坏或被移动"):
        open_sealed(seal("王小明", context=HERE), context=context)


@pytest.mark.parametrize("at", [6, 17, 18, 25, -1])
def test_a_seal_with_one_bit_changed_is_broken(at: int) -> None:
    sealed = bytearray(seal("王小明", context=HERE))
    sealed[at] ^= 1
    with pytest.raises(SealBroken):
        open_sealed(bytes(sealed), context=HERE)


@pytest.mark.parametrize("length", [6, 10, 17, 18, 33])
def test_a_seal_cut_short_is_broken(length: int) -> None:
    with pytest.raises(SealBroken):
        open_sealed(seal("王小明", context=HERE)[:length], context=HERE)


@pytest.mark.parametrize("at", [0, 1, 2, 5])
def test_an_unknown_version_suite_or_key_is_unreadable(at: int) -> None:
    sealed = bytearray(seal("王小明", context=HERE))
    sealed[at] ^= 0x80
    with pytest.raises(SealUnreadable, match="请系统管理员检查密钥配置"):
        open_sealed(bytes(sealed), context=HERE)


@pytest.mark.parametrize("sealed", [b"", b"\x01", "王小明".encode()])
def test_what_is_no_seal_is_unreadable(sealed: bytes) -> None:
    with pytest.raises(SealUnreadable):
        open_sealed(sealed, context=HERE)


def test_equal_values_have_equal_hashes_within_a_context_only(settings: Settings) -> None:
    phone = lookup_hash("+8613800000000", context="callers.caller.phone|1")
    assert len(phone) == 32
    assert phone == lookup_hash("+8613800000000", context="callers.caller.phone|1")
    assert phone != lookup_hash("+8613800000001", context="callers.caller.phone|1")
    assert phone != lookup_hash("+8613800000000", context="callers.caller.phone|2")
    settings.HUYING_SECRETS = replace(settings.HUYING_SECRETS, lookup_key=bytes(range(32)))
    assert phone != lookup_hash("+8613800000000", context="callers.caller.phone|1")


def test_the_id_of_the_lookup_key_changes_with_the_key(settings: Settings) -> None:
    before = lookup_key_id()
    settings.HUYING_SECRETS = replace(settings.HUYING_SECRETS, lookup_key=bytes(range(32)))
    assert len(before) == 4
    assert before != lookup_key_id()
