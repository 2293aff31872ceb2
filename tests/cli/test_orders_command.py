"""``huying orders import`` as a process: what it prints, and how it goes on after it was killed or cut off."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.store import OF_THE_RUN, Store
from tests.server.commands import assert_refused, environment, run, wait_until

pytestmark = pytest.mark.server

ROWS = 250  # five commits


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "teddy_t2_classify_dev.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(["row", "level1", "title", "detail", "created_at"])
        table.writerows([f"m{n}", "城乡建设", f"第 {n} 盏路灯不亮", "已经很久了。", ""] for n in range(ROWS))
        table.writerow(["", "城乡建设", "没有编号", "不能导入。", ""])
    return path


def words(path: Path, *more: str) -> list[str]:
    return ["orders", "import", str(path), "--as", "new", "--centre", "t2", *more]


def started(path: Path, store: Store) -> subprocess.Popen[bytes]:
    """Start an import and return once it has committed some of its rows."""
    process = subprocess.Popen(
        [sys.executable, "-m", "huying.cli", *words(path)],
        env=environment(store.variables),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    wait_until(lambda: store.orders() or process.poll() is not None)
    assert process.poll() is None, process.stderr.read().decode() if process.stderr else ""
    return process


def finished(path: Path, store: Store, *, before: int) -> None:
    """Import to the end and see that the sums are right."""
    done = run(*words(path, "--json"), **store.variables)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "read": ROWS + 1,
        "accepted": ROWS - before,
        "already_there": before,
        "refused": 1,
        "rejects_file": str(path.with_name("teddy_t2_classify_dev.rejects.csv")),
    }
    assert store.orders() == ROWS


def test_a_run_prints_one_object_and_speaks_to_people_elsewhere(path: Path, store: Store) -> None:
    finished(path, store, before=0)
    again = run(*words(path), **store.variables)
    assert again.stdout == ""
    assert f"已有 {ROWS}，拒收 1" in again.stderr


def test_a_run_that_was_killed_goes_on(path: Path, store: Store) -> None:
    process = started(path, store)
    process.kill()
    process.communicate()
    wait_until(lambda: not store.ask(f"SELECT count(*) {OF_THE_RUN}"))
    before = store.orders()
    assert 0 < before < ROWS
    finished(path, store, before=before)


def test_a_run_that_was_interrupted_says_so_and_goes_on(path: Path, store: Store) -> None:
    process = started(path, store)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "已中断" in said.decode()
    finished(path, store, before=store.orders())


def test_a_run_that_lost_the_database_says_one_sentence_and_goes_on(path: Path, store: Store) -> None:
    process = started(path, store)
    store.ask(f"SELECT count(pg_terminate_backend(pid)) {OF_THE_RUN}")
    _, said = process.communicate(timeout=30)
    assert process.returncode == 2, said.decode()[-3000:]
    assert "Traceback" not in said.decode()
    last = said.decode().strip().splitlines()[-1]
    assert last.startswith("导入中断：数据库没有应答")
    assert last.endswith("再次运行同一命令会接着导入。")
    finished(path, store, before=store.orders())


def test_two_runs_at_once_take_every_row_once(path: Path, store: Store) -> None:
    first = started(path, store)
    second = run(*words(path, "--json", "--rejects", str(path.with_name("second.csv"))), **store.variables)
    first.communicate(timeout=60)
    told = json.loads(second.stdout)
    assert (first.returncode, second.returncode) == (0, 0)
    assert told["read"] == told["accepted"] + told["already_there"] + told["refused"] == ROWS + 1
    assert store.orders() == ROWS


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("nowhere.csv", [], "读不到文件"),
        ("teddy_t2_classify_dev.csv", ["--map", "nothing"], "没有映射「nothing」"),
        ("teddy_t2_classify_dev.csv", ["--rejects", "teddy_t2_classify_dev.csv"], "--rejects"),
    ],
)
def test_a_run_that_cannot_begin_says_one_sentence(
    path: Path, store: Store, name: str, more: list[str], said: str
) -> None:
    more = [str(path) if word.endswith(".csv") else word for word in more]
    assert_refused(run(*words(path.with_name(name), *more), **store.variables), said)
    assert store.ask("SELECT count(*) FROM organisation_centre") == 0


def test_units_go_out_and_come_back(path: Path, tmp_path: Path, store: Store) -> None:
    path.write_text("\n".join(path.read_text().splitlines()[:2]))
    run(*words(path), **store.variables)
    table = tmp_path / "units.xlsx"
    assert run("units", "export", str(table), "--centre", "t2", **store.variables).returncode == 0
    done = run("units", "import", str(table), "--centre", "t2", "--json", **store.variables)
    assert json.loads(done.stdout) == {
        "read": 2,
        "created": 0,
        "changed": 0,
        "unchanged": 2,
        "refused": 0,
        "rejects_file": None,
    }


def test_units_of_a_centre_that_is_not_there_are_refused(tmp_path: Path, store: Store) -> None:
    done = run("units", "export", str(tmp_path / "units.csv"), "--centre", "nowhere", **store.variables)
    assert_refused(done, "没有编码为「nowhere」的中心")
