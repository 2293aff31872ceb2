"""What a call that nobody answered does."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from huying.domain.errors import NotAllowed
from huying.domain.lifecycle import OrderNotFound, SeenOutOfDate
from huying.followup.actions.record_attempt import CalledTooSoon, record_attempt
from huying.followup.models import Attempt, Task, Verdict
from huying.foundation.commit import one_row
from huying.workorders.models import Assignment, Event, Order
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, awaiting_followup, clock, fresh, running, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 7 * HOUR
DAY = timedelta(hours=24)


def call(order: Order, cast: Cast, *, at: datetime) -> None:
    record_attempt(order_id=order.pk, note="无人接听。", seen=seen(order), actor=cast.followup, at=at)


def test_the_first_unanswered_call_is_tried_again_a_day_later() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    call(order, cast, at=AT)
    task = Task.objects.get(order=order)
    assert (fresh(order).state, task.state, task.attempts) == ("awaiting_followup", "open", 1)
    assert task.next_try_at == AT + DAY
    assert running(order) == {("followup", None)}


def test_unreachable_twice_closes_the_order_without_a_verdict() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    call(order, cast, at=AT)
    call(order, cast, at=AT + DAY)
    order = fresh(order)
    task = Task.objects.get(order=order)
    assert (order.state, task.state, task.attempts, task.ended_at) == ("closed", "unreachable", 2, AT + DAY)
    assert list(Attempt.objects.order_by("number").values_list("number", "reached")) == [(1, False), (2, False)]
    assert not Verdict.objects.exists()
    assert clock(order, "followup").stopped_at == AT + DAY
    assert not Assignment.objects.filter(order=order, closed_at=None).exists()
    assert Event.objects.get(order=order, seq=order.events).data["outcome"] == "unreachable"


def test_how_often_is_tried_is_the_policys_word() -> None:
    cast = create_cast(followup_attempts=1)
    order = awaiting_followup(cast)
    call(order, cast, at=AT)
    assert fresh(order).state == "closed"


def test_two_calls_in_one_breath_do_not_close_an_order() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    call(order, cast, at=AT)
    with pytest.raises(CalledTooSoon, match="03-03 16:00 之后再拨"), one_row():
        call(order, cast, at=AT + DAY - timedelta(seconds=1))
    assert (fresh(order).state, Attempt.objects.count()) == ("awaiting_followup", 1)


def test_of_two_callers_the_second_is_told_and_nothing_is_half_written() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    both_saw = seen(order)
    call(order, cast, at=AT)
    before = (list(Task.objects.values()), Attempt.objects.count(), Event.objects.count())
    with pytest.raises(SeenOutOfDate), one_row():
        record_attempt(order_id=order.pk, seen=both_saw, actor=cast.followup, at=AT + DAY)
    assert (list(Task.objects.values()), Attempt.objects.count(), Event.objects.count()) == before


def test_only_who_follows_up_calls() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    for actor in (cast.clerk, cast.operator, cast.supervisor):
        with pytest.raises(NotAllowed), one_row():
            record_attempt(order_id=order.pk, seen=seen(order), actor=actor, at=AT)
    with pytest.raises(OrderNotFound), one_row():
        record_attempt(order_id=order.pk, seen=seen(order), actor=cast.stranger, at=AT)
