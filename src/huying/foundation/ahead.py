"""Make the next thing while this one is being used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


def one_ahead(given: Iterable[Given], make: Callable[[Given], Made]) -> Iterator[Made]:
    """Yield what is made of each; the next is made in a thread meanwhile, so ``make`` may not ask the database.

    What ``given`` or ``make`` raises is raised where the thing would have come.
    """
    waiting = iter(given)
    end = object()

    def step() -> Made | object:
        one = next(waiting, end)
        return end if one is end else make(one)  # type: ignore[arg-type]  # not the end, so one of the given

    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(step)
        while (made := coming.result()) is not end:
            coming = beside.submit(step)
            yield made  # type: ignore[misc]  # not the end
