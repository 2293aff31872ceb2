"""A store on disk for tests that start real processes."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.commands import processes_of


@pytest.fixture
def free_port() -> int:
    """Give a port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a data directory to the tests of one file; none of its processes outlives them."""
    folder = tmp_path_factory.mktemp("store") / "data"
    yield folder
    assert processes_of(folder) == []
