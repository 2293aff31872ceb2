"""``huying up``: one command starts everything, and nothing of it stays behind."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest

from huying.foundation import embedded
from tests.server.commands import Up, assert_refused, processes_of, run, wait_until

pytestmark = pytest.mark.server


def _orders(data: Path) -> list[tuple[object, ...]]:
    url = embedded.Server(socket_dir=data / "socket").url(role=embedded.READER)
    with psycopg.connect(url) as reader:
        return reader.execute("SELECT id, centre_id FROM workorders_order ORDER BY id").fetchall()


def _child(data: Path, name: str) -> int:
    (line,) = [line for line in processes_of(data) if f"huying.cli {name} " in line and "--parent" in line][:1]
    return int(line.split()[0])


def test_it_serves_pages_and_static_files_and_prints_the_accounts(data: Path, free_port: int) -> None:
    with Up(data, free_port) as up:
        address = f"http://127.0.0.1:{free_port}/"
        assert address in up.said()
        assert "演示账号" in up.said()
        with urlopen(address) as page:
            assert page.status == 200
            assert "/accounts/login/" in page.url
        with urlopen(f"{address}static/web/tokens.css") as style:
            assert style.headers["Content-Type"] == "text/css"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_and_every_process_of_it(data: Path, free_port: int, number: signal.Signals) -> None:
    with Up(data, free_port) as up:
        assert up.stop(number) == 0
    assert processes_of(data) == []
    assert "Traceback" not in up.said()


def test_a_second_up_on_the_same_directory_is_refused(data: Path, free_port: int) -> None:
    with Up(data, free_port):
        assert_refused(run("up", "--data", data, "--port", free_port + 1), str(data), "已有一个 huying up 在运行")


def test_another_command_works_on_the_same_directory_at_the_same_time(data: Path, free_port: int) -> None:
    with Up(data, free_port) as up:
        assert run("migrate", "--data", data).returncode == 0
        assert up.process.poll() is None


def test_a_port_in_use_is_refused_before_anything_is_made(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert_refused(run("up", "--data", folder / "new", "--port", port), str(port), "占用")
    assert not (folder / "new" / "postgres").exists()


def test_killed_outright_it_leaves_no_process_and_starts_again(data: Path, free_port: int) -> None:
    with Up(data, free_port) as up:
        up.stop(signal.SIGKILL)
        wait_until(lambda: not processes_of(data), seconds=20)
    with Up(data, free_port) as up:
        assert "呼应已启动" in up.said()


def test_killed_with_all_its_children_it_starts_again_on_the_database_that_was_left(data: Path, free_port: int) -> None:
    with Up(data, free_port) as up:
        children = [_child(data, "web"), _child(data, "worker")]
        os.kill(up.process.pid, signal.SIGKILL)
        for child in children:
            os.kill(child, signal.SIGKILL)
        up.process.wait()
    assert any("postgres" in line for line in processes_of(data))
    with Up(data, free_port) as up:
        assert up.stop(signal.SIGTERM) == 0


def test_a_worker_that_dies_is_started_again(data: Path, free_port: int) -> None:
    with Up(data, free_port) as up:
        first = _child(data, "worker")
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: "后台任务意外退出" in up.said())
        assert _child(data, "worker") != first


def test_a_database_that_dies_is_started_again(data: Path, free_port: int) -> None:
    with Up(data, free_port) as up:
        os.kill(int((data / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        wait_until(lambda: "内置数据库意外退出" in up.said())
        assert _orders(data)


def test_demonstration_accounts_are_not_served_to_others(data: Path, free_port: int) -> None:
    with Up(data, free_port):
        pass
    for words in (["web", "--host", "0.0.0.0"], ["web", "--host", "::"]):
        assert_refused(run(*words, "--data", data, "--port", free_port), "演示账号", "--i-know")


def test_a_second_start_keeps_the_data(data: Path, free_port: int) -> None:
    with Up(data, free_port):
        before = _orders(data)
    with Up(data, free_port):
        assert _orders(data) == before != []
