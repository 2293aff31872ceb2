"""A real site, started as a newcomer starts it (on tables made before), and a real Chromium before it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests import stores
from tests.journeys.desk import Desk

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_START_SECONDS = 300


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def site_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the file that everything the site says is written to."""
    return tmp_path_factory.mktemp("journey") / "up.log"


@pytest.fixture(scope="session")
def site(site_log: Path) -> Iterator[str]:
    """Give the address of a site that ``huying up`` serves, with the invented city in it."""
    data = site_log.parent / "var"
    stores.lay(data)
    port = _free_port()
    log = site_log.open("w")
    huying = str(Path(sys.executable).with_name("huying"))
    command = [huying, "up", "--data", str(data), "--port", str(port), "--demo-orders", "0"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("HUYING_", "DJANGO_"))}
    with subprocess.Popen(command, stdout=log, stderr=log, env=clean) as up:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(address, up, site_log)
            yield address
        finally:
            up.terminate()
            up.wait(30)
            log.close()


def _wait_for(address: str, up: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while time.monotonic() < until:
        if up.poll() is not None:
            break
        try:
            with urlopen(f"{address}/accounts/login/", timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"huying up did not serve a page:\n{log.read_text()}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM:
        if os.environ.get("CI"):
            pytest.fail("the browser group may not be skipped in CI: install Chromium")
        pytest.skip("没有 Chromium：请先运行 make setup，或安装 chromium。")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def desk(site: str, chromium: Browser) -> Iterator[Desk]:
    """Give a desk at which one person after another can sit down."""
    seated = Desk(site=site, browser=chromium)
    yield seated
    seated.close()
    assert not seated.faults
