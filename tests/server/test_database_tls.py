"""A city's PostgreSQL that demands TLS: everything of ours comes in by it, and nothing past a wrong certificate."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.certificates import write_pair
from tests.server.commands import assert_refused, run, wait_until
from tests.server.conftest import temporary_folder
from tests.server.fleet import Fleet
from tests.server.tls_postgres import TlsPostgres, tls_postgres

pytestmark = pytest.mark.server

# Whoever of ours is connected by TCP, and whether in clear.
_IN_CLEAR = """
SELECT ssl, count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
WHERE usename LIKE 'huying%%' AND client_addr IS NOT NULL GROUP BY ssl
"""


@pytest.fixture(scope="module")
def postgres() -> Iterator[TlsPostgres]:
    """Give the server, its database empty."""
    with temporary_folder() as folder, tls_postgres(folder) as running:
        yield running


@pytest.fixture(scope="module")
def migrated(postgres: TlsPostgres) -> TlsPostgres:
    """Give the server, its database brought up to the code by TLS."""
    done = run("migrate", "--data", postgres.root.parent / "desk", **postgres.variables())
    assert done.returncode == 0, done.stderr
    return postgres


def test_web_and_worker_work_by_tls_and_nothing_of_theirs_goes_in_clear(migrated: TlsPostgres, folder: Path) -> None:
    ours = Fleet(folder=folder, server=migrated.server, variables=migrated.variables())
    try:
        ours.start("web-a")
        ours.start("worker-a")
        wait_until(lambda: ours.is_alive("web-a") and ours.readiness("web-a")[0] == 200, seconds=60)
        ((encrypted, connections),) = ours.ask(_IN_CLEAR)
    finally:
        ours.stop()
    assert (encrypted, connections > 1) == (True, True), ours.logs()


def test_the_check_finds_the_connection_encrypted(migrated: TlsPostgres, folder: Path) -> None:
    done = run("check", "--json", "--data", folder, **migrated.variables())
    assert "database_without_tls" not in {finding["code"] for finding in json.loads(done.stdout)["findings"]}


def test_a_backup_comes_and_goes_by_tls(migrated: TlsPostgres, folder: Path) -> None:
    key, file, place = folder / "key", folder / "one.hb", ("--data", folder / "desk")
    public = json.loads(run("keys", "backup", key, "--json").stdout)["public"]
    words = ("backup", file, "--to", public, *place)
    refused = run(*words, **migrated.variables())
    assert_refused(refused, "不支持 TLS", "HUYING_POSTGRES_BIN")
    assert not file.exists()
    by_tls = {**migrated.variables(), "HUYING_POSTGRES_BIN": str(migrated.binaries)}
    done = run(*words, **by_tls)
    assert done.returncode == 0, done.stderr
    back = run("restore", file, "--key", key, "--i-know", "--json", *place, **by_tls)
    assert (back.returncode, json.loads(back.stdout)["faults"]) == (0, []), back.stderr


@pytest.mark.parametrize("command", [["web"], ["worker"], ["migrate"], ["check"], ["verify"]], ids=" ".join)
def test_a_server_whose_root_is_another_is_refused(postgres: TlsPostgres, folder: Path, command: list[str]) -> None:
    other, _ = write_pair(folder / "other")
    done = run(*command, "--data", folder / "desk", **postgres.variables(root=other))
    assert_refused(done, "不是 sslrootcert 中的机构签发的")


def test_a_certificate_of_another_host_a_root_that_is_missing_and_a_connection_in_clear_are_refused(
    postgres: TlsPostgres, folder: Path
) -> None:
    for variables, sentence in (
        (postgres.variables(host="127.0.0.1"), "不是为地址中的主机名签发的"),
        (postgres.variables(root=folder / "no.pem"), "证书文件不存在或不能使用"),
        (postgres.variables(mode="disable"), "只接受加密的连接"),
    ):
        assert_refused(run("check", "--data", folder / "desk", **variables), sentence)
