"""``huying up`` stopped or killed: nothing of it stays behind, and the data does."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import psycopg
import pytest

from huying.foundation import embedded
from tests.server.commands import Up, assert_refused, child, processes_of, run, unused_port, wait_until

pytestmark = pytest.mark.server


def _orders(data: Path) -> list[tuple[object, ...]]:
    url = embedded.Server(socket_dir=data / "socket").url(role=embedded.READER)
    with psycopg.connect(url) as reader:
        return reader.execute("SELECT id, centre_id FROM workorders_order ORDER BY id").fetchall()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_and_every_process_of_it(data: Path, number: signal.Signals) -> None:
    with Up(data, unused_port()) as up:
        assert up.stop(number) == 0
    assert processes_of(data) == []
    assert "Traceback" not in up.said()


def test_killed_outright_it_leaves_no_process_and_the_next_start_finds_the_data(data: Path) -> None:
    with Up(data, unused_port()) as up:
        before = _orders(data)
        up.stop(signal.SIGKILL)
        wait_until(lambda: not processes_of(data))
    with Up(data, unused_port()):
        assert _orders(data) == before != []


def test_killed_with_all_its_children_it_starts_again_on_the_database_that_was_left(data: Path) -> None:
    with Up(data, unused_port()) as up:
        children = [child(data, "web"), child(data, "worker")]
        os.kill(up.process.pid, signal.SIGKILL)
        for pid in children:
            os.kill(pid, signal.SIGKILL)
        up.process.wait()
    assert any("postgres" in line for line in processes_of(data))
    with Up(data, unused_port()) as up:
        assert up.stop(signal.SIGTERM) == 0


def test_a_port_in_use_is_refused_before_anything_is_made(folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert_refused(run("up", "--data", folder / "new", "--port", port), str(port), "占用")
    assert not (folder / "new" / "postgres").exists()
