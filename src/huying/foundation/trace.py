"""The request or job that is being served: what a line of the log and a measured figure say about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(kw_only=True)
class Work:
    """One request or one job: a name to find it by, its route or task, whose it is, what it has cost so far.

    ``cause`` is the request that it follows from; a request follows from itself, a job of the clock from none.
    """

    id: str
    route: str
    cause: str = ""
    person_id: int | None = None
    statements: int = 0
    refusal: str = ""


_present: ContextVar[Work | None] = ContextVar("huying_work", default=None)


def present() -> Work | None:
    """Return what is being served, ``None`` where nothing is, as in a command."""
    return _present.get()


@contextmanager
def serving(work: Work) -> Iterator[Work]:
    """Let ``work`` be what is served in this block."""
    token = _present.set(work)
    try:
        yield work
    finally:
        _present.reset(token)
