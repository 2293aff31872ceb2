"""``make test``: every group in turn, the time each took, the ten slowest tests."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).parents[1]
REPORTS = ROOT / "build" / "tests"
BIN = Path(sys.executable).parent
TWO = ["-n", "2", "--dist", "loadfile"]
LINT = {
    "ruff": [["ruff", "check", "."], ["ruff", "format", "--check", "."]],
    "contracts": [["lint-imports", "--no-logo"]],
    "types": [["mypy"]],
}
TESTS = {
    "architecture": ["tests/architecture"],
    "rules": ["tests/domain", "tests/language", "tests/foundation", *TWO],
    "rooms": ["tests/actions", "tests/queries", "tests/history", "tests/cli", *TWO],
    "pages": ["tests/pages", *TWO],
    "server": ["tests/server"],
    "journeys": ["tests/journeys"],
}


def run(commands: list[list[str]]) -> bool:
    """Run commands of the environment one after another; say whether all were green."""
    return all(
        subprocess.run([str(BIN / name), *rest], check=False, cwd=ROOT).returncode == 0 for name, *rest in commands
    )


def main(asked: list[str]) -> int:
    """Run the groups asked for (all of them, or ``lint``); return the exit code."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    for old in REPORTS.glob("*.xml"):
        old.unlink()
    groups = dict(LINT)
    if asked != ["lint"]:
        groups |= {
            name: [["pytest", "-q", "-m", "not long", f"--junitxml={REPORTS / name}.xml", *where]]
            for name, where in TESTS.items()
            if not asked or name in asked
        }
    green: dict[str, bool] = {}
    took: dict[str, float] = {}
    for name, commands in groups.items():
        print(f"\n== {name}", flush=True)
        start = time.monotonic()
        green[name] = run(commands)
        took[name] = time.monotonic() - start
    return report(green, took)


def report(green: dict[str, bool], took: dict[str, float]) -> int:
    """Print time by group, the ten slowest tests and the closing line."""
    cases = [case for path in REPORTS.glob("*.xml") for case in ET.parse(path).iter("testcase")]
    skipped = [case for case in cases if case.find("skipped") is not None]
    failed = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    print("\n== time by group")
    for name, seconds in took.items():
        print(f"{seconds:8.1f} s  {'green' if green[name] else 'RED'}  {name}")
    print("\n== ten slowest tests")
    for case in sorted(cases, key=lambda one: -float(one.get("time", 0)))[:10]:
        print(f"{float(case.get('time', 0)):8.1f} s  {case.get('classname')}::{case.get('name')}")
    for case in skipped:
        print(f"skipped: {case.get('classname')}::{case.get('name')}")
    red = [name for name, is_green in green.items() if not is_green]
    if os.environ.get("CI") and any("journeys" in str(case.get("classname")) for case in skipped):
        red.append("journeys (skipped)")
    if red:
        print(f"\nRED: {', '.join(red)}")
    passed = len(cases) - len(skipped) - len(failed)
    print(f"\n{passed} passed, {max(len(failed), len(red))} failed, {len(skipped)} skipped")
    return 1 if red else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
