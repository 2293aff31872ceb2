"""The puzzle before a public form: solved by a script or by a person, and by nobody else."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.foundation.proof import LIFETIME, Proof, _number_in, _sum_of, is_met, new_proof, proof_of
from tests.cast import MONDAY as AT

BITS = 8


def proof() -> Proof:
    return new_proof(bits=BITS, at=AT)


def solved(one: Proof) -> str:
    return next(str(n) for n in count() if hashlib.sha256(f"{one.nonce}:{n}".encode()).digest()[0] >> (8 - BITS) == 0)


def test_the_number_that_a_script_finds_is_taken_for_its_own_puzzle_only() -> None:
    one = proof()
    work = solved(one)
    assert is_met(one, work=work, answer="")
    others = [proof() for _ in range(20)]
    assert not all(is_met(other, work=work, answer="") for other in others)


@given(st.text(max_size=20))
def test_what_is_no_number_is_no_work(text: str) -> None:
    one = proof()
    if not (text.isascii() and text.isdigit()):
        assert not is_met(one, work=text, answer="")


def test_the_sum_is_taken_in_digits_and_in_words() -> None:
    one = proof()
    answer = _sum_of(one.nonce)[1]
    assert is_met(one, work="", answer=f" {answer} ")
    assert not is_met(one, work="", answer=str(answer + 1))
    assert not is_met(one, work="", answer="")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十二", 12),
        ("二十", 20),
        ("十", 10),
        ("七", 7),
        ("１５", 15),
        ("十十", None),
        ("大概五", None),
        ("12345", None),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, number: int | None) -> None:
    assert _number_in(text) == number


def test_a_puzzle_is_ours_and_not_too_old() -> None:
    one = proof()
    assert proof_of(one.token, bits=BITS, at=AT + LIFETIME - timedelta(minutes=2)) == one
    assert proof_of(one.token, bits=BITS, at=AT + LIFETIME + timedelta(minutes=2)) is None
    assert proof_of(one.token, bits=BITS, at=AT - timedelta(hours=1)) is None
    assert proof_of(one.token[:-1] + ("A" if one.token[-1] != "A" else "B"), bits=BITS, at=AT) is None
    assert proof_of("", bits=BITS, at=AT) is None


def test_the_token_does_not_hold_the_answer() -> None:
    questions = {_sum_of(proof().nonce)[0] for _ in range(50)}
    assert len(questions) > 10
