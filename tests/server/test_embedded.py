"""The embedded PostgreSQL: shared by those who use it, gone when they are."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import psycopg
import pytest

from huying.foundation import embedded
from huying.foundation.embedded.errors import ServerFailed
from tests.databases import HASTY
from tests.server.commands import processes_of, wait_until
from tests.server.conftest import temporary_folder

pytestmark = pytest.mark.server

_USER = """
import sys, time
from pathlib import Path
from huying.foundation import embedded
with embedded.opened(Path(sys.argv[1]), settings={"fsync": "off"}):
    print("open", flush=True)
    sys.stdin.read()
"""


class _User:
    """Another process that uses the store until told to leave, or until the block ends."""

    def __init__(self, data: Path) -> None:
        command = [sys.executable, "-c", _USER, str(data)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.leave()

    def has_opened(self) -> bool:
        assert self.process.stdout is not None
        return self.process.stdout.readline() == "open\n"

    def leave(self) -> None:
        self.process.communicate()

    def be_killed(self) -> None:
        self.process.kill()
        self.process.communicate()


def _one(server: embedded.Server, query: str, *, role: str = embedded.APP) -> object:
    with psycopg.connect(server.url(role=role)) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def test_two_who_come_at_once_share_one_server_and_the_last_stops_it(folder: Path) -> None:
    with _User(folder) as first, _User(folder) as second:
        assert [first.has_opened(), second.has_opened()] == [True, True]
        assert len([line for line in processes_of(folder) if "postgres -D" in line]) == 1
        first.leave()
        with embedded.opened(folder) as server:
            assert _one(server, "SELECT 1") == 1
    assert processes_of(folder) == []


def test_a_killed_user_holds_nothing(folder: Path) -> None:
    with _User(folder) as user:
        assert user.has_opened()
        user.be_killed()
    with embedded.opened(folder) as server:
        assert _one(server, "SELECT 1") == 1
    assert processes_of(folder) == []


def test_a_killed_server_is_started_again(folder: Path) -> None:
    with _User(folder) as user:
        assert user.has_opened()
        os.kill(int((folder / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        with embedded.opened(folder) as server:
            assert _one(server, "SELECT 1") == 1
    wait_until(lambda: not processes_of(folder))


def test_a_server_that_cannot_start_says_its_own_reason(folder: Path) -> None:
    with (
        pytest.raises(ServerFailed, match="shared_buffers"),
        embedded.opened(folder, settings={"shared_buffers": "much"}),
    ):
        pass
    with embedded.opened(folder, settings=HASTY) as server:
        assert _one(server, "SELECT 1") == 1


def test_a_number_left_by_a_crash_that_now_belongs_to_another_process_stops_nobody(folder: Path) -> None:
    with embedded.opened(folder, settings=HASTY):
        pass
    (folder / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{folder / 'postgres'}\n")
    with embedded.opened(folder, settings=HASTY) as server:
        assert _one(server, "SELECT 1") == 1


def test_a_cluster_that_was_never_finished_is_made_anew(folder: Path) -> None:
    (folder / "postgres.new").mkdir()
    (folder / "postgres.new" / "PG_VERSION").write_text("18\n")
    with embedded.opened(folder, settings=HASTY) as server:
        assert _one(server, "SELECT 1") == 1


def test_a_folder_too_deep_for_a_socket_still_serves(folder: Path) -> None:
    deep = folder / ("深" * 40) / "data"
    with embedded.opened(deep, settings=HASTY) as server:
        assert len(os.fsencode(server.socket_dir)) < 90
        assert _one(server, "SELECT 1") == 1


def test_only_its_own_user_may_enter_its_folders(folder: Path) -> None:
    with embedded.opened(folder, settings=HASTY) as server:
        assert {(folder.stat().st_mode & 0o777) for folder in (server.socket_dir, folder / "postgres")} == {0o700}
        assert _one(server, "SHOW listen_addresses") == ""


def test_chinese_text_is_cut_into_trigrams_and_extensions_are_there(server: embedded.Server) -> None:
    assert _one(server, "SELECT array_length(show_trgm('噪音扰民'), 1)") == 5
    names = "SELECT string_agg(extname, ' ' ORDER BY extname) FROM pg_extension"
    assert _one(server, names) == "btree_gin btree_gist pg_stat_statements pg_trgm plpgsql"


@pytest.fixture(scope="module")
def with_a_table() -> Iterator[embedded.Server]:
    """Give a server on which the owner has made a table."""
    with temporary_folder() as folder, embedded.opened(folder, settings=HASTY) as server:
        with psycopg.connect(server.url(role=embedded.OWNER)) as owner:
            owner.execute("CREATE TABLE ours (id int)")
        yield server


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        (embedded.APP, "CREATE TABLE mine ()"),
        (embedded.READER, "CREATE TABLE mine ()"),
        (embedded.READER, "INSERT INTO ours DEFAULT VALUES"),
        (embedded.READER, "DELETE FROM ours"),
        (embedded.APP, "TRUNCATE ours"),
        (embedded.APP, "DROP TABLE ours"),
    ],
)
def test_a_role_can_do_no_more_than_its_work(with_a_table: embedded.Server, role: str, statement: str) -> None:
    assert _one(with_a_table, "SELECT count(*) FROM ours", role=role) == 0
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        _one(with_a_table, statement, role=role)
