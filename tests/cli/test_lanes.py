"""Work side by side: in order within a lane, told in the order given, ended by the first fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from operator import floordiv
from threading import Event, current_thread

import pytest

from huying.cli.lanes import side_by_side


def test_what_came_of_each_is_told_in_the_order_given_and_a_lane_is_one_thread() -> None:
    def piece(number: int) -> tuple[int, str]:
        return number, current_thread().name

    work = [(number % 3, partial(piece, number)) for number in range(20)]
    done = list(side_by_side(work, lanes=3))
    assert [number for number, _ in done] == list(range(20))
    assert len({(number % 3, name) for number, name in done}) == len({name for _, name in done}) == 3


def test_lanes_work_at_the_same_time() -> None:
    first, second = Event(), Event()

    def meet(mine: Event, other: Event) -> bool:
        mine.set()
        return other.wait(timeout=30)

    assert (
        list(side_by_side([(0, lambda: meet(first, second)), (1, lambda: meet(second, first))], lanes=2)) == [True] * 2
    )


def test_the_first_fault_ends_it_and_no_more_is_read() -> None:
    read = 0

    def work() -> Iterator[tuple[int, Callable[[], int]]]:
        nonlocal read
        for number in range(1000):
            read += 1
            yield number % 2, partial(floordiv, 1, number - 5)

    told: list[int] = []
    with pytest.raises(ZeroDivisionError):
        told += iter(side_by_side(work(), lanes=2))
    assert read < 20
