"""The systemd units, the shell scripts and the settings: sound, and of one mind with each other."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from huying.config.settings.environment import DECLARED
from tests.databases import ROOT

_DEPLOY = ROOT / "deploy"
_SYSTEMD = _DEPLOY / "systemd"
# 约定: what `systemd-analyze security` calls OK, with a little room; nine is no protection at all.
_MOST_EXPOSED = 20
_UNITS = ("huying-web@8001.service", "huying-worker@1.service")


def _files() -> list[Path]:
    return [path for path in _DEPLOY.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Give a file system in which the units and the programme are installed."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("这台机器没有 systemd-analyze，无法检查 systemd 单元")
    shutil.copytree("/usr/lib/systemd/system", tmp_path / "usr" / "lib" / "systemd" / "system", symlinks=True)
    shutil.copytree(_SYSTEMD, tmp_path / "etc" / "systemd" / "system")
    programme = tmp_path / "opt" / "huying" / "current" / "bin" / "huying"
    programme.parent.mkdir(parents=True)
    programme.write_text("#!/bin/sh\n")
    programme.chmod(0o755)
    return tmp_path


def _analyze(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = ["systemd-analyze", f"--root={root}", *words]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_systemd_finds_nothing_wrong_with_the_units(root: Path) -> None:
    done = _analyze(root, "verify", *_UNITS, "huying.target", "huying.slice")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("unit", _UNITS)
def test_a_unit_is_hardened(root: Path, unit: str) -> None:
    done = _analyze(root, "security", "--offline=yes", f"--threshold={_MOST_EXPOSED}", unit)
    assert done.returncode == 0, done.stdout[-2000:]


def test_the_target_starts_what_nginx_looks_for() -> None:
    started = re.findall(r"huying-web@(\d+)", (_SYSTEMD / "huying.target").read_text())
    looked_for = re.findall(r"server 127\.0\.0\.1:(\d+)", (_DEPLOY / "nginx" / "huying-upstream.conf").read_text())
    assert started == looked_for == ["8001", "8002"]


def test_every_variable_is_a_setting_of_the_programme() -> None:
    named = {name for path in _files() for name in re.findall(r"HUYING_[A-Z_]*[A-Z]\b(?!_\$)", path.read_text())}
    assert "HUYING_SEAL_FILE" in named
    assert not {name.removesuffix("_FILE") for name in named - set(DECLARED)} - set(DECLARED)


def test_the_settings_name_every_key() -> None:
    keys = {name for name, one in DECLARED.items() if one.meaning.startswith("密钥")}
    text = (_DEPLOY / "settings" / "secrets.env").read_text()
    assert keys == set(re.findall(r"^(HUYING_[A-Z]+_KEY)=$", text, flags=re.MULTILINE))


@pytest.mark.parametrize("path", [path for path in _files() if path.suffix in {".sh", ".env"}], ids=lambda p: p.name)
def test_a_script_and_a_settings_file_can_be_read_by_a_plain_shell(path: Path) -> None:
    done = subprocess.run(["sh", "-n", path], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_no_address_of_a_registry_is_committed() -> None:
    assert not [
        path for path in _files() if re.search(r"pypi\.org|npmjs|docker\.io|ghcr\.io|index-url", path.read_text())
    ]
