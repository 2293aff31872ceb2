"""How many pages are drawn at once, so that a thread is left for probes when all pages hang on the database."""

from __future__ import annotations

import threading
import time

from huying.domain.errors import Unavailable


class AllPlacesTaken(Unavailable):
    """Every page that is being drawn has hung for long; one more would hang too."""

    code = "all_places_taken"
    sentence = "系统正忙，请过一会儿再试；刚才提交的内容没有保存。"


class Places:
    """So many at once; whoever comes then waits for a place as long as something moves."""

    def __init__(self, number: int, *, patience_seconds: float) -> None:
        """Keep how many places there are, 0 for no end of them, and for how long nothing may move."""
        self._number, self._patience = number, patience_seconds
        self._taken, self._moved_at = 0, time.monotonic()
        self._change = threading.Condition()

    def __enter__(self) -> None:
        """Take a place; raise ``AllPlacesTaken`` where none came free and nobody came or went for too long."""
        with self._change:
            while self._number and self._taken >= self._number:
                left = self._moved_at + self._patience - time.monotonic()
                if left <= 0:
                    raise AllPlacesTaken
                self._change.wait(left)
            self._taken += 1
            self._moved_at = time.monotonic()

    def __exit__(self, *_: object) -> None:
        """Give the place to the next."""
        with self._change:
            self._taken -= 1
            self._moved_at = time.monotonic()
            self._change.notify()
