"""Who uses the embedded server: the first to come starts it, the last to leave stops it."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from huying.foundation.embedded.cluster import Cluster
from huying.foundation.embedded.errors import DirectoryUnusable
from huying.foundation.embedded.layout import layout_of
from huying.foundation.embedded.server import Server
from huying.foundation.processes import wait_for_dying_parent


@contextmanager
def opened(data_dir: Path, *, settings: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Give the running server of a data directory, made and started if need be, stopped by its last user.

    Two file locks decide, and the kernel drops both when their holder dies: ``users.lock`` is held shared
    for as long as the server is used; ``start.lock`` is held while somebody starts or stops it.
    ``settings`` are server settings that win over the product's own (tests switch ``fsync`` off).
    Raises ``DirectoryUnusable``, ``OtherMajorVersion`` or ``ServerFailed``.
    """
    layout = layout_of(data_dir)
    layout.make()
    cluster = Cluster(layout=layout, settings=settings or {})
    users = _open(layout.root / "users.lock")
    try:
        with locked(layout.root / "start.lock"):
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                cluster.ensure_running()
            except BaseException:
                _leave(users, cluster)
                raise
        try:
            yield cluster.server
        finally:
            with locked(layout.root / "start.lock"):
                _leave(users, cluster)
    finally:
        os.close(users)


def revive(data_dir: Path) -> bool:
    """Start the server again if it died while somebody uses it; return whether it had."""
    cluster = Cluster(layout=layout_of(data_dir))
    if cluster.is_running:
        return False
    with locked(cluster.layout.root / "start.lock"):
        cluster.ensure_running()
    return True


@contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold a file's exclusive lock; wait for whoever has it, or raise ``BlockingIOError``."""
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    finally:
        os.close(descriptor)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as fault:
        raise DirectoryUnusable(f"「{path}」无法写入，请检查权限。", fault=str(fault)) from fault


def _leave(users: int, cluster: Cluster) -> None:
    """Give the shared lock up; whoever then gets it alone was the last and stops the server."""
    wait_for_dying_parent()
    fcntl.flock(users, fcntl.LOCK_UN)
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    cluster.stop()
