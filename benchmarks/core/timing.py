"""Time calls one by one."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import Any

_WARM_UP = 20


@dataclass(frozen=True, kw_only=True)
class Timed:
    """Milliseconds of many calls of one kind."""

    calls: int
    p50_ms: float
    p95_ms: float
    worst_ms: float


def timed(calls: int, call: Callable[[], Any]) -> Timed:
    """Call so many times, after some that do not count."""
    for _ in range(_WARM_UP):
        call()
    taken = []
    for _ in range(calls):
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1000)
    return Timed(calls=calls, p50_ms=_ms(median(taken)), p95_ms=_ms(_p95(taken)), worst_ms=_ms(max(taken)))


def summary(found: dict[str, Timed]) -> dict[str, Any]:
    """Return the slowest kind's p95, its name, and every kind."""
    slowest = max(found, key=lambda name: found[name].p95_ms)
    return {
        "p95_ms": found[slowest].p95_ms,
        "slowest": slowest,
        "kinds": {name: asdict(one) for name, one in found.items()},
    }


def _p95(taken: Sequence[float]) -> float:
    return quantiles(taken, n=20, method="inclusive")[-1]


def _ms(value: float) -> float:
    return round(value, 2)
