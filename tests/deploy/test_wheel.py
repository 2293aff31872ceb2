"""The wheel: what an installed programme needs beside its Python files."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.databases import ROOT

_SOURCE = ROOT / "src" / "huying"


@pytest.fixture(scope="module")
def inside() -> Iterator[set[str]]:
    """Give the names of the files in the wheel."""
    with TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
        subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
        (wheel,) = Path(folder).glob("*.whl")
        with zipfile.ZipFile(wheel) as archive:
            yield set(archive.namelist())


def _below(folder: Path, *, named: str) -> set[str]:
    files = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {f"{named}/{path.relative_to(folder)}" for path in files if not path.name.startswith(".")}


def test_it_holds_every_file_of_the_package(inside: set[str]) -> None:
    assert not _below(_SOURCE, named="huying") - inside


def test_it_holds_the_looks_the_templates_and_the_rights(inside: set[str]) -> None:
    named = {
        "huying/web/static/vendor/tabler.min.css",
        "huying/web/static/vendor/htmx.min.js",
        "huying/foundation/embedded/rights.sql",
        "huying/desks/urls.py",
    }
    assert not named - inside


def test_it_holds_the_reference_data(inside: set[str]) -> None:
    assert not _below(ROOT / "reference", named="huying/reference") - inside


def test_it_holds_nothing_else(inside: set[str]) -> None:
    assert not [name for name in inside if not name.startswith("huying") or "__pycache__" in name]
