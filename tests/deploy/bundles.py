"""The archive, built once, unpacked as on another machine, and namespaces without a network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.databases import ROOT

PATIENCE = 1200.0
# What a machine has that never saw this checkout.
PLAIN = {"PATH": "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
NOBODY = "65534"


def build(into: Path) -> Path:
    """Build the archive for the system's Python and return where it was unpacked."""
    python = subprocess.run(
        ["/usr/bin/python3", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
        env=PLAIN,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    words = [sys.executable, "-m", "deploy.bundle", "--into", str(into), "--python", python]
    done = subprocess.run(words, cwd=ROOT, check=False, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    (archive,) = into.glob("huying-*.tar.gz")
    with tarfile.open(archive) as tar:
        tar.extractall(into, filter="data")
    return into / archive.name.removesuffix(".tar.gz")


def cut(*words: str, mount: bool = False) -> list[str]:
    """Return the command that runs words without a network; skip the test where that is not permitted."""
    root = os.geteuid() == 0
    kinds = ["--net", *(["--mount"] if mount else [])]
    # Another than root gets a user namespace, in which only its own user exists.
    prefix = ["unshare", *kinds, *([] if root else ["--map-current-user", "--keep-caps"])]
    if mount and not root:
        pytest.skip("这里不是 root，无法试装到系统目录")
    if not shutil.which("unshare") or not shutil.which("ip"):
        pytest.skip("这台机器没有 unshare 或 ip，无法断网试装")
    if subprocess.run([*prefix, "ip", "link", "set", "lo", "up"], check=False, capture_output=True).returncode:
        pytest.skip("这台机器不允许建立网络命名空间，无法断网试装")
    return [*prefix, *words]
