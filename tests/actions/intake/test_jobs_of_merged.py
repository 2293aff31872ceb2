"""Jobs of merged orders that die in the middle: another run finishes them, and nothing is done twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob

from huying.foundation.commit import one_commit
from huying.handling.actions.review_reply import review_reply
from huying.handling.actions.submit_reply import submit_reply
from huying.intake import tasks
from huying.intake.actions.answer_merged import answer_merged
from huying.workorders.models import Event, Merge, Order, Reply
from tests.actions.intake.merged import merge
from tests.cast import MONDAY, create_cast
from tests.walk import HOUR, assigned, contacted, fresh, seen
from tests.walk import answer as reply

pytestmark = pytest.mark.usefixtures("own_database")
NAME = "intake.answer_merged"


class WorkerDiedError(Exception):
    """The worker is gone."""


def work() -> None:
    """Do what a worker does until nothing is left that is due."""
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    app.with_connector(connector.get_worker_connector()).run_worker(
        wait=False, install_signal_handlers=False, listen_notify=False, queues=["intake"]
    )


def answered() -> tuple[Order, Order]:
    """Return a master whose reply went out and its child; the jobs wait."""
    with one_commit():
        cast = create_cast()
        master, child = contacted(cast), assigned(cast)
        merge([master, child], cast.dispatcher, at=MONDAY + 4 * HOUR)
    with one_commit():
        submit_reply(order_id=master.pk, **reply(), seen=seen(master), actor=cast.clerk, at=MONDAY + 5 * HOUR)
        review_reply(order_id=master.pk, passed=True, seen=seen(master), actor=cast.reviewer, at=MONDAY + 6 * HOUR)
    return fresh(master), fresh(child)


def status() -> list[str]:
    return list(ProcrastinateJob.objects.filter(task_name=NAME).values_list("status", flat=True))


def done_once(child: Order) -> bool:
    acts = list(Event.objects.filter(order=child).values_list("action", flat=True))
    replies = Reply.objects.filter(order=child).count()
    return (acts.count("follow_master"), acts.count("answer_merged"), replies) == (1, 1, 1)


def test_a_job_that_dies_between_its_two_commits_is_tried_again_and_finishes(monkeypatch: pytest.MonkeyPatch) -> None:
    _, child = answered()

    def dies(**_: Any) -> None:
        monkeypatch.setattr(tasks, "answer_merged", answer_merged)
        raise WorkerDiedError

    monkeypatch.setattr(tasks, "answer_merged", dies)
    work()
    assert (fresh(child).state, status()) == ("handling", ["todo"])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
    work()
    assert (fresh(child).state, status()) == ("replied", ["succeeded"])
    assert Merge.objects.get().end == "answered"
    assert done_once(child)


def test_a_job_that_was_done_and_not_ticked_off_changes_nothing_when_it_runs_again() -> None:
    _, child = answered()
    waiting = [(job.task_name, job.args) for job in ProcrastinateJob.objects.filter(queue_name="intake")]
    for name, given in waiting * 2:
        app.tasks[name](**given)
    assert fresh(child).state == "replied"
    assert done_once(child)


def test_the_same_fact_wakes_one_job_for_each_child() -> None:
    answered()
    locks = list(
        ProcrastinateJob.objects.filter(task_name__startswith="intake.").values_list("queueing_lock", flat=True)
    )
    assert locks
    assert len(set(locks)) == len(locks)
    assert None not in locks
