"""A store on disk for tests that start real processes."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.server.commands import processes_of


@contextmanager
def _folder() -> Iterator[Path]:
    """Give a folder of its own; none of its processes outlives it.

    Not below pytest's: each session that starts takes away there what another user may pass through.
    """
    with tempfile.TemporaryDirectory(prefix="huying-") as name:
        folder = Path(name).resolve()
        yield folder
        assert processes_of(folder) == []


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a folder to one test."""
    with _folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    """Give a data directory to all tests of one file."""
    with _folder() as folder:
        yield folder / "data"


@pytest.fixture
def free_port() -> int:
    """Give a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
