"""Run every check, group by group; say what each took and which ten tests were slowest.

Two groups that each use about one processor run side by side; what they print comes out group by group.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

import click

_REPORTS = Path("build/tests")
_RULES = ["tests/domain", "tests/language", "tests/architecture"]
_PYTEST = [sys.executable, "-m", "pytest", "-q", "--no-header"]
_BIN = Path(sys.executable).parent
_NOTHING_RAN = 5


@dataclass(frozen=True, kw_only=True)
class Group:
    """One group: its name and the commands that must all succeed."""

    name: str
    commands: list[list[str]]


def _tests(name: str, *words: str) -> Group:
    return Group(name=name, commands=[[*_PYTEST, *words, f"--junitxml={_REPORTS / name}.xml"]])


_GROUPS = (
    Group(
        name="lint",
        commands=[
            [str(_BIN / "ruff"), "check", "--quiet", "."],
            [str(_BIN / "ruff"), "format", "--quiet", "--check", "."],
            [str(_BIN / "mypy"), "--no-error-summary"],
            [str(_BIN / "lint-imports"), "--no-logo"],
        ],
    ),
    _tests("rules", *_RULES, "-m", "not long and not server and not browser"),
    # What all others start from takes half a minute of one processor, for which both of theirs would wait.
    Group(name="stores", commands=[[sys.executable, "-m", "tests.stores"]]),
    _tests(
        "rooms",
        "-n",
        "auto",
        "-m",
        "not long and not server and not browser",
        *(f"--ignore={folder}" for folder in _RULES),
    ),
    _tests("server", "-m", "server and not long"),
    _tests("browser", "-m", "browser and not long"),
)
_SIDE_BY_SIDE = (("lint", "rules", "stores"), ("rooms",), ("server", "browser"))


@dataclass(frozen=True, kw_only=True)
class _Outcome:
    """What a group printed, how long it took, and what is wrong, empty where nothing is."""

    name: str
    said: str
    seconds: float
    fault: str


def main(names: list[str]) -> int:
    """Run the groups named, or all; return 1 if one of them failed."""
    shutil.rmtree(_REPORTS, ignore_errors=True)
    _REPORTS.mkdir(parents=True)
    outcomes: list[_Outcome] = []
    for side_by_side in _SIDE_BY_SIDE:
        groups = [group for group in _GROUPS if group.name in side_by_side and (not names or group.name in names)]
        outcomes += _together(groups) if len(groups) > 1 else map(_run, groups)
    slowest = _slowest()
    lines = [f"{one.name:<8} {one.seconds:6.1f} 秒  {one.fault or '通过'}" for one in outcomes]
    click.echo("\n".join(["", *(["最慢的十项：", *slowest, ""] if slowest else []), "各组用时：", *lines]))
    return int(any(one.fault for one in outcomes))


def _together(groups: list[Group]) -> Iterator[_Outcome]:
    """Run groups at the same time; print what each said when it is over."""
    click.echo(f"—— {'、'.join(group.name for group in groups)} 同时进行，结束后再显示")
    with ThreadPoolExecutor(max_workers=len(groups)) as running:
        for outcome in running.map(partial(_run, is_heard=False), groups):
            click.echo(f"—— {outcome.name}\n{outcome.said}")
            yield outcome


def _run(group: Group, *, is_heard: bool = True) -> _Outcome:
    if is_heard:
        click.echo(f"—— {group.name}")
    output = None if is_heard else subprocess.PIPE
    begun = time.monotonic()
    done = [
        subprocess.run(command, check=False, stdout=output, stderr=subprocess.STDOUT if output else None, text=True)
        for command in group.commands
    ]
    return _Outcome(
        name=group.name,
        said="".join(one.stdout or "" for one in done),
        seconds=time.monotonic() - begun,
        fault=_fault(group, [one.returncode for one in done]),
    )


def _fault(group: Group, codes: list[int]) -> str:
    if group.name == "browser" and (codes == [_NOTHING_RAN] or _skipped(group.name)):
        return "已跳过（CI 中不允许）" if os.environ.get("CI") else ""
    return "失败" if any(codes) else ""


def _cases(name: str) -> list[ET.Element]:
    report = _REPORTS / f"{name}.xml"
    return list(ET.parse(report).iter("testcase")) if report.exists() else []


def _skipped(name: str) -> bool:
    return any(case.find("skipped") is not None for case in _cases(name))


def _slowest() -> list[str]:
    cases = [case for group in _GROUPS for case in _cases(group.name)]
    cases.sort(key=lambda case: float(case.get("time", 0)), reverse=True)
    return [f"{float(case.get('time', 0)):6.1f} 秒  {case.get('classname')}::{case.get('name')}" for case in cases[:10]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
