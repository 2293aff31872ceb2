"""A row that somebody else holds, a statement without end, a database that left: one sentence, soon."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from huying.config.watching.faults import server_fault
from huying.foundation import embedded
from huying.foundation.commit import one_commit
from huying.foundation.database_faults import RowBusy, TookTooLong
from huying.workorders.models import Order
from tests.browse import browser
from tests.cast import MONDAY, create_cast
from tests.walk import HOUR, contacted, seen


@contextmanager
def limits(*, lock: str = "0", statement: str = "0") -> Iterator[None]:
    """Let this process's connections wait as those of ``huying web`` do, only less."""
    options = connection.settings_dict["OPTIONS"]
    usual = options["options"]
    connection.close()
    options["options"] = f"-c lock_timeout={lock} -c statement_timeout={statement}"
    try:
        yield
    finally:
        connection.close()
        options["options"] = usual


@contextmanager
def held(server: embedded.Server, name: str, order: Order) -> Iterator[None]:
    """Hold an order's row from another connection."""
    with psycopg.connect(server.url(role=embedded.APP, dbname=name)) as other:
        other.execute("SELECT 1 FROM workorders_order WHERE id = %s FOR UPDATE", [order.pk])
        yield
        other.rollback()


def test_a_form_on_a_held_order_is_given_back_with_its_text(server: embedded.Server, own_database: str) -> None:
    with one_commit():
        cast = create_cast()
        order = contacted(cast)
    form = {"note": "已到现场核查。", "seen": seen(order)}
    url = reverse("record_progress", kwargs={"number": order.number})
    with limits(lock="300ms"), browser(cast.clerk, at=MONDAY + 6 * HOUR) as client:
        with held(server, own_database, order):
            begun = time.monotonic()
            answer = client.post(url, form)
            assert time.monotonic() - begun < 5
        assert answer.status_code == 409
        assert RowBusy.sentence in answer.content.decode()
        assert "已到现场核查。" in answer.content.decode()
        assert client.post(url, form).status_code == 302


@pytest.mark.usefixtures("own_database")
def test_a_statement_without_end_is_given_up() -> None:
    with limits(statement="200ms"), pytest.raises(TookTooLong), one_commit(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(30)")


@pytest.mark.usefixtures("own_database")
def test_a_page_without_its_database_says_so_in_one_sentence() -> None:
    with one_commit():
        cast = create_cast()
    client: Client
    with browser(cast.clerk, at=MONDAY) as client:
        client.raise_request_exception = False
        connection.close()
        usual = connection.settings_dict["HOST"]
        connection.settings_dict["HOST"] = "/nonexistent"
        try:
            answer = client.get("/")
        finally:
            connection.settings_dict["HOST"] = usual
    assert answer.status_code == 503
    assert "数据库暂时没有应答" in answer.content.decode()
    assert "database_gone" in answer.content.decode()


def _answer_to(fault: Exception) -> HttpResponse:
    request: HttpRequest = RequestFactory().get("/")
    try:
        raise fault
    except (ValueError, OperationalError):
        return server_fault(request)


def test_a_fault_of_ours_is_told_by_the_request_s_number_and_one_of_the_database_by_its_sentence() -> None:
    assert _answer_to(ValueError("13800000000")).status_code == 500
    assert _answer_to(OperationalError("gone")).status_code == 503
