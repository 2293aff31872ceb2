"""From an empty directory to the first page with 200 orders behind it, and how fast orders live."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

_PATIENCE_SECONDS = 600
_ORDERS = 400
_FIRST = 200


def measured() -> dict[str, float]:
    """Return ``first_page_s`` and ``demo_orders_per_s`` (orders of some eight real actions each, one process)."""
    with tempfile.TemporaryDirectory(prefix="huying-") as name:
        data = str(Path(name) / "data")
        first_page = _first_page(data)
        done = subprocess.run(
            [*_huying(), "demo", "load", "--orders", str(_ORDERS), "--data", data, "--json"],
            env=_environment(),
            stdout=subprocess.PIPE,
            check=True,
        )
        added = json.loads(done.stdout)
    return {"first_page_s": first_page, "demo_orders_per_s": added["added"] / added["seconds"]}


def _first_page(data: str) -> float:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    begun = time.monotonic()
    command = [*_huying(), "up", "--data", data, "--port", str(port), "--demo-orders", str(_FIRST)]
    with subprocess.Popen(command, env=_environment(), stderr=subprocess.DEVNULL) as up:
        try:
            while time.monotonic() - begun < _PATIENCE_SECONDS and up.poll() is None:
                try:
                    with urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=5):
                        return time.monotonic() - begun
                except OSError:
                    time.sleep(0.05)
        finally:
            up.send_signal(signal.SIGTERM)
    raise TimeoutError("huying up did not serve a page")


def _huying() -> list[str]:
    return [sys.executable, "-m", "huying.cli"]


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("HUYING_", "DJANGO_"))}
