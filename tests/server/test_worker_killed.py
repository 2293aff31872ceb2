"""A worker that is killed while it pushes: the push is done again with the same id, and the log says so."""

from __future__ import annotations

import base64
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any
from urllib.request import urlopen

import pytest
from pytest_django import Settings

from huying.domain.actors import Role
from huying.exchange.choices import DeliveryState
from huying.exchange.models import Delivery
from huying.foundation import embedded, secrets
from huying.foundation.commit import one_commit
from huying.organisation.models import Centre
from tests.api.system import System, create_system, demand
from tests.cast import create_cast
from tests.receiver import receiving
from tests.server.commands import environment, unused_port, wait_until

pytestmark = pytest.mark.server

REQUEST = "0123456789abcdef0123456789abcdef"
_KEYS = {name: base64.b64encode(os.urandom(32)).decode() for name in secrets.NAMES.values()}


class _Workers:
    """Workers that start one after another on a database of the tests, each with a log of its own."""

    def __init__(self, folder: Path, *, url: str) -> None:
        told = {"HUYING_DATABASE_URL": url, "HUYING_WEBHOOK_PRIVATE": "1", "HUYING_HEARTBEAT_SECONDS": "1"}
        self._folder, self._variables = folder, {**told, **_KEYS}

    @contextmanager
    def working(self, name: str, *words: object) -> Iterator[subprocess.Popen[bytes]]:
        """Let one work in this block."""
        command = [sys.executable, "-m", "huying.cli", "worker", "--data", self._folder / name, *words]
        with (self._folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [str(word) for word in command], env=environment(self._variables), stdout=log, stderr=log
            )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(30)

    def lines(self, name: str, task: str) -> list[dict[str, Any]]:
        """Return what one has logged of a task."""
        said = (self._folder / f"{name}.log").read_text().splitlines()
        return [line for line in map(json.loads, said) if task in line["message"]]


@pytest.fixture
def workers(own_database: str, server: embedded.Server, folder: Path) -> _Workers:
    return _Workers(folder, url=server.url(role=embedded.APP, dbname=own_database))


@pytest.fixture
def system(own_database: str, settings: Settings) -> System:
    settings.HUYING_WEBHOOK_PRIVATE, settings.HUYING_SECRETS = True, secrets.load(None, _KEYS)
    with one_commit():
        cast = create_cast()
        Centre.objects.update(is_demo=False)
        return create_system(unit=cast.hotline, role=Role.OPERATOR)


def _subscribe(system: System, url: str) -> None:
    said = {"url": url, "facts": ["OrderOpened"], "secret": "s" * 40}
    assert system.post("/webhooks", said).status_code == 201


def test_a_push_whose_worker_is_killed_is_pushed_again_with_the_same_id(system: System, workers: _Workers) -> None:
    with receiving() as receiver:
        receiver.hold = Event()
        _subscribe(system, receiver.url)
        assert system.post("/orders", demand(), **{"X-Request-ID": REQUEST}).status_code == 201
        with workers.working("first") as first:
            wait_until(lambda: receiver.got)
            first.send_signal(signal.SIGKILL)
            first.wait()
        assert Delivery.objects.get().state == DeliveryState.WAITING
        receiver.hold.set()
        with workers.working("second"):
            wait_until(lambda: Delivery.objects.get().state == DeliveryState.SENT)
            wait_until(lambda: workers.lines("second", "exchange.push")[1:])
    ids = [headers["Huying-Delivery"] for _, headers in receiver.got]
    assert ids == [str(Delivery.objects.get().push_id)] * 2
    assert receiver.got[0][0] == receiver.got[1][0]
    given_over, done = workers.lines("second", "exchange.push")
    assert (given_over["level"], given_over["message"]) == (
        "WARNING",
        "任务 exchange.push 的进程已停，交给别的进程重办",
    )
    assert (done["job_id"], done["outcome"], done["attempt"]) == (given_over["job_id"], "succeeded", 2)
    assert workers.lines("first", "任务 exchange.push") == []


def test_every_job_of_a_request_is_logged_with_the_request_also_those_that_jobs_put_in(
    system: System, workers: _Workers
) -> None:
    with receiving() as receiver:
        _subscribe(system, receiver.url)
        answer = system.post("/orders", demand(), **{"X-Request-ID": REQUEST})
        assert answer.headers["X-Request-ID"] == REQUEST
        with workers.working("only"):
            wait_until(lambda: workers.lines("only", "exchange.push"))
            wait_until(lambda: workers.lines("only", "dispatch.suggest_unit"))
    for task in ("exchange.note_fact", "exchange.push", "dispatch.suggest_unit"):
        (line,) = workers.lines("only", task)
        assert line["caused_by"] == REQUEST, task
        assert re.fullmatch(r"job-\d+", line["request_id"])
        assert (line["outcome"], line["attempt"]) == ("succeeded", 1)


def test_a_machine_with_workers_only_tells_their_figures_on_a_port(system: System, workers: _Workers) -> None:
    system.post("/orders", demand())
    port = unused_port()

    def asked(page: str) -> str:
        with urlopen(f"http://127.0.0.1:{port}/{page}", timeout=10) as answer:
            return str(answer.read().decode())

    done = 'huying_jobs_total{outcome="succeeded",task="dispatch.suggest_unit"} 1.0'
    with workers.working("only", "--metrics-port", port):
        wait_until(lambda: workers.lines("only", "dispatch.suggest_unit"))
        wait_until(lambda: done in asked("metrics"))
        figures = asked("metrics")
        assert 'huying_job_seconds_count{task="dispatch.suggest_unit"} 1.0' in figures
        assert "huying_database_up 1.0" in figures
        assert "huying_queue_oldest_seconds" in figures
        assert json.loads(asked("readyz"))["ready"]
        assert json.loads(asked("healthz"))["ready"]
