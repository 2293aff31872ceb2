"""Two people, or two runs of a job, on one order at the same moment, each in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from huying.domain.actors import Actor
from huying.domain.lifecycle import SeenOutOfDate
from huying.followup.models import Task
from huying.foundation.commit import one_commit
from huying.handling.actions.record_progress import record_progress
from huying.handling.actions.report_assist import report_assist
from huying.workorders.models import Event, Text
from tests.cast import MONDAY, create_cast
from tests.factories.organisation import create_actor, create_unit
from tests.walk import HOUR, contacted, follow, fresh, replied, seen

AT = MONDAY + 6 * HOUR


def at_once(*calls: Callable[[], object]) -> list[type[Exception] | None]:
    """Run each call in a thread and a commit of its own; return what each raised."""
    together = Barrier(len(calls))

    def run(call: Callable[[], object]) -> type[Exception] | None:
        try:
            together.wait()
            with one_commit():
                call()
        except Exception as fault:  # noqa: BLE001  whatever it is, the test compares it
            return type(fault)
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


@pytest.mark.usefixtures("own_database")
def test_of_two_at_once_one_is_taken_and_the_other_told() -> None:
    with one_commit():
        cast = create_cast()
        order = contacted(cast)
    both_saw = seen(order)

    def write() -> None:
        record_progress(order_id=order.pk, note="已到现场。", seen=both_saw, actor=cast.clerk, at=AT)

    assert sorted(at_once(write, write), key=str) == sorted([None, SeenOutOfDate], key=str)
    assert fresh(order).events == both_saw + 1
    assert Event.objects.filter(order=order, action="record_progress").count() == 1
    assert Text.objects.filter(order=order, kind="progress").count() == 1


@pytest.mark.usefixtures("own_database")
def test_of_two_assists_reporting_at_once_neither_is_lost() -> None:
    with one_commit():
        cast = create_cast()
        second = create_unit(centre=cast.centre, name="市生态环境局")
        actors = (cast.bureau_clerk, create_actor(unit=second, role=cast.clerk.role))
        order = contacted(cast, assists=(cast.bureau.pk, second.pk))
    both_saw = seen(order)

    def report(actor: Actor) -> Callable[[], None]:
        return lambda: report_assist(order_id=order.pk, report="已办。", seen=both_saw, actor=actor, at=AT)

    outcome = at_once(*(report(actor) for actor in actors))
    assert sorted(outcome, key=str) == sorted([None, SeenOutOfDate], key=str)
    with one_commit():
        late = actors[outcome.index(SeenOutOfDate)]
        report_assist(order_id=order.pk, report="已办。", seen=seen(order), actor=late, at=AT)
    assert fresh(order).open_assists == 0


@pytest.mark.usefixtures("own_database")
def test_a_job_that_runs_twice_at_once_opens_one_follow_up() -> None:
    with one_commit():
        order = replied(create_cast())
    assert at_once(lambda: follow(order, at=AT), lambda: follow(order, at=AT)) == [None, None]
    assert Task.objects.filter(order=order).count() == 1
    assert fresh(order).events == order.events + 1
