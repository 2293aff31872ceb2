"""Registering beside pgbench with the same statements, in turn, so that both meet the same machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.core import replay
from benchmarks.core.city import City
from benchmarks.core.registering import Registered, register_for, registrar
from benchmarks.core.round_trips import counted
from huying.foundation import embedded
from huying.workorders.models import Order

_PROCESSES = (2, 4)
_COUNTED = 50
"""Registrations until the process remembers what it asks only once, and of each count."""


def writing(city: City, *, seconds: int, rounds: int, server: embedded.Server, data: Path) -> dict[str, Any]:
    """Return orders a second, processor time and round-trips of registering, and what pgbench does."""
    register = registrar(operator=city.operator, seed=0)
    for _ in range(_COUNTED):
        register()
    script = data / "register.pgbench"
    script.write_text(replay.script_of(register, server=server), encoding="utf-8")
    trips = _round_trips(register, server)

    def registered(processes: int) -> Registered:
        return register_for(seconds=seconds, processes=processes, operator=city.operator, data=data)

    runs, best, replayed = [registered(1)], [], []
    for _ in range(rounds):
        turn = [registered(processes) for processes in _PROCESSES]
        best.append(max(run.per_s for run in turn))
        replayed.append(replay.run(script, seconds=seconds, server=server, data=data))
        runs += turn
    shares = [one / other for one, other in zip(best, replayed, strict=True)]
    return {
        "register_per_s": round(median(best), 1),
        "register_cpu_ms": round(median(run.cpu_ms for run in runs), 2),
        "register_round_trips": round(trips, 2),
        "pgbench_per_s": round(median(replayed), 1),
        "register_share_of_pgbench": round(median(shares), 3),
        "detail": {"runs": [asdict(run) for run in runs], "pgbench": replayed, "shares": shares},
    }


def _round_trips(register: Callable[[], Order], server: embedded.Server) -> float:
    """Return the round-trips of one registration, once statements are prepared again."""
    with counted(server) as trips:
        for _ in range(_COUNTED):
            register()
        before = trips()
        for _ in range(_COUNTED):
            register()
        return (trips() - before) / _COUNTED
