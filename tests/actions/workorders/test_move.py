"""Two people on one order, and a write that fails half-way."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import DatabaseError, connection, connections
from procrastinate.contrib.django.models import ProcrastinateJob

from huying.dispatch.actions.assign_unit import assign_unit
from huying.domain.lifecycle import SeenOutOfDate
from huying.foundation.commit import one_commit
from huying.workorders.models import Assignment, Clock, Event, Order, Text
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order

LATER = MONDAY + timedelta(minutes=5)


def prepared() -> tuple[Cast, Order]:
    with one_commit():
        cast = create_cast()
        return cast, create_order(operator=cast.operator, at=MONDAY)


def test_of_two_dispatchers_at_once_one_wins_and_the_other_is_told(own_database: str) -> None:
    cast, order = prepared()
    together = Barrier(2)

    def assign(unit_id: int) -> str:
        try:
            together.wait()
            with one_commit():
                assign_unit(
                    order_id=order.pk, lead_unit_id=unit_id, legal_basis="三定", seen=1, actor=cast.dispatcher, at=LATER
                )
        except SeenOutOfDate:
            return "told"
        finally:
            connections.close_all()
        return "assigned"

    with ThreadPoolExecutor(2) as threads:
        outcomes = sorted(threads.map(assign, [cast.street.pk, cast.bureau.pk]))
    assert outcomes == ["assigned", "told"]
    assert Assignment.objects.filter(order=order, part="lead").count() == 1
    assert list(Event.objects.filter(order=order).values_list("seq", flat=True)) == [1, 2]


def test_a_write_that_fails_leaves_nothing_behind_not_even_its_job(own_database: str) -> None:
    cast, _ = prepared()
    before = (Order.objects.count(), Text.objects.count(), Clock.objects.count(), ProcrastinateJob.objects.count())

    def register_and_fail() -> None:
        with one_commit():
            create_order(operator=cast.operator, at=LATER)
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1/0")

    with pytest.raises(DatabaseError):
        register_and_fail()
    after = (Order.objects.count(), Text.objects.count(), Clock.objects.count(), ProcrastinateJob.objects.count())
    assert after == before


def test_registering_puts_its_job_into_the_same_commit(own_database: str) -> None:
    _, order = prepared()
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == ("dispatch.suggest_unit", {"order_id": order.pk})
