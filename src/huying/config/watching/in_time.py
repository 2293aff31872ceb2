"""Ask what may hang, and go on without an answer: a database that is stopped keeps whoever asks it for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connection

T = TypeVar("T")


class InTime(Generic[T]):
    """One question, asked by one thread at a time; whoever comes while it is being asked gets the same answer."""

    def __init__(self, ask: Callable[[], T], *, seconds: float) -> None:
        """Keep the question and how long to wait for its answer."""
        self._ask, self._seconds = ask, seconds
        self._lock = threading.Lock()
        self._asked: _Asked[T] | None = None

    def answer(self) -> T:
        """Return the answer; raise ``TimeoutError`` if there is none in time, or what asking raised."""
        with self._lock:
            if self._asked is None or self._asked.done.is_set():
                self._asked = _Asked(self._ask)
                # A daemon: a thread that hangs must not keep the process from ending.
                threading.Thread(target=self._asked.run, daemon=True).start()
            asked = self._asked
        if not asked.done.wait(self._seconds):
            raise TimeoutError
        if asked.fault:
            raise asked.fault
        return asked.found[0]


class _Asked(Generic[T]):
    def __init__(self, ask: Callable[[], T]) -> None:
        self._ask = ask
        self.done = threading.Event()
        self.found: list[T] = []
        self.fault: Exception | None = None

    def run(self) -> None:
        try:
            self.found.append(self._ask())
        except Exception as fault:  # noqa: BLE001  # handed to whoever asked
            self.fault = fault
        finally:
            connection.close()
            self.done.set()
