"""The jobs that climb a roster, by a clock that was moved: planned one after another, survived, stopped."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from pytest_django import Settings

from huying.domain.policies import Urgency
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.handling.actions.sign_order import sign_order
from huying.notices.models import Message
from huying.organisation.choices import ShiftRank
from huying.workorders.models import Event, Order
from tests import walk
from tests.cast import MONDAY, Cast, create_cast
from tests.history.store import seal, verified
from tests.told import on_duty
from tests.walk import HOUR

SENT_AT = MONDAY + HOUR
STEP = timedelta(minutes=30)


@pytest.fixture
def cast(own_database: str) -> Cast:
    with one_commit():
        cast = create_cast()
        for rank, telephone in ((ShiftRank.FIRST, "13900000001"), (ShiftRank.HEAD, "13900000002")):
            on_duty(cast.street, rank, telephone=telephone)
        on_duty(cast.hotline, ShiftRank.FIRST, telephone="13900000009")
    return cast


def emergency(cast: Cast) -> Order:
    with one_commit():
        return walk.assigned(cast, urgency=Urgency.EMERGENCY)


def due(until: datetime, *, is_killed: bool = False) -> int:
    """Do the jobs of notices that are due at a moment, as a worker does; return how many of them there were.

    ``is_killed``: the worker is lost after each job's work and before it says so, so that another does it again.
    """
    count = 0
    while job := _next(until):
        count += 1
        name, args = job
        with clock.moved(until):
            for _ in range(2 if is_killed else 1):
                app.tasks[name].func(**args)
    return count


def _next(until: datetime) -> tuple[str, dict[str, Any]] | None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = (
                SELECT min(id) FROM procrastinate_jobs
                 WHERE status = 'todo' AND queue_name = 'notices' AND (scheduled_at IS NULL OR scheduled_at <= %s))
            RETURNING task_name, (args - 'caused_by')::text
            """,
            [until],
        )
        found = cursor.fetchone()
    return (found[0], json.loads(found[1])) if found else None


def ranks(order: Order) -> list[int]:
    return [event.data["rank"] for event in Event.objects.filter(order=order, action="climb_roster").order_by("seq")]


@pytest.mark.parametrize("is_killed", [False, True])
def test_each_step_comes_when_it_is_due_and_not_before(cast: Cast, is_killed: bool) -> None:
    order = emergency(cast)
    assert due(SENT_AT, is_killed=is_killed)
    assert due(SENT_AT + STEP - timedelta(seconds=1), is_killed=is_killed) == 0
    for steps, expected in ((1, [2]), (2, [2, 0]), (3, [2, 0])):
        due(SENT_AT + steps * STEP, is_killed=is_killed)
        assert ranks(order) == expected
    assert Message.objects.filter(order=order, to_citizen=False).count() == 3


def test_nobody_is_called_once_the_order_is_signed_for(cast: Cast) -> None:
    order = emergency(cast)
    due(SENT_AT)
    with one_commit():
        sign_order(order_id=order.pk, seen=walk.seen(order), actor=cast.clerk, at=SENT_AT + STEP / 2)
    due(SENT_AT + 10 * STEP)
    assert ranks(order) == []


def test_who_signs_after_a_step_ends_the_climbing(cast: Cast) -> None:
    order = emergency(cast)
    due(SENT_AT)
    due(SENT_AT + STEP)
    with one_commit():
        sign_order(order_id=order.pk, seen=walk.seen(order), actor=cast.clerk, at=SENT_AT + STEP)
    due(SENT_AT + 10 * STEP)
    assert ranks(order) == [2]


def test_a_step_leaves_the_history_whole(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    settings.HUYING_SEAL_FILE = tmp_path / "seals.jsonl"
    emergency(cast)
    due(SENT_AT)
    due(SENT_AT + STEP)
    seal(at=SENT_AT + 2 * STEP)
    assert verified().is_clean


def test_a_fact_is_told_by_a_job_of_the_same_transaction(cast: Cast) -> None:
    with connection.cursor() as cursor:
        emergency(cast)
        cursor.execute("SELECT args ->> 'name' FROM procrastinate_jobs WHERE task_name = 'notices.tell'")
        assert cursor.fetchall() == [("UnitAssigned",)]
