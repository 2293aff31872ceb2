"""Is the process alive, can it work: asked without a session, answered for every way of being ill."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from huying.config.watching import probes
from huying.config.watching.in_time import InTime
from huying.config.watching.readiness import Check

WELL = {"database": True, "migrations": True, "worker": True, "oldest_job": True}


@pytest.fixture(autouse=True)
def from_anywhere(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["12345.example.cn"]


def _ask() -> tuple[int, dict[str, bool]]:
    answer = Client(headers={"host": "10.1.2.3:8000"}).get("/readyz")
    body: dict[str, Any] = answer.json()
    assert all(check["sentence"].endswith("。") for check in body["checks"])
    assert body["ready"] == (answer.status_code == 200)
    return answer.status_code, {check["code"]: check["ok"] for check in body["checks"]}


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_being_alive_asks_no_database_and_no_host_name() -> None:
    answer = Client(headers={"host": "10.1.2.3:8000"}).get("/healthz")
    assert (answer.status_code, answer.json()["ready"]) == (200, True)


@pytest.mark.usefixtures("own_database")
class TestReady:
    """Each thing that may be ill makes the answer 503, and alone says so."""

    def test_a_site_whose_worker_lives_is_ready(self) -> None:
        _run("INSERT INTO procrastinate_workers DEFAULT VALUES")
        assert _ask() == (200, WELL)

    def test_without_a_worker_it_is_not(self) -> None:
        assert _ask() == (503, WELL | {"worker": False})

    def test_nor_when_the_worker_has_long_been_silent(self) -> None:
        _run("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '61 seconds')")
        assert _ask() == (503, WELL | {"worker": False})

    def test_nor_when_a_job_has_waited_for_long(self) -> None:
        _run("INSERT INTO procrastinate_workers DEFAULT VALUES")
        _run("INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('q', 't')")
        assert _ask() == (200, WELL)
        _run("UPDATE procrastinate_events SET at = now() - interval '901 seconds'")
        assert _ask() == (503, WELL | {"oldest_job": False})

    def test_a_job_meant_for_tomorrow_does_not_wait(self) -> None:
        _run("INSERT INTO procrastinate_workers DEFAULT VALUES")
        _run(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at)"
            " VALUES ('q', 't', now() + interval '1 day')"
        )
        _run("UPDATE procrastinate_events SET at = now() - interval '1 day'")
        assert _ask() == (200, WELL)

    def test_nor_when_the_database_is_of_another_version(self) -> None:
        _run("INSERT INTO django_migrations (app, name, applied) VALUES ('calls', '0001_calls', now())")
        assert _ask() == (503, {"database": True, "migrations": False})

    def test_nor_when_the_database_is_not_there(self) -> None:
        place, usual = connection.settings_dict, connection.settings_dict["HOST"]
        connection.close()
        place["HOST"] = "/nonexistent"
        try:
            assert _ask() == (503, {"database": False})
        finally:
            place["HOST"] = usual


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Let the checks hang; give how often they were begun."""
    end, begun = threading.Event(), [0]

    def hang() -> list[Check]:
        begun[0] += 1
        end.wait(20)
        return []

    monkeypatch.setattr(probes, "_checks", InTime(hang, seconds=0.2))
    yield begun
    end.set()


def test_a_database_that_hangs_is_not_waited_for_and_not_asked_again(hanging: list[int]) -> None:
    assert [_ask() for _ in range(3)] == [(503, {"database": False})] * 3
    assert hanging == [1]
