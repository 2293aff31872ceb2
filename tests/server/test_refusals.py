"""What a command says when it cannot work: one sentence, exit code 2, nothing half-done."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from huying.foundation import embedded, secrets
from tests import databases
from tests.server.commands import assert_refused, run

pytestmark = pytest.mark.server

KEYS = {name: base64.b64encode(os.urandom(32)).decode() for name in secrets.NAMES.values()}


@pytest.fixture
def empty_database(server: embedded.Server) -> Iterator[str]:
    """Give the name of a database with roles and rights and no tables, as an administrator hands it over."""
    name = databases.clone(server, template=databases.EMPTY)
    yield name
    databases.drop(server, name)


def _at(server: embedded.Server, name: str) -> dict[str, str]:
    return {"HUYING_DATABASE_URL": server.url(role=embedded.APP, dbname=name), **KEYS}


def _tables(server: embedded.Server, name: str) -> int:
    with psycopg.connect(server.url(role=embedded.SUPERUSER, dbname=name)) as connection:
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert row is not None
    return int(row[0])


def test_a_data_directory_that_cannot_be_written_is_refused(folder: Path) -> None:
    (folder / "file").touch()
    assert_refused(run("migrate", "--data", folder / "file" / "data"), "file/data", "无法写入")


def test_a_refusal_is_one_json_object_for_a_machine(folder: Path) -> None:
    (folder / "file").touch()
    done = run("migrate", "--json", "--data", folder / "file")
    assert json.loads(done.stdout) == {"error": "data_directory_unusable", "sentence": done.stderr.strip()}


@pytest.mark.parametrize("major", ["17", "19"])
def test_a_data_directory_of_another_postgresql_is_refused_untouched(folder: Path, major: str) -> None:
    with embedded.opened(folder, settings=databases.HASTY):
        pass
    secrets.load(None, KEYS)
    (folder / "postgres" / "PG_VERSION").write_text(f"{major}\n")
    done = run("migrate", "--data", folder, **KEYS)
    assert_refused(done, f"PostgreSQL {major}", "18", "huying backup", "huying restore", "upgrade.md")
    assert not (folder / "postgres" / "postmaster.pid").exists()


def test_a_database_that_does_not_answer_is_refused(folder: Path) -> None:
    done = run("web", "--data", folder, HUYING_DATABASE_URL="postgresql://huying_app@127.0.0.1:1/huying", **KEYS)
    assert_refused(done, "数据库没有应答", "HUYING_DATABASE_URL")


def test_an_address_that_is_none_is_refused(folder: Path) -> None:
    done = run("web", "--data", folder, HUYING_DATABASE_URL="nonsense", **KEYS)
    assert_refused(done, "HUYING_DATABASE_URL", "不是数据库地址")


@pytest.mark.parametrize("name", secrets.NAMES.values())
def test_a_server_without_a_key_is_refused(folder: Path, name: str) -> None:
    keys = {other: key for other, key in KEYS.items() if other != name}
    done = run("worker", "--data", folder, HUYING_DATABASE_URL="postgresql://huying_app@127.0.0.1:1/x", **keys)
    assert_refused(done, name, "缺少密钥")


def test_a_database_older_than_the_code_is_left_as_it_is(
    server: embedded.Server, empty_database: str, folder: Path
) -> None:
    for command in ("web", "worker", "up"):
        assert_refused(run(command, "--data", folder, **_at(server, empty_database)), "huying migrate")
    assert _tables(server, empty_database) == 0


def test_migrating_a_server_wants_its_owner(server: embedded.Server, empty_database: str, folder: Path) -> None:
    done = run("migrate", "--data", folder, **_at(server, empty_database))
    assert_refused(done, "HUYING_OWNER_DATABASE_URL")
    assert _tables(server, empty_database) == 0


def test_migrate_brings_a_server_up_to_the_code(server: embedded.Server, empty_database: str, folder: Path) -> None:
    owner = server.url(role=embedded.OWNER, dbname=empty_database)
    done = run("migrate", "--json", "--data", folder, HUYING_OWNER_DATABASE_URL=owner, **_at(server, empty_database))
    assert "workorders.0001_initial" in json.loads(done.stdout)["applied"]
    found = json.loads(run("check", "--json", "--data", folder, **_at(server, empty_database)).stdout)
    assert {finding["code"] for finding in found["findings"]} == {"site_without_tls", "only_loopback"}


def test_a_database_newer_than_the_code_is_refused(server: embedded.Server, template: str, folder: Path) -> None:
    name = databases.clone(server, template=template)
    with psycopg.connect(server.url(role=embedded.OWNER, dbname=name)) as connection:
        connection.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('calls', '0001_calls', now())")
    for command in ("web", "migrate"):
        assert_refused(run(command, "--data", folder, **_at(server, name)), "比程序新")
    databases.drop(server, name)


def test_a_setting_that_makes_no_sense_is_refused(folder: Path) -> None:
    done = run("web", "--data", folder, HUYING_IDLE_MINUTES="soon", HUYING_DATABASE_URL="postgresql:///x", **KEYS)
    assert_refused(done, "HUYING_IDLE_MINUTES", "soon")


@pytest.mark.parametrize("words", [["up", "--bad"], ["up", "--port", "0"], ["nothing"], ["migrate", "extra"]])
def test_a_command_written_wrongly_is_explained_in_chinese(words: list[str]) -> None:
    assert_refused(run(*words), "--help 查看用法")
