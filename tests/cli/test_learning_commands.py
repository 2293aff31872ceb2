"""本中心的模型: learnt from its own orders, offered if better, and nobody is disturbed when a training dies."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from django.db import connection
from pytest_django import Settings

from huying.domain.actors import Actor, Role
from huying.foundation import embedded, secrets
from huying.foundation.commit import one_commit
from huying.learning.actions.roll_back_model import roll_back_model
from huying.learning.actions.take_model import take_model
from huying.learning.choices import Task
from huying.learning.models import DriftWeek, TrainedModel, TrainingRun
from huying.learning.tasks import learn_nightly_task
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.learning import ABOUT_HEAT, create_decided
from tests.factories.organisation import create_actor
from tests.server.commands import assert_refused, environment, processes_of, run, wait_until

pytestmark = pytest.mark.server
_KEYS = {name: base64.b64encode(os.urandom(32)).decode() for name in secrets.NAMES.values()}
_SINCE = MONDAY - timedelta(days=100)
_ASKER = f"""
import os, sys, django
django.setup()
from huying.learning.queries.serving import guesses_of
for line in sys.stdin:
    said = guesses_of(centre_id=int(line), task="dispatch", texts=[({ABOUT_HEAT!r},)])
    print(f"{{said.model_number}} {{said.of[0]}}" if said else "-", flush=True)
"""


class _City:
    """A centre on a database of the test's own, and what a process must be told to work on it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.variables = {"HUYING_DATABASE_URL": url, "HUYING_DATA": str(folder), "OMP_NUM_THREADS": "1", **_KEYS}
        self.models = folder / "models"
        with one_commit():
            self.cast: Cast = create_cast()
            self.admin: Actor = create_actor(unit=self.cast.hotline, role=Role.SYSTEM_ADMIN)

    def learn(self, *words: str) -> subprocess.CompletedProcess[str]:
        given = ["--task", "dispatch", "--centre", self.cast.centre.code, "--json", *words]
        return run("language", "learn", *given, **self.variables)

    def starts(self, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "huying.cli", "language", *words]
        return subprocess.Popen(command, env=environment(self.variables), stderr=subprocess.DEVNULL)

    def take(self, number: int, *, seen: int) -> None:
        with one_commit():
            take_model(task=Task.DISPATCH, number=number, seen=seen, actor=self.admin, at=MONDAY)

    def runs(self) -> list[tuple[str, str]]:
        return list(TrainingRun.objects.order_by("pk").values_list("task", "outcome"))

    def folders(self) -> list[str]:
        return sorted(path.name for path in self.models.glob("*/*"))


@pytest.fixture
def city(own_database: str, server: embedded.Server, tmp_path: Path, settings: Settings) -> _City:
    settings.HUYING_MODELS = tmp_path / "models"
    return _City(server.url(role=embedded.APP, dbname=own_database), tmp_path)


@pytest.fixture
def asker(city: _City) -> Iterator[subprocess.Popen[str]]:
    """Give a process of a long life that answers with what the model in use says of heat, label by label."""
    told = environment({**city.variables, "DJANGO_SETTINGS_MODULE": "huying.config.settings"})
    process = subprocess.Popen(
        [sys.executable, "-c", _ASKER], env=told, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    yield process
    process.communicate(timeout=30)


def _asked(asker: subprocess.Popen[str], city: _City) -> str:
    assert asker.stdin is not None
    assert asker.stdout is not None
    asker.stdin.write(f"{city.cast.centre.pk}\n")
    asker.stdin.flush()
    return asker.stdout.readline().strip()


def test_a_city_learns_takes_learns_again_and_goes_back_and_a_running_process_follows(
    city: _City, asker: subprocess.Popen[str]
) -> None:
    heat = city.cast.bureau.code
    with one_commit():
        create_decided(cast=city.cast, count=300, since=_SINCE)
    assert _asked(asker, city) == "-"
    first = city.learn()
    assert first.returncode == 0, first.stderr
    assert json.loads(first.stdout)["is_offered"]
    assert _asked(asker, city) == "-"  # offered is not taken
    assert_refused(city.learn(), "已有一版模型待采用")
    city.take(1, seen=0)
    said = _asked(asker, city)
    assert said.startswith(f"1 (Guess(label='{heat}'")
    assert_refused(city.learn(), "只有 0 件")
    with one_commit():
        create_decided(cast=city.cast, count=150, since=_SINCE + timedelta(days=30))
    same = city.learn()
    assert same.returncode == 0, same.stderr
    assert "没有更好，不采用" in same.stderr
    with one_commit():
        create_decided(cast=city.cast, count=400, since=_SINCE + timedelta(days=50), hours=1.0, swapped=True)
    drift = run("language", "drift", "--task", "dispatch", "--centre", city.cast.centre.code, **city.variables)
    assert "建议重新训练" in drift.stderr, drift.stderr
    assert DriftWeek.objects.count() >= 3
    other = city.learn()
    assert other.returncode == 0, other.stderr
    assert json.loads(other.stdout)["is_offered"], other.stderr
    city.take(3, seen=1)
    now = _asked(asker, city)  # it learnt both ways of sending heat, and is less sure
    assert now[0] == "3"
    assert now[1:] != said[1:]
    with one_commit():
        roll_back_model(task=Task.DISPATCH, seen=3, actor=city.admin, at=MONDAY)
    assert _asked(asker, city) == said
    assert [outcome for _, outcome in city.runs()] == ["offered", "too_few", "too_few", "refused", "offered"]
    refused = TrainedModel.objects.get(number=2)
    assert (refused.folder, refused.figures["rival"]["number"]) == ("", 1)
    assert city.folders() == ["dispatch-1", "dispatch-3"]


def test_too_few_orders_are_one_sentence_and_a_row(city: _City) -> None:
    with one_commit():
        create_decided(cast=city.cast, count=100, since=_SINCE)
    assert_refused(city.learn(), "只有 100 件，至少要 250 件")
    assert city.runs() == [("dispatch", "too_few")]
    assert city.folders() == []
    assert_refused(run("language", "learn", "--task", "matter", **city.variables), "--centre")


def test_a_training_that_is_killed_leaves_no_model_and_the_next_one_says_that_it_failed(city: _City) -> None:
    with one_commit():
        create_decided(cast=city.cast, count=600, since=_SINCE)
    training = city.starts("learn", "--task", "dispatch", "--centre", city.cast.centre.code)
    wait_until(lambda: city.runs() == [("dispatch", "running")])
    training.send_signal(signal.SIGSTOP)  # in the midst of it
    assert_refused(city.learn(), "正在训练")
    training.send_signal(signal.SIGKILL)
    training.wait()
    assert not TrainedModel.objects.exists()
    left = city.models / city.cast.centre.code / "dispatch-1.new"
    left.mkdir(parents=True)  # as if it had died while it wrote
    (left / "bias.npy").write_bytes(b"half")
    done = city.learn()
    assert done.returncode == 0, done.stderr
    assert city.runs() == [("dispatch", "failed"), ("dispatch", "offered")]
    assert city.folders() == ["dispatch-1"]


def test_a_training_that_is_asked_to_stop_says_so_itself(city: _City) -> None:
    with one_commit():
        create_decided(cast=city.cast, count=600, since=_SINCE)
    training = city.starts("learn", "--task", "dispatch", "--centre", city.cast.centre.code)
    wait_until(lambda: city.runs() == [("dispatch", "running")])
    training.terminate()
    assert training.wait(60) == 128 + signal.SIGTERM
    assert city.runs() == [("dispatch", "failed")]
    assert not TrainedModel.objects.exists()


def test_what_takes_too_long_at_night_is_stopped_written_down_and_the_next_goes_on(city: _City) -> None:
    centre = city.cast.centre
    done = run("language", "learn-nightly", "--minutes", "0.002", **city.variables)
    assert done.returncode == 0, done.stderr
    rows = TrainingRun.objects.filter(centre=centre).order_by("pk")
    assert list(rows.values_list("task", "outcome")) == [("matter", "failed"), ("dispatch", "failed")]
    assert set(rows.values_list("said", flat=True)) == {"超过 0 分钟没有完成，已停止。"}


def test_the_nightly_job_starts_the_training_and_waits_for_nothing(
    city: _City, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    for name, value in city.variables.items():
        monkeypatch.setenv(name, value)
    settings.DATA = city.models.parent

    def finished() -> bool:
        if processes_of(city.models.parent):
            return False
        try:
            runs = TrainingRun.objects.filter(centre=city.cast.centre, outcome="too_few")
            return runs.count() == len(Task)
        finally:
            connection.close()

    def buried() -> bool:
        return all(child.status() != psutil.STATUS_ZOMBIE for child in psutil.Process().children())

    async def night() -> float:
        begun = time.monotonic()
        await learn_nightly_task(timestamp=0)
        took = time.monotonic() - begun
        await asyncio.to_thread(wait_until, finished)
        await asyncio.to_thread(wait_until, buried)
        await asyncio.sleep(1)  # until the loop is told
        return took

    assert asyncio.run(night()) < 2
