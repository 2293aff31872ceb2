"""The citizen's form as a phone gets it: bytes on the wire, and how soon it can be used.

A fresh ``huying up`` serves it; every round is a browser that has seen nothing before. The slow figure is for a
processor four times slower and a line of 1.6 Mbit/s with 150 ms a round trip (what Lighthouse calls slow 4G).
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

_ROUNDS = 15
_START_SECONDS = 180
_PHONE = {"width": 375, "height": 812}
_SLOW = {"offline": False, "latency": 150, "downloadThroughput": 204_800, "uploadThroughput": 93_750}
_SLOWER = 4
_READY = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"


def measured() -> dict[str, float]:
    """Return ``citizen_bytes`` (with headers and pictures), ``citizen_ready_ms`` and ``citizen_ready_slow_ms``."""
    path = next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
    )
    if not path:
        raise SystemExit("citizen: 需要 Chromium")
    with _site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        quick = [_visit(browser, address, is_slow=False) for _ in range(_ROUNDS)]
        slow = [_visit(browser, address, is_slow=True) for _ in range(_ROUNDS)]
        browser.close()
    return {
        "citizen_bytes": max(size for size, _ in quick),
        "citizen_ready_ms": round(median(ready for _, ready in quick), 1),
        "citizen_ready_slow_ms": round(median(ready for _, ready in slow), 1),
    }


def _visit(browser: Browser, address: str, *, is_slow: bool) -> tuple[float, float]:
    """Open the form once; return bytes received and milliseconds until it can be used."""
    context = browser.new_context(viewport=_PHONE, locale="zh-CN")  # type: ignore[arg-type]
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    if is_slow:
        wire.send("Network.emulateNetworkConditions", _SLOW)
        wire.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(f"{address}/citizen/register/", wait_until="networkidle")
    ready: float = page.evaluate(_READY)
    context.close()
    return sum(sizes), ready


@contextmanager
def _site() -> Iterator[str]:
    """Serve a fresh store on this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="huying-") as folder:
        command = [sys.executable, "-m", "huying.cli", "up", "--data", str(Path(folder) / "data"), "--port", str(port)]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as up:
            address = f"http://127.0.0.1:{port}"
            try:
                _wait_for(f"{address}/citizen/", up)
                yield address
            finally:
                up.terminate()
                up.wait(30)


def _wait_for(url: str, up: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until and up.poll() is None:
        try:
            with urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    raise SystemExit("citizen: huying up did not serve a page")


if __name__ == "__main__":
    print(measured())
