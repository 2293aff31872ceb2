"""one_ahead: the next thing is made while this one is used."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from huying.foundation.ahead import one_ahead


def test_everything_comes_in_order() -> None:
    assert list(one_ahead(range(5), str)) == ["0", "1", "2", "3", "4"]
    assert list(one_ahead([], str)) == []


def test_the_next_is_made_while_this_one_is_used() -> None:
    made = threading.Event()

    def make(number: int) -> int:
        if number == 1:
            made.set()
        return number

    things = one_ahead(range(2), make)
    assert next(things) == 0
    assert made.wait(timeout=10)
    assert list(things) == [1]


def test_no_more_than_one_is_made_ahead() -> None:
    taken = []

    def given() -> Iterator[int]:
        for number in range(10):
            taken.append(number)
            yield number

    things = one_ahead(given(), str)
    next(things)
    things.close()  # type: ignore[attr-defined]  # a generator
    assert len(taken) <= 2


def test_what_making_raises_comes_where_the_thing_would_have() -> None:
    things = one_ahead([1, 0, 2], lambda number: 1 // number)
    assert next(things) == 1
    with pytest.raises(ZeroDivisionError):
        next(things)
