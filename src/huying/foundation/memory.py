"""Answers kept in memory by a process: of rows that never change, or for a minute."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from huying.foundation import clock

P = ParamSpec("P")
R = TypeVar("R")

_forget: list[Callable[[], None]] = []


def kept(function: Callable[P, R]) -> Callable[P, R]:
    """Keep answers for the life of the process: only for rows that never change."""
    remembered = lru_cache(maxsize=4096)(function)
    _forget.append(remembered.cache_clear)

    @wraps(function)
    def ask(*args: P.args, **kwargs: P.kwargs) -> R:
        return remembered(*args, **kwargs)  # type: ignore[arg-type]  # kept arguments are hashable

    return ask


def kept_a_minute(function: Callable[P, R]) -> Callable[P, R]:
    """Keep answers until the minute of the system's clock ends."""

    @lru_cache(maxsize=1024)
    def remembered(_minute: int, args: tuple[Hashable, ...], kwargs: tuple[tuple[str, Hashable], ...]) -> R:
        return function(*args, **dict(kwargs))  # type: ignore[arg-type]  # the signature is the outer one

    _forget.append(remembered.cache_clear)

    @wraps(function)
    def ask(*args: P.args, **kwargs: P.kwargs) -> R:
        minute = int(clock.system().timestamp() // 60)
        return remembered(minute, args, tuple(sorted(kwargs.items())))

    return ask


def forget() -> None:
    """Forget everything: another database is behind the connection, or its writer wants to see a change at once."""
    for clear in _forget:
        clear()
