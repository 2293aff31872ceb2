"""``huying orders import --as history`` as a process: killed, cut off, a full disk, two at once."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.store import OF_THE_RUN, Store
from tests.server.commands import assert_refused, environment, run, wait_until

pytestmark = pytest.mark.server

ROWS = 5000  # three commits
HEAD = ["request_id", "service_type", "channel", "created_at", "status", "closed_at", "due_at", "agency"]
HEAD += ["neighborhood", "address"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "past.csv"
    with path.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEAD)
        for number in range(ROWS):
            table.writerow(_row(f"N{number}", closed="2019-03-02 09:30:00"))
        table.writerow(_row("LATE", closed="2018-01-01 00:00:00"))
        table.writerow(_row("OPEN", closed="", status="New"))
    return path


def _row(number: str, *, closed: str, status: str = "Closed") -> list[str]:
    return [number, "Street Light Out", "Phone", "2019-03-01 08:00:00", status, closed, "", "Transportation", "", ""]


def words(path: Path, *more: str) -> list[str]:
    return ["orders", "import", str(path), "--as", "history", "--centre", "balt", *more]


def started(path: Path, store: Store) -> subprocess.Popen[bytes]:
    """Start an import and return once it has committed some of its rows."""
    command = [sys.executable, "-m", "huying.cli", *words(path)]
    out = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment(store.variables), stdout=out, stderr=subprocess.PIPE)
    wait_until(lambda: store.orders() or process.poll() is not None)
    assert process.poll() is None
    return process


def finished(path: Path, store: Store, *, before: int) -> None:
    """Import to the end and see that the sums are right, and that verification finds nothing wrong."""
    done = run(*words(path, "--json"), **store.variables)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "read": ROWS + 2,
        "accepted": ROWS - before,
        "already_there": before,
        "refused": 2,
        "rejects_file": str(path.with_name("past.rejects.csv")),
    }
    assert store.orders() == store.ask("SELECT count(*) FROM workorders_searchrow") == ROWS


def test_a_run_that_was_killed_goes_on_and_verifies(path: Path, store: Store) -> None:
    process = started(path, store)
    process.kill()
    process.communicate()
    wait_until(lambda: not store.ask(f"SELECT count(*) {OF_THE_RUN}"))
    before = store.orders()
    assert before < ROWS
    assert before % 2000 == 0
    finished(path, store, before=before)
    assert "[history]" not in path.with_name("past.rejects.csv").read_text()
    verified = run("verify", "--json", **store.variables)
    assert verified.returncode == 0, verified.stdout
    assert json.loads(verified.stdout)["orders"] == ROWS


def test_a_run_that_lost_the_database_says_one_sentence_and_goes_on(path: Path, store: Store) -> None:
    process = started(path, store)
    store.ask(f"SELECT count(pg_terminate_backend(pid)) {OF_THE_RUN}")
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2, said.decode()
    assert "Traceback" not in said.decode()
    assert said.decode().strip().splitlines()[-1].startswith("导入中断：数据库没有应答")
    finished(path, store, before=store.orders())


def test_two_runs_at_once_take_every_row_once(path: Path, store: Store) -> None:
    first = started(path, store)
    second = run(*words(path, "--json", "--rejects", str(path.with_name("second.csv"))), **store.variables)
    first.communicate(timeout=120)
    told = json.loads(second.stdout)
    assert (first.returncode, second.returncode) == (0, 0)
    assert told["read"] == told["accepted"] + told["already_there"] + told["refused"] == ROWS + 2
    assert store.orders() == ROWS


def test_a_full_disk_stops_the_run_before_a_refused_row_is_lost(path: Path, store: Store) -> None:
    done = run(*words(path, "--rejects", "/dev/full"), **store.variables)
    assert done.returncode == 2
    assert "/dev/full" in done.stderr
    assert store.orders() == 4000
    finished(path, store, before=4000)


def test_a_map_without_a_plan_for_the_past_is_refused(path: Path, store: Store) -> None:
    path.write_text("row,level1,title,detail,created_at\n1,城建,灯,不亮,2020-01-01\n")
    assert_refused(run(*words(path), **store.variables), "[history]")
