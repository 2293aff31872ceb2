"""What Linux offers between a process and its parent, and Python does not."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ENDED = {"Z", "X"}
_LET_GO_SECONDS = 2.0
_parents: list[int] = []
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def die_with_parent(parent: int) -> None:
    """Ask for SIGTERM when the process ``parent`` ends, however it ends; leave if it is gone."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        sys.exit(1)
    _parents.append(parent)


def wait_for_dying_parent() -> None:
    """Wait, two seconds at most, until a parent that was killed has let go of its files; never for one that lives.

    The signal of its death comes with the end of its first thread, and its locks last as long as any of the others.
    """
    deadline = time.monotonic() + _LET_GO_SECONDS
    while any(map(_is_dying, _parents)) and time.monotonic() < deadline:
        time.sleep(0.01)


def _is_dying(pid: int) -> bool:
    """Say whether the first thread of a process has ended and another one has not."""
    process = Path("/proc") / str(pid)
    try:
        state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        return state in _ENDED and len(list((process / "task").iterdir())) > 1
    except OSError:
        return False


@contextmanager
def adopting_orphans() -> Iterator[None]:
    """Become the parent of daemons that start in this block, so that they can be waited for when they end."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    try:
        yield
    finally:
        _prctl(_PR_SET_CHILD_SUBREAPER, 0)


def wait_for_adopted(pid: int) -> None:
    """Wait for the end of an adopted daemon; one that belongs to somebody else is not our business."""
    try:
        os.waitpid(pid, 0)
    except ChildProcessError:
        return


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, value, 0, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
