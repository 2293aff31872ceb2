"""The commands of operations beside a running site: change its keys, back it up, restore it elsewhere."""

from __future__ import annotations

import json
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from huying.foundation import embedded
from huying.language.artefact import load_artefact, save_artefact
from tests import databases, stores
from tests.factories.learning import small_model
from tests.server.commands import Up, assert_refused, environment, run, unused_port, wait_until

pytestmark = pytest.mark.server

PASSWORD = "huying-demo-2026"


def told(*words: object) -> dict[str, Any]:
    """Run a command that succeeds; return its answer."""
    done = run(*words, "--json")
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@contextmanager
def signed_in(port: int, username: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", follow_redirects=True, timeout=60) as client:
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)', client.get("/accounts/login/").text)
        assert token
        given = {"login": username, "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
        assert "退出" in client.post("/accounts/login/", data=given).text
        yield client


def an_identity(client: httpx.Client) -> str:
    """Return what a page shows of a caller."""
    number = min(re.findall(r"/orders/(\d+)/", client.get("/").text))
    page = client.get(f"/orders/{number}/").text
    found = re.search(r'aria-labelledby="caller-title">.*?</section>', page, re.DOTALL)
    assert found
    assert "**" in found[0]
    return found[0]


def limit_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def test_keys_change_and_a_backup_is_taken_while_the_site_runs(folder: Path) -> None:
    data, key, file = folder / "data", folder / "key", folder / "one.hb"
    public = told("keys", "backup", key)["public"]
    stores.lay(data)
    with Up(data, unused_port()) as up, ExitStack() as open_:
        operator = re.findall(r"^  (\w+)\t", up.said(), re.MULTILINE)[0]
        client = open_.enter_context(signed_in(up.port, operator))
        before = an_identity(client)
        ids = told("keys", "list", "--data", data)
        current = told("keys", "rotate", "--data", data)["current"]
        assert not set(current.values()) & {one for kind in ids.values() for one in kind}
        assert an_identity(client) == before
        assert told("keys", "rotate", "--only", "lookup", "--data", data)["current"]["lookup"] != current["lookup"]
        (old,) = ids["caller"]
        assert told("keys", "retire", old, "--data", data)["kinds"] == ["caller"]
        assert an_identity(client) == before
        (chain,) = ids["chain"]
        assert_refused(run("keys", "retire", chain, "--data", data), chain, "不能停用")
        orders = told("backup", file, "--to", public, "--data", data)["manifest"]["counts"]
        _refusals(folder, file=file, public=public)
    there = folder / "there"
    shutil.copytree(data / "keys", there / "keys")
    answer = told("restore", file, "--key", key, "--data", there)
    assert (answer["faults"], answer["found"], answer["manifest"]["counts"]) == ([], {}, orders)
    assert_refused(run("restore", file, "--key", key, "--data", there), "--i-know")
    with Up(there, unused_port()) as up, signed_in(up.port, operator) as client:
        assert an_identity(client) == before


def _refusals(folder: Path, *, file: Path, public: str) -> None:
    """A full disk and a killed backup leave no file; a file cut short is told."""
    data, full = folder / "data", folder / "full.hb"
    words = [sys.executable, "-m", "huying.cli", "backup", str(full), "--to", public, "--data", str(data)]
    done = subprocess.run(
        words, env=environment({}), capture_output=True, text=True, check=False, preexec_fn=limit_files
    )
    assert_refused(done, "没有留下文件")
    assert not list(folder.glob("full.hb*"))
    process = subprocess.Popen(words, env=environment({}), stderr=subprocess.DEVNULL)
    wait_until(lambda: (folder / "full.hb.part").exists() or process.poll() is not None)
    process.kill()
    process.wait()
    assert not full.exists()
    told("backup", full, "--to", public, "--data", data)
    cut = folder / "cut.hb"
    cut.write_bytes(file.read_bytes()[:-1])
    done = run("restore", cut, "--key", folder / "key", "--data", folder / "other")
    assert_refused_last(done, "不完整或已损坏")


def assert_refused_last(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """See that the last sentence refuses."""
    last = done.stderr.strip().splitlines()[-1]
    assert done.returncode == 2, done.stderr
    assert all(word in last for word in words), done.stderr


_SLOW = """
CREATE SCHEMA aside;
CREATE FUNCTION aside.slow() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(3); END';
CREATE EVENT TRIGGER slow ON ddl_command_end WHEN TAG IN ('CREATE INDEX') EXECUTE FUNCTION aside.slow();
"""


def test_a_restore_that_is_killed_leaves_an_empty_store_that_can_be_restored_into(folder: Path) -> None:
    data, key, file, there = folder / "data", folder / "key", folder / "one.hb", folder / "there"
    public = told("keys", "backup", key)["public"]
    stores.lay(data)
    told("centre", "open", "--code", "hk", "--data", data)
    _lay_model(data)
    written = told("backup", file, "--to", public, "--data", data)
    assert (next(iter(written["manifest"]["parts"])), written["left_out"]) == ("models/hk/dispatch-1", [])
    assert b"dispatch-1" not in file.read_bytes()
    shutil.copytree(data / "keys", there / "keys")
    with embedded.opened(there, settings=databases.HASTY) as server:
        url = server.url(role=embedded.SUPERUSER)
        with psycopg.connect(url, autocommit=True) as superuser:
            superuser.execute(_SLOW)
            words = [sys.executable, "-m", "huying.cli", "restore", str(file), "--key", str(key), "--data", str(there)]
            process = subprocess.Popen(words, env=environment({}), stderr=subprocess.DEVNULL)
            asleep = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
            wait_until(lambda: superuser.execute(asleep).fetchone() == (1,))
            process.send_signal(signal.SIGKILL)
            process.wait()
            superuser.execute("DROP EVENT TRIGGER slow")
            superuser.execute("DROP SCHEMA aside CASCADE")
            busy = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'huying_owner'"
            wait_until(lambda: superuser.execute(busy).fetchone() == (0,))
            left = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            assert superuser.execute(left).fetchone() == (0,)
    assert not (there / "models").exists()
    answer = told("restore", file, "--key", key, "--data", there)
    assert (answer["faults"], answer["models"], answer["found"]) == ([], [], {})
    assert not (there / "models.restoring").exists()
    load_artefact(there / "models" / "hk" / "dispatch-1", task="dispatch")
    assert "模型文件" not in run("check", "--data", there).stderr
    shutil.rmtree(there / "models" / "hk")
    assert "中心「hk」承办单位模型第 1 版（现用）的模型文件不在" in run("check", "--data", there).stderr
    again = told("backup", folder / "two.hb", "--to", public, "--data", there)
    assert [one[-6:] for one in again["left_out"]] == ["模型文件不在"]


def _lay_model(data: Path) -> None:
    """Write a model in use of the only centre, its files and its row."""
    artefact, card = small_model()
    digest = save_artefact(data / "models" / "hk" / "dispatch-1", artefact=artefact, card=card)
    with (
        embedded.opened(data, settings=databases.HASTY) as server,
        psycopg.connect(server.url(role=embedded.OWNER)) as owner,
    ):
        owner.execute(
            "INSERT INTO learning_trainedmodel (centre_id, task, number, state, checksum, folder, rows, first_at,"
            " last_at, figures, card, trained_at, decided_at) SELECT id, 'dispatch', 1, 'current', %s, 'hk/dispatch-1',"
            " 24, now(), now(), '{}', %s, now(), now() FROM organisation_centre",
            [digest, card],
        )
