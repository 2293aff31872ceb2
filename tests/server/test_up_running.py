"""``huying up`` at work: it serves, bears with others, and mends what dies."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.server.commands import Up, assert_refused, child, run, unused_port, wait_until

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def up(data: Path) -> Iterator[Up]:
    """Give one that runs while the tests of this file do."""
    with Up(data, unused_port()) as running:
        yield running


def test_it_serves_pages_and_static_files_and_prints_the_accounts(up: Up) -> None:
    address = f"http://127.0.0.1:{up.port}"
    assert f"{address}/" in up.said()
    assert "演示账号" in up.said()
    with urlopen(address) as page:
        assert page.status == 200
        assert "/accounts/login/" in page.url
        style = re.search(r"/static/web/tokens\.[0-9a-f]{12}\.css", page.read().decode())
    assert style
    with urlopen(f"{address}{style.group()}") as file:
        assert file.headers["Content-Type"] == "text/css"


def test_a_second_one_on_the_same_directory_is_refused(up: Up) -> None:
    done = run("up", "--data", up.data, "--port", unused_port())
    assert_refused(done, str(up.data), "已有一个 huying up 在运行")


def test_another_command_works_on_the_same_directory_at_the_same_time(up: Up) -> None:
    assert run("migrate", "--data", up.data).returncode == 0
    assert up.process.poll() is None


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_demonstration_accounts_are_not_served_to_others(up: Up, host: str) -> None:
    done = run("web", "--host", host, "--data", up.data, "--port", unused_port())
    assert_refused(done, "演示账号", "--i-know")


def test_a_worker_that_dies_is_started_again(up: Up) -> None:
    first = child(up.data, "worker")
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: "后台任务意外退出" in up.said())
    assert child(up.data, "worker") != first


def test_a_database_that_dies_is_started_again(up: Up) -> None:
    os.kill(int((up.data / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    wait_until(lambda: "内置数据库意外退出" in up.said())
    with urlopen(f"http://127.0.0.1:{up.port}/accounts/login/") as page:
        assert page.status == 200
