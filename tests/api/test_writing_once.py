"""A write is done once, however often and by however many it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from huying.domain.actors import Role
from huying.foundation.commit import one_commit
from huying.records.actions.sweep_answers import sweep_answers
from huying.records.models import KeptAnswer
from huying.workorders.models import Event, Order
from tests.api.system import create_system, demand
from tests.cast import MONDAY, create_cast
from tests.walk import assigned


def together(calls: list[Callable[[], Any]]) -> list[Any]:
    """Make each call in a thread of its own at the same moment."""
    ready = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            ready.wait()
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


@pytest.mark.django_db
def test_the_same_key_gets_the_same_answer_and_one_order() -> None:
    system = create_system(unit=create_cast().hotline, role=Role.OPERATOR)
    first, second = (system.post("/orders", demand(), key="key-0001") for _ in range(2))
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert Order.objects.count() == 1


@pytest.mark.django_db
def test_the_same_key_with_other_words_is_refused() -> None:
    system = create_system(unit=create_cast().hotline, role=Role.OPERATOR)
    system.post("/orders", demand(), key="key-0001")
    for again in (demand(original="路灯不亮。"), demand(phone="13900000000")):
        answer = system.post("/orders", again, key="key-0001")
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert Order.objects.count() == 1


@pytest.mark.django_db
def test_a_key_belongs_to_one_system_and_one_route() -> None:
    cast = create_cast()
    order = assigned(cast)
    street, other = (create_system(unit=unit, role=Role.CLERK) for unit in (cast.street, cast.bureau))
    assert street.post(f"/orders/{order.number}/actions/sign_order", {"seen": 2}, key="key-0001").status_code == 200
    again = street.post(f"/orders/{order.number}/actions/record_progress", {"seen": 2}, key="key-0001")
    assert again.status_code == 422
    assert other.post(f"/orders/{order.number}/actions/sign_order", {"seen": 2}, key="key-0001").status_code == 404


@pytest.mark.django_db
def test_a_refused_write_leaves_its_key_free() -> None:
    system = create_system(unit=create_cast().hotline, role=Role.OPERATOR)
    assert system.post("/orders", demand(phone="12"), key="key-0001").status_code == 422
    assert not KeptAnswer.objects.exists()
    assert system.post("/orders", demand(), key="key-0001").status_code == 201


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "short", "x" * 121, "with space", "汉字汉字汉字汉字"])
def test_a_write_without_a_proper_key_is_refused(key: str) -> None:
    system = create_system(unit=create_cast().hotline, role=Role.OPERATOR)
    answer = system.post("/orders", demand(), key=key)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
    assert not Order.objects.exists()


@pytest.mark.django_db
def test_answers_are_let_go_after_seven_days() -> None:
    system = create_system(unit=create_cast().hotline, role=Role.OPERATOR)
    system.post("/orders", demand())
    assert sweep_answers(at=MONDAY + timedelta(days=7)) == 0
    assert sweep_answers(at=MONDAY + timedelta(days=7, seconds=1)) == 1


@pytest.mark.usefixtures("own_database")
def test_of_eight_at_once_with_one_key_one_registers_and_all_are_told_the_same() -> None:
    with one_commit():
        system = create_system(unit=create_cast().hotline, role=Role.OPERATOR)
    answers = together([lambda: system.post("/orders", demand(), key="key-0001")] * 8)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["number"] for answer in answers}) == 1
    assert (Order.objects.count(), KeptAnswer.objects.count()) == (1, 1)


@pytest.mark.usefixtures("own_database")
def test_of_two_at_once_with_one_key_and_different_words_one_is_done_and_the_other_refused() -> None:
    with one_commit():
        system = create_system(unit=create_cast().hotline, role=Role.OPERATOR)
    answers = together(
        [
            lambda: system.post("/orders", demand(), key="key-0001"),
            lambda: system.post("/orders", demand(original="路灯不亮。"), key="key-0001"),
        ]
    )
    assert sorted(answer.status_code for answer in answers) == [201, 422]
    assert Order.objects.count() == 1


@pytest.mark.usefixtures("own_database")
def test_of_two_acts_at_once_with_different_keys_one_is_taken_and_the_other_told() -> None:
    with one_commit():
        cast = create_cast()
        order = assigned(cast)
        street = create_system(unit=cast.street, role=Role.CLERK)
    path = f"/orders/{order.number}/actions/sign_order"
    answers = together([lambda: street.post(path, {"seen": order.events})] * 2)
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert Event.objects.filter(order=order, action="sign_order").count() == 1


@pytest.mark.usefixtures("own_database")
def test_the_rate_is_counted_for_all_threads_together() -> None:
    with one_commit():
        system = create_system(unit=create_cast().hotline, role=Role.OPERATOR, per_minute=10)
    answers = together([lambda: system.get("/regions")] * 16)
    assert sorted(answer.status_code for answer in answers) == [200] * 10 + [429] * 6
