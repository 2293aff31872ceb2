"""Size and names: what keeps the rooms small and plain."""

from __future__ import annotations

import re
from statistics import median

from tests.architecture.tree import ROOT, SOURCE, functions, named, parsed, sources

_BANNED = {"utils", "helpers", "common", "misc", "tools", "shared", "base", "core", "services", "managers"}
_UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|NotImplementedError)\b")
_LONGEST_FILE, _LONGEST_FUNCTION, _LONGEST_CONFTEST, _MEDIAN_FILE = 400, 60, 100, 70


def test_no_file_is_longer_than_400_lines() -> None:
    files = [*sources(), *(ROOT / "tests").rglob("*.py"), *SOURCE.rglob("*.html"), *SOURCE.glob("web/static/web/*")]
    long = {named(path): n for path in files if (n := len(path.read_text().splitlines())) > _LONGEST_FILE}
    assert not long


def test_the_median_file_is_short() -> None:
    assert median(len(path.read_text().splitlines()) for path in sources()) < _MEDIAN_FILE


def test_no_function_is_longer_than_60_lines() -> None:
    long = {
        f"{named(path)}:{function.name}": function.end_lineno - function.lineno
        for path in sources()
        for function in functions(parsed(path))
        if function.end_lineno and function.end_lineno - function.lineno > _LONGEST_FUNCTION
    }
    assert not long


def test_no_file_is_a_pile() -> None:
    paths = [path for path in SOURCE.rglob("*") if path.suffix == ".py" or path.is_dir()]
    assert not [named(path) for path in paths if path.stem.strip("_") in _BANNED]


def test_nothing_is_left_unfinished() -> None:
    files = [*sources(), *SOURCE.rglob("*.html"), *SOURCE.glob("web/static/web/*")]
    assert not [named(path) for path in files if _UNFINISHED.search(path.read_text())]


def test_conftest_stays_small() -> None:
    assert len((ROOT / "tests" / "conftest.py").read_text().splitlines()) <= _LONGEST_CONFTEST
