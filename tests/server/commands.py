"""Run ``huying`` as a person does: a process, its words, its end."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

_PATIENCE = 120.0
_SERVE = {"up", "web"}
_COMMAND = [sys.executable, "-m", "huying.cli"]


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """Return an environment that holds nothing of ours but what is given."""
    clean = {name: value for name, value in os.environ.items() if not re.match("HUYING_|DJANGO_|PYTEST", name)}
    return {**clean, **given}


def run(*words: object, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; one that serves listens where nobody else does."""
    port = ["--port", unused_port()] if words[0] in _SERVE and "--port" not in words else []
    command = [*_COMMAND, *map(str, [*words, *port])]
    return subprocess.run(
        command, env=environment(variables), capture_output=True, text=True, timeout=_PATIENCE, check=False
    )


def assert_refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """See that a command said one sentence with these words and exited with 2, having given no result."""
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.endswith("。\n")
    assert all(word in done.stderr for word in words), done.stderr


def processes_of(data: Path) -> list[str]:
    """Return the command lines of all living processes that name a data directory."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if str(data) in words:
            found.append(f"{folder.name} {words}")
    return found


def child(data: Path, command: str) -> int:
    """Return the process number of a child that ``huying up`` started."""
    lines = [line for line in processes_of(data) if f"huying.cli {command} " in line and "--parent" in line]
    return min(int(line.split()[0]) for line in lines)


def unused_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(what: Callable[[], object], *, seconds: float = _PATIENCE) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "did not come about in time"
        time.sleep(0.1)


@dataclass
class Up:
    """A running ``huying up``."""

    data: Path
    port: int
    orders: int = 0
    words: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] = field(init=False)

    def __enter__(self) -> Self:
        place = ["--data", str(self.data), "--port", str(self.port), "--demo-orders", str(self.orders)]
        command = [*_COMMAND, "up", *place, *self.words]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                command, env=environment(self.variables), stdout=log, stderr=log, start_new_session=True
            )
        wait_until(lambda: self.process.poll() is not None or "呼应已启动" in self.said())
        assert self.process.poll() is None, self.said()
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop(signal.SIGTERM)

    @property
    def _log(self) -> Path:
        return self.data.with_suffix(".log")

    def said(self) -> str:
        """Return what it wrote to the terminal."""
        return self._log.read_text()

    def stop(self, number: signal.Signals) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(30)
