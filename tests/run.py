"""Run every check, group by group; say what each took and which ten tests were slowest."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
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


GROUPS = [
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
]


def main(names: list[str]) -> int:
    """Run the groups named, or all; return 1 if one of them failed."""
    shutil.rmtree(_REPORTS, ignore_errors=True)
    _REPORTS.mkdir(parents=True)
    lines, failed = [], False
    for group in [group for group in GROUPS if not names or group.name in names]:
        click.echo(f"—— {group.name}")
        begun = time.monotonic()
        fault = _fault(group)
        failed = failed or bool(fault)
        lines.append(f"{group.name:<8} {time.monotonic() - begun:6.1f} 秒  {fault or '通过'}")
    slowest = _slowest()
    click.echo("\n".join(["", *(["最慢的十项：", *slowest, ""] if slowest else []), "各组用时：", *lines]))
    return int(failed)


def _fault(group: Group) -> str:
    codes = [subprocess.run(command, check=False).returncode for command in group.commands]
    if group.name == "browser" and (codes == [_NOTHING_RAN] or _skipped(group.name)):
        return "已跳过（CI 中不允许）" if os.environ.get("CI") else ""
    return "失败" if any(codes) else ""


def _cases(name: str) -> list[ET.Element]:
    report = _REPORTS / f"{name}.xml"
    return list(ET.parse(report).iter("testcase")) if report.exists() else []


def _skipped(name: str) -> bool:
    return any(case.find("skipped") is not None for case in _cases(name))


def _slowest() -> list[str]:
    cases = [case for group in GROUPS for case in _cases(group.name)]
    cases.sort(key=lambda case: float(case.get("time", 0)), reverse=True)
    return [f"{float(case.get('time', 0)):6.1f} 秒  {case.get('classname')}::{case.get('name')}" for case in cases[:10]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
