"""``python -m benchmarks.core``: measure, print, and write build/bench/core.json."""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from huying.cli.store import opened
from huying.foundation import embedded

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.core.city import City
    from benchmarks.core.timing import Timed

_BUILD = Path(__file__).parents[2] / "build" / "bench"
_SIZES = (10_000, 100_000, 1_000_000)
_QUESTIONS = ("register", "queue", "order", "search")


def main() -> None:
    """Measure what was asked for, in a fresh store with the product's own settings."""
    asked = _arguments()
    store = _BUILD / "core-store"
    # Leaving in order stops the server, also when told to leave; what was killed is stopped and removed here.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if store.exists():
        with embedded.opened(store):
            pass
        shutil.rmtree(store)
    with opened(store) as running:
        assert running.embedded
        found = _measured(asked, running.embedded, store)
    shutil.rmtree(store)
    _BUILD.mkdir(parents=True, exist_ok=True)
    (_BUILD / "core.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({key: value for key, value in found.items() if key != "detail"}, ensure_ascii=False, indent=1))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.core", description=__doc__)
    sizes = ",".join(map(str, _SIZES))
    parser.add_argument("--sizes", default=sizes, help=f"numbers of orders, with commas between (default {sizes})")
    parser.add_argument("--only", choices=_QUESTIONS, help="measure only this")
    parser.add_argument("--calls", type=int, default=200, help="timed calls of each kind of reading (default 200)")
    parser.add_argument("--seconds", type=int, default=6, help="length of each run of writing (default 6)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of registering and pgbench in turn (default 3)")
    return parser.parse_args()


def _measured(asked: argparse.Namespace, server: embedded.Server, data: Path) -> dict[str, Any]:
    # Models may be imported only now that the store is open.
    from django.db import connection

    from benchmarks.core import machine
    from benchmarks.core.city import make_city
    from huying.foundation import clock, memory

    city = make_city(at=clock.now())
    memory.forget()
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (version,) = cursor.fetchone() or ("",)
    found: dict[str, Any] = {
        "command": " ".join(["python -m benchmarks.core", *sys.argv[1:]]),
        "measured_at": clock.now().isoformat(timespec="seconds"),
        "machine": machine.facts(version=version),
    }
    for size in map(int, asked.sizes.split(",")):
        for key, value in _at_size(size, asked, city, server, data).items():
            found.setdefault(key, {})[str(size)] = value
    return found


def _at_size(size: int, asked: argparse.Namespace, city: City, server: embedded.Server, data: Path) -> dict[str, Any]:
    """Return every figure at one size; reading comes first, while the tables hold exactly so many orders."""
    from benchmarks.core import pages, reading
    from benchmarks.core.loading import load
    from benchmarks.core.machine import yardstick
    from benchmarks.core.timing import summary
    from benchmarks.core.writing import writing

    began = time.perf_counter()
    load(size=size, city=city, server=server)
    found: dict[str, Any] = {"load_s": round(time.perf_counter() - began, 1), "yardstick_ms": [], "detail": {}}
    _say(f"{size} orders laid in {found['load_s']} s")
    calls = asked.calls
    readings: dict[str, Callable[[], dict[str, Timed]]] = {
        "queue": lambda: {**reading.queues(city, calls=calls), **pages.queue(city, calls=calls)},
        "order": lambda: pages.orders(city, calls=calls, server=server),
        "search": lambda: {**reading.searches(city, calls=calls), **pages.search(city, calls=calls)},
    }
    for question, read in readings.items():
        if asked.only in {None, question}:
            found["yardstick_ms"].append(yardstick())
            detail = summary(read())
            found[f"{question}_p95_ms"], found["detail"][question] = detail["p95_ms"], detail
            _say(f"{question}: p95 {detail['p95_ms']} ms ({detail['slowest']})")
    found["yardstick_ms"].append(yardstick())
    if asked.only in {None, "register"}:
        written = writing(city, seconds=asked.seconds, rounds=asked.rounds, server=server, data=data)
        found["detail"]["register"] = written.pop("detail")
        found |= written
        _say(f"register: {written}")
    return found


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
