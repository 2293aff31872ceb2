"""The machine and what its processors spent on a database server."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from pathlib import Path
from typing import Any

import psutil

from huying.foundation import embedded

_ROOT = Path(__file__).parents[2]


def facts(*, version: str) -> dict[str, Any]:
    """Return what a reader needs to judge a figure; ``version`` is the server's."""
    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "load_average": [round(load, 2) for load in os.getloadavg()],
        "system": platform.platform(),
        "python": platform.python_version(),
        "postgresql": version,
        "commit": _git("rev-parse", "--short=12", "HEAD"),
        "changed_since_commit": bool(_git("status", "--porcelain", "--", "src", "benchmarks")),
    }


def yardstick() -> float:
    """Return the processor milliseconds of a million additions: what else runs here shows in it."""
    began, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number
    return round((time.process_time() - began) * 1000, 1)


def server_processor(data: Path) -> float:
    """Return the processor seconds that an embedded server and all its processes have used, ended ones too."""
    server = postmaster(data)
    used = server.cpu_times()
    total: float = used.user + used.system + used.children_user + used.children_system
    for process in server.children():
        try:
            one = process.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += one.user + one.system
    return total


def postmaster(data: Path) -> psutil.Process:
    """Return the process that serves a data directory."""
    pid = (embedded.layout_of(data).cluster / "postmaster.pid").read_text().split("\n", 1)[0]
    return psutil.Process(int(pid))


def _processor() -> str:
    named = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return named[0].partition(":")[2].strip() if named else platform.machine()


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=_ROOT, check=False, capture_output=True, text=True)
    return done.stdout.strip()
