"""Query codes: eighty bits that survive being read out, written down and typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.domain.public_words import STATE_WORDS, step_words
from huying.domain.query_codes import ALPHABET, BYTES, code_of, read, shown
from huying.domain.states import State

EIGHTY_BITS = st.binary(min_size=BYTES, max_size=BYTES)


@given(EIGHTY_BITS)
def test_a_code_is_read_back_as_it_was_shown(bits: bytes) -> None:
    code = code_of(bits)
    assert set(code) <= set(ALPHABET)
    assert read(shown(code)) == code
    assert read(shown(code).lower().replace("-", " ")) == code


@given(EIGHTY_BITS, EIGHTY_BITS)
def test_no_two_codes_are_one(one: bytes, other: bytes) -> None:
    assert (code_of(one) == code_of(other)) == (one == other)


def test_what_looks_alike_is_read_alike() -> None:
    assert read("OIL0-1111-ABCD－ｅｆｇｈ") == "01101111ABCDEFGH"


@pytest.mark.parametrize("text", ["", "7K3M", "7K3M-0Q9T-XW2B-4HFDD", "7K3M-0Q9T-XW2B-4HF!", "UUUU-UUUU-UUUU-UUUU"])
def test_what_can_be_no_code_is_none(text: str) -> None:
    assert read(text) is None


def test_fewer_bits_make_no_code() -> None:
    with pytest.raises(ValueError, match="eighty bits"):
        code_of(b"12345")


def test_every_state_has_words_for_the_citizen() -> None:
    assert set(STATE_WORDS) == set(State)


def test_an_event_that_is_not_listed_is_not_shown() -> None:
    assert step_words(action="erase_text", state=State.HANDLING, unit="桥头街道办事处") == ""


def test_a_citizen_learns_that_an_order_goes_elsewhere_and_nothing_of_a_dispute_that_changed_nothing() -> None:
    def said(action: str, state: State) -> str:
        return step_words(action=action, state=state, unit="市城市管理局")

    assert "重新确定承办单位" in said("settle_return", State.AWAITING_DISPATCH)
    assert said("rule_unit", State.DISPATCHED) == "热线指定由市城市管理局办理"
    assert not said("request_return", State.DISPATCHED) + said("settle_return", State.DISPATCHED)
