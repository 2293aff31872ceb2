"""What coordination has open lapses with the order, without an answer that nobody gave."""

from __future__ import annotations

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huying.coordination.actions.instruct import instruct
from huying.coordination.actions.lapse_roads import lapse_roads
from huying.coordination.models import Conference, Escalation, Instruction, Whistle, WhistleCall
from huying.coordination.queries.whistle_figures import unit_figures
from huying.domain.actors import policy_actor
from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_row
from huying.intake.actions.withdraw_order import withdraw_order
from huying.workorders.models import Order
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, conferred, contacted, escalated, seen
from tests.whistles import blow

pytestmark = pytest.mark.django_db
AT = MONDAY + 8 * HOUR
MODELS = (Conference, Escalation, Instruction, Whistle, WhistleCall)


def _with_all_roads(cast: Cast) -> Order:
    order = escalated(cast)
    instruct(order_id=order.pk, words="请包案。", owner="王某", seen=seen(order), actor=cast.leader, at=AT)
    blow(cast, order, at=AT)
    return order


def _withdraw(order: Order, cast: Cast) -> None:
    withdraw_order(order_id=order.pk, reason="诉求人撤回。", seen=seen(order), actor=cast.operator, at=AT + HOUR)


def _lapse(order: Order) -> None:
    """Do what the job does."""
    actor = policy_actor(centre_id=order.centre_id, name="lapsed_roads")
    lapse_roads(order_id=order.pk, actor=actor, at=AT + 2 * HOUR)


def _lapsed() -> list[object]:
    return [value for model in MODELS for value in model.objects.values_list("lapsed_at", flat=True)]


def test_an_ended_order_takes_what_was_open_with_it_once() -> None:
    cast = create_cast()
    orders = [_with_all_roads(cast), conferred(cast)]
    for order in orders:
        _lapse(order)
    assert _lapsed() == [None] * 5
    for order in orders:
        _withdraw(order, cast)
        for _ in range(2):
            _lapse(order)
    assert _lapsed() == [AT + 2 * HOUR] * 5
    assert Conference.objects.get().settled_at is None
    assert Escalation.objects.get().answered_at is None
    assert Instruction.objects.get().reported_at is None
    assert Whistle.objects.get().ended_at is None


def test_what_was_answered_in_time_has_not_lapsed() -> None:
    cast = create_cast()
    order = _with_all_roads(cast)
    Instruction.objects.update(reported_at=AT, reported_event=9)
    _withdraw(order, cast)
    _lapse(order)
    assert Instruction.objects.get().lapsed_at is None


def test_the_end_of_such_an_order_wakes_the_job_and_that_of_another_does_not() -> None:
    cast = create_cast()
    order, other = _with_all_roads(cast), contacted(cast)
    for one in (order, other):
        _withdraw(one, cast)
    jobs = ProcrastinateJob.objects.filter(task_name="coordination.lapse_roads").values_list("args", flat=True)
    assert [job["order_id"] for job in jobs] == [order.pk]


def test_figures_are_the_same_before_and_after() -> None:
    cast = create_cast()
    order = _with_all_roads(cast)
    _withdraw(order, cast)
    shown = {"since": MONDAY, "until": AT + timedelta(days=2), "actor": cast.supervisor, "at": AT + timedelta(days=2)}
    before = unit_figures(**shown)  # type: ignore[arg-type]
    _lapse(order)
    assert unit_figures(**shown) == before  # type: ignore[arg-type]
    assert [(row.unit_id, row.called, row.blown) for row in before] == [(cast.street.pk, 0, 1)]


def test_only_the_named_policy_lets_roads_lapse() -> None:
    cast = create_cast()
    with pytest.raises(NotAllowed), one_row():
        lapse_roads(order_id=1, actor=cast.arbiter, at=AT)
