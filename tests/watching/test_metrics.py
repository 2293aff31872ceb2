"""What Prometheus reads: the right figures, for the right readers, under labels that name nobody."""

from __future__ import annotations

import re
from ipaddress import ip_network

import pytest
from django.db import connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from huying.foundation import memory
from huying.foundation.commit import one_commit
from huying.workorders.actions.seal_history import seal_history
from tests.browse import browser
from tests.cast import MONDAY, create_cast
from tests.factories.workorders import create_order

LABELS = {"route", "method", "status", "code", "fact", "task", "outcome", "queue", "centre", "state", "le"}
Sample = tuple[str, frozenset[tuple[str, str]]]


def _read(client: Client | None = None) -> dict[Sample, float]:
    memory.forget()
    answer = (client or Client()).get("/metrics")
    assert answer.status_code == 200
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


def _value(found: dict[Sample, float], name: str, **labels: str) -> float:
    return found.get((name, frozenset(labels.items())), 0.0)


@pytest.mark.usefixtures("own_database")
def test_what_is_done_is_counted_where_it_belongs() -> None:
    with one_commit():
        cast = create_cast()
    before = _read()
    with browser(cast.operator, at=MONDAY) as client:
        assert client.get("/register/").status_code == 200
        assert client.get("/orders/20260302000009/").status_code == 404
        assert client.get("/wp-admin/13800000000").status_code == 404
    Client().post("/accounts/login/", {"login": "nobody", "password": "wrong"})
    with one_commit():
        create_order(operator=cast.operator, at=MONDAY)
        seal_history(at=MONDAY)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    after = _read()

    def gained(name: str, **labels: str) -> float:
        return _value(after, name, **labels) - _value(before, name, **labels)

    assert gained("huying_requests_total", route="register", method="GET", status="200") == 1
    assert gained("huying_requests_total", route="unknown", method="GET", status="404") == 1
    assert gained("huying_request_seconds_count", route="register", method="GET") == 1
    assert gained("huying_request_statements_sum", route="register") > 3
    assert gained("huying_refusals_total", code="order_not_found") == 1
    assert gained("huying_sign_in_failures_total") == 1
    assert gained("huying_facts_total", fact="OrderOpened") == 1
    state = {"centre": cast.centre.code, "state": "awaiting_dispatch"}
    assert _value(after, "huying_orders_open", **state) == _value(after, "huying_orders_overdue", **state) == 1
    assert _value(after, "huying_queue_jobs", queue="dispatch") == 1
    assert _value(after, "huying_database_up") == 1
    assert 0 <= _value(after, "huying_worker_heartbeat_seconds") < 60
    assert _value(after, "huying_seal_age_seconds") > 0


@pytest.mark.usefixtures("own_database")
def test_no_label_names_a_person_or_an_order_and_no_unknown_path_makes_one() -> None:
    with one_commit():
        cast = create_cast()
        number = create_order(operator=cast.operator, at=MONDAY).number
    first = None
    for path in ("/orders/13800000000/", f"/orders/{number}/", "/a", "/b/13800000001", "/张三/", "/orders/1/zzz/9"):
        with browser(cast.operator, at=MONDAY) as client:
            client.get(path)
            client.generic("BREW", path)
        found = {(name, label) for name, labels in _read() for label, _ in labels}
        assert {label for _, label in found} <= LABELS
        values = {value for name, labels in _read() for label, value in labels if label in {"route", "method", "code"}}
        assert not [value for value in values if re.search(r"\d{5}|[^\x00-\x7f]|/", value)], values
        if path == "/a":
            first = values
    assert values == first


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("10.9.8.7", {}, 200),
        ("192.0.2.1", {}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.1"}, 403),
        ("127.0.0.1", {"X-Real-IP": "127.0.0.1"}, 403),
        ("192.0.2.1", {"Authorization": "Bearer wrong"}, 403),
        ("192.0.2.1", {"Authorization": "Bearer 口令", "X-Forwarded-For": "192.0.2.1"}, 403),
        ("192.0.2.1", {"Authorization": "Bearer right", "X-Forwarded-For": "192.0.2.1"}, 200),
    ],
)
@pytest.mark.usefixtures("own_database")
def test_figures_are_for_known_addresses_and_the_token(
    address: str, headers: dict[str, str], status: int, settings: Settings
) -> None:
    settings.HUYING_METRICS_FROM = [ip_network("127.0.0.1"), ip_network("10.0.0.0/8")]
    settings.HUYING_METRICS_TOKEN = "right"
    assert Client(headers=headers, REMOTE_ADDR=address).get("/metrics").status_code == status


@pytest.mark.usefixtures("own_database")
def test_a_database_that_is_away_leaves_the_counted_figures() -> None:
    place, usual = connection.settings_dict, connection.settings_dict["HOST"]
    connection.close()
    place["HOST"] = "/nonexistent"
    try:
        found = _read()
    finally:
        place["HOST"] = usual
    assert _value(found, "huying_database_up") == 0
    assert any(name == "huying_requests_total" for name, _ in found)
