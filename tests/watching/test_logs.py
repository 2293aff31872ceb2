"""What a line of the log holds, and what it never holds."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.db import connection, transaction
from django.test import Client
from pytest_django import Settings

from huying.domain.errors import NotFound
from huying.foundation import metrics, statements, trace
from huying.foundation.job_watch import watch_job
from huying.foundation.logs import JsonLines, PlainLines
from tests.browse import browser
from tests.cast import MONDAY, create_cast

PHONE, ID, NAME = "13812345678", "110101199003077758", "张无双"
SECRETS = (PHONE, ID, NAME, "紫藤", "1381234")


class _Kept(logging.Handler):
    """Keeps each line as both formatters write it."""

    def __init__(self) -> None:
        super().__init__()
        self.json: list[dict[str, Any]] = []
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        line = JsonLines(json_ensure_ascii=False).format(record)
        self.json.append(json.loads(line))
        self.text += f"{line}\n{PlainLines().format(record)}\n"


@pytest.fixture
def kept() -> Iterator[_Kept]:
    handler, root = _Kept(), logging.getLogger()
    ours = logging.getLogger("huying.requests")
    level = ours.level
    ours.setLevel("INFO")
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)
    ours.setLevel(level)


def _raise_value() -> None:
    raise ValueError(f"no such thing: {NAME} '{PHONE}' in 紫藤 at {ID}")


def _raise_caused() -> None:
    try:
        _raise_value()
    except ValueError as fault:
        raise RuntimeError(f"while asking for ({NAME})") from fault


def _raise_refusal() -> None:
    raise NotFound(f"没有找到 {NAME} {PHONE}。")


@pytest.mark.parametrize("go_wrong", [_raise_value, _raise_caused, _raise_refusal])
def test_a_fault_is_told_with_its_places_and_without_its_words(kept: _Kept, go_wrong: Callable[[], None]) -> None:
    try:
        go_wrong()
    except Exception:
        logging.getLogger("anything").exception("while looking for %s", PHONE)
    (line,) = kept.json
    assert any("_raise_" in place and ":" in place for place in line["fault"])
    assert line["message"] == "while looking for ***********"
    assert not [secret for secret in SECRETS if secret in kept.text]


@pytest.mark.django_db
def test_what_the_database_says_of_a_row_stays_out(kept: _Kept) -> None:
    with connection.cursor() as cursor:
        try:
            cursor.execute(f"SELECT '{NAME} {PHONE}'::int")
        except Exception:
            logging.getLogger("anything").exception("broken")
    assert "DataError" in kept.text
    assert not [secret for secret in SECRETS if secret in kept.text]


@pytest.mark.django_db
def test_a_request_has_one_line_with_route_person_and_number(kept: _Kept) -> None:
    cast = create_cast()
    given = "0123456789abcdef0123456789abcdef"
    with browser(cast.operator, at=MONDAY) as client:
        answer = client.get(f"/orders/{PHONE}/?q={NAME}", headers={"X-Request-ID": given})
    assert answer.status_code == 404
    (line,) = [line for line in kept.json if line["logger"] == "huying.requests"]
    told = {name: line[name] for name in ("request_id", "route", "method", "status", "person_id", "refusal")}
    assert told == {
        "request_id": given,
        "route": "order",
        "method": "GET",
        "status": 404,
        "person_id": cast.operator.person_id,
        "refusal": "order_not_found",
    }
    assert answer.headers["X-Request-ID"] == given
    assert not [secret for secret in SECRETS if secret in kept.text]


@pytest.mark.parametrize("given", [PHONE, ID, "", "a" * 31, NAME, "x; Set-Cookie: a=b", "G" * 32])
def test_a_request_number_that_is_none_is_replaced(given: str, kept: _Kept) -> None:
    made = (
        Client(headers={"x-request-id": given.splitlines()[0] if given else ""}).get("/healthz").headers["X-Request-ID"]
    )
    assert len(made) == 36
    assert made not in {given, Client().get("/healthz").headers["X-Request-ID"]}


def _context(task: str) -> Any:
    return SimpleNamespace(job=SimpleNamespace(task_name=task, id=7, attempts=0, task_kwargs={"phone": PHONE}))


@pytest.mark.django_db
def test_a_job_that_fails_is_counted_and_logged_by_its_task_without_its_words(kept: _Kept) -> None:
    counted = metrics.JOBS.labels("test.fails", "failed")._value
    before = counted.get()
    with pytest.raises(ValueError, match="no such thing"):
        watch_job(_raise_value, _context("test.fails"), cast(Any, None))
    (line,) = kept.json
    assert (line["route"], line["request_id"], line["outcome"]) == ("test.fails", "job-7", "failed")
    assert "builtins.ValueError" in line["fault"][0]
    assert counted.get() == before + 1
    assert not [secret for secret in SECRETS if secret in kept.text]


@pytest.mark.django_db
def test_a_slow_statement_is_logged_by_its_shape(kept: _Kept, settings: Settings) -> None:
    settings.HUYING_SLOW_QUERY_MS = 50
    work = trace.Work(id="a" * 32, route="register")
    with trace.serving(work), statements.watched(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.execute(f"SELECT pg_sleep(0.06),\n  %s, '{PHONE} {NAME}'", [f"{NAME} {ID}"])
    (line,) = kept.json
    assert line["ms"] >= 60
    assert (line["level"], line["route"], line["request_id"]) == ("WARNING", "register", "a" * 32)
    assert line["statement"] == "SELECT pg_sleep(0.06), %s, '…'"
    assert work.statements == 2
    assert not [secret for secret in SECRETS if secret in kept.text]


@pytest.mark.django_db
def test_a_statement_that_fails_is_counted_all_the_same(kept: _Kept) -> None:
    work = trace.Work(id="a" * 32, route="register")
    with trace.serving(work), statements.watched(), connection.cursor() as cursor, transaction.atomic():
        with pytest.raises(Exception, match="nothing"):
            cursor.execute("SELECT nothing")
        transaction.set_rollback(True)
    assert work.statements >= 1
