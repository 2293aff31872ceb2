"""Child processes of ``huying up``: started together, watched, stopped together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from huying.cli.answers import REFUSED, say

_RESTARTS, _WITHIN_SECONDS = 3, 60.0
_GRACE_SECONDS = 12.0
_LOOK_SECONDS = 0.2
_FAILED = 1


@dataclass
class Child:
    """One command of ours in a process and session of its own, which ends when we end."""

    name: str
    arguments: Sequence[str]
    # Runs once, after the others are ready; its end, good or bad, is no reason to stop them.
    once: bool = False
    process: subprocess.Popen[bytes] = field(init=False)
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start the command."""
        self.starts.append(time.monotonic())
        command = [sys.executable, "-m", "huying.cli", *self.arguments, "--parent", str(os.getpid())]
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(command, stdin=quiet, start_new_session=True)  # noqa: S603  # our own words

    def sweep(self) -> None:
        """Kill what is left of the command's session."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def dies_too_often(self) -> bool:
        """Say whether the command has been started more often than an accident explains."""
        return len([at for at in self.starts if time.monotonic() - at < _WITHIN_SECONDS]) > _RESTARTS


def supervise(
    children: Sequence[Child], *, is_ready: Callable[[], bool], greet: Callable[[], None], tend: Callable[[], None]
) -> int:
    """Run the children until somebody asks us to stop; return the exit code.

    ``greet`` is called once, when ``is_ready`` first says yes, and ``tend`` at every look. A child that dies
    is started again, unless it refused to work or dies again and again: then the others are stopped too.
    """
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    started: list[Child] = []
    try:
        _start([child for child in children if not child.once], started)
        greeted = False
        while not stop.wait(_LOOK_SECONDS):
            tend()
            if not greeted and is_ready():
                greeted = True
                greet()
                _start([child for child in children if child.once], started)
            for child in tuple(started):
                if (code := child.process.poll()) is not None and (fault := _after(child, code, started)):
                    return fault
        return 0
    finally:
        _stop(started)


def _start(children: Sequence[Child], started: list[Child]) -> None:
    for child in children:
        child.start()
        started.append(child)


def _after(child: Child, code: int, started: list[Child]) -> int:
    """Do what follows a child's end; return 0, or the exit code with which everything must stop."""
    if not child.once:
        return _revive(child, code)
    child.sweep()
    started.remove(child)
    if code:
        say(f"{child.name}中途退出（退出码 {code}），下次启动时继续。")
    return 0


def _revive(child: Child, code: int) -> int:
    """Start a dead child again and return 0, or the exit code with which everything must stop."""
    child.sweep()
    if code == REFUSED:
        return REFUSED
    if child.dies_too_often():
        say(f"{child.name}反复退出（退出码 {code}），已全部停止，请查看上面的日志。")
        return _FAILED
    say(f"{child.name}意外退出（退出码 {code}），正在重新启动。")
    child.start()
    return 0


def _stop(children: Sequence[Child]) -> None:
    """Ask every child to end, and end what does not."""
    for child in children:
        if child.process.poll() is None:
            child.process.terminate()
    deadline = time.monotonic() + _GRACE_SECONDS
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.0, deadline - time.monotonic()))
        child.sweep()
