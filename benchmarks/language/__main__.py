"""``python -m benchmarks.language``: measure, print, and write build/bench/language.json.

Each question is a module of this folder with ``run``, asked in a process of its own; where its data are absent it says
so and is left out.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any

from benchmarks.core import machine
from huying.foundation import clock

_HERE = Path(__file__).parent
_BUILD = _HERE.parents[1] / "build" / "bench"
_ALL = ("matter", "retrieval", "dispatch", "replies", "places", "danger", "known", "answers", "speed")
_QUESTIONS = tuple(name for name in _ALL if (_HERE / f"{name}.py").exists())


def main() -> None:
    """Ask every question, or the one that was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.language", description=__doc__)
    parser.add_argument("--only", choices=_QUESTIONS, help="ask only this")
    parser.add_argument("--folds", type=int, default=5, help="outer folds that are judged, of five (default 5)")
    parser.add_argument("--measure", choices=_QUESTIONS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        run = import_module(f"benchmarks.language.{asked.measure}").run
        answer = run(folds=asked.folds) if "folds" in signature(run).parameters else run()
        sys.stdout.write(f"{json.dumps(answer, ensure_ascii=False)}\n")
        return
    found: dict[str, Any] = {"measured_at": clock.now().isoformat(timespec="seconds"), "yardstick_ms": {}, "failed": []}
    for question in [asked.only] if asked.only else _QUESTIONS:
        found["yardstick_ms"][question] = machine.yardstick()
        command = [sys.executable, "-m", "benchmarks.language", "--measure", question, "--folds", str(asked.folds)]
        one_core = {**os.environ, "OMP_NUM_THREADS": "1"}
        done = subprocess.run(command, stdout=subprocess.PIPE, cwd=_HERE.parents[1], env=one_core, check=False)
        if done.returncode:
            found["failed"].append(question)
            continue
        *said, last = done.stdout.decode().splitlines()
        sys.stderr.write("".join(f"{line}\n" for line in [*said, f"{question}: {last}"]))
        found |= json.loads(last) or {}
    _BUILD.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    (_BUILD / "language.json").write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    sys.exit(bool(found["failed"]))


if __name__ == "__main__":
    main()
