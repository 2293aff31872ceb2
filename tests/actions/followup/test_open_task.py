"""When and how the follow-up of a reply opens."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huying.domain.actors import policy_actor
from huying.followup.actions.open_task import open_task
from huying.followup.models import Task
from huying.handling.actions.review_reply import review_reply
from huying.workorders.models import Event
from tests.cast import MONDAY, create_cast
from tests.walk import HOUR, awaiting_followup, clock, follow, fresh, replied, running, seen, submitted

pytestmark = pytest.mark.django_db
AT = MONDAY + 6 * HOUR


def jobs() -> list[ProcrastinateJob]:
    return list(ProcrastinateJob.objects.filter(task_name="followup.open_task").order_by("id"))


def test_opening_puts_the_order_into_the_queue_and_starts_the_limit_of_follow_up() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    assert order.state == "awaiting_followup"
    assert running(order) == {("followup", None)}
    task = Task.objects.get(order=order)
    assert (task.state, task.round, task.attempts, task.centre_id) == ("open", 1, 0, cast.centre.pk)
    assert (task.next_try_at, task.due_at) == (AT, clock(order, "followup").due_at)
    event = Event.objects.get(order=order, seq=order.events)
    assert (event.role, event.policy, event.person_id) == ("policy", "followup_due", None)


def test_a_job_that_runs_twice_opens_one_task() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    events = order.events
    follow(order, at=AT + HOUR)
    assert (Task.objects.filter(order=order).count(), seen(order)) == (1, events)


def test_a_late_job_of_an_earlier_round_opens_nothing() -> None:
    cast = create_cast()
    order = replied(cast)
    actor = policy_actor(centre_id=cast.centre.pk, name="followup_due")
    open_task(order_id=order.pk, round=2, actor=actor, at=AT)
    assert fresh(order).state == "replied"


def test_nothing_opens_before_the_reply_is_out() -> None:
    cast = create_cast()
    order = submitted(cast)
    follow(order, at=AT)
    assert fresh(order).state == "awaiting_review"
    assert not Task.objects.exists()


def test_on_reply_the_job_runs_at_once() -> None:
    cast = create_cast(followup_starts="on_reply")
    replied(cast)
    assert [job.scheduled_at for job in jobs()] == [MONDAY + 5 * HOUR]


def test_after_the_limit_the_job_waits_for_the_end_of_the_handling_limit() -> None:
    cast = create_cast(profile="beijing")
    order = replied(cast)
    due = clock(order, "handle").due_at
    assert due > MONDAY + 5 * HOUR
    assert [job.scheduled_at for job in jobs()] == [due]


def test_a_reply_after_its_limit_is_followed_up_at_once() -> None:
    cast = create_cast(profile="beijing")
    order = submitted(cast)
    late = clock(order, "handle").due_at + HOUR
    review_reply(order_id=order.pk, passed=True, seen=seen(order), actor=cast.reviewer, at=late)
    assert [job.scheduled_at for job in jobs()] == [late]


def test_a_reply_sent_back_wakes_no_job() -> None:
    cast = create_cast()
    order = submitted(cast)
    review_reply(order_id=order.pk, passed=False, opinion="请补充。", seen=seen(order), actor=cast.reviewer, at=AT)
    assert jobs() == []


def test_where_policy_asks_for_no_review_the_reply_itself_wakes_the_job() -> None:
    cast = create_cast(review_required=False)
    submitted(cast)
    assert len(jobs()) == 1


def test_a_reviewed_reply_wakes_exactly_one_job_for_its_round() -> None:
    cast = create_cast()
    order = replied(cast)
    (job,) = jobs()
    assert job.args == {"order_id": order.pk, "centre_id": cast.centre.pk, "round": 1}
    assert job.queueing_lock == f"followup.open_task:{order.pk}:{order.events}"
