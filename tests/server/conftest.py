"""A store on disk for tests that start real processes."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.server.commands import processes_of


@contextmanager
def temporary_folder() -> Iterator[Path]:
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
    with temporary_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def data() -> Iterator[Path]:
    """Give the data directory that the tests of ``huying up`` start again and again."""
    with temporary_folder() as folder:
        yield folder / "data"
