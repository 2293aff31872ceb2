"""Work on the database side by side: threads, each with a connection of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from django.db import connections

Done = TypeVar("Done")

_AHEAD = 2  # pieces of a lane at a time: one that is done and one that waits


def side_by_side(work: Iterable[tuple[int, Callable[[], Done]]], *, lanes: int) -> Iterator[Done]:
    """Do every piece of work in its lane, one after the other there; yield what came of each, in the order given.

    ``work`` names the lane of each piece, from 0, and is read only so far ahead. The first piece that raises ends it:
    pieces that have not begun are left, and those that have come to their end.
    """
    threads = [ThreadPoolExecutor(max_workers=1) for _ in range(lanes)]
    waiting: deque[Future[Done]] = deque()
    try:
        for lane, piece in work:
            waiting.append(threads[lane].submit(piece))
            if len(waiting) == lanes * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for piece_left in waiting:
            piece_left.cancel()
        for thread in threads:
            thread.submit(connections.close_all).result()
            thread.shutdown()
