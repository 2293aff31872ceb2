"""A street calls a bureau, it comes, a task is given and done, the whistle ends, both rate each other."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext

import pytest

from huying.coordination.actions.rate_whistle import rate_whistle
from huying.coordination.actions.refuse_call import refuse_call
from huying.coordination.models import WhistleCall, WhistleTask
from huying.domain.roads import RoadOpen
from huying.foundation.commit import one_row
from huying.handling.actions.submit_reply import submit_reply
from huying.workorders.models import Assignment, Order
from huying.workorders.queries.identity import CopyKeepsMasked, identity_of
from tests.cast import Cast, create_cast
from tests.walk import HOUR, answer, clock, fresh, running, seen
from tests.whistles import BLOWN, QUARTER, arrived, blown, end, ended, finished, whistle, with_task

pytestmark = pytest.mark.django_db


def test_a_whistle_opens_a_road_and_starts_a_limit_of_its_own_for_each_called_unit() -> None:
    cast = create_cast()
    order = blown(cast)
    assert (order.state, order.open_roads) == ("contacted", ["whistle"])
    assert {("whistle", cast.street.pk), ("arrive", cast.bureau.pk)} <= running(order)
    one, call = whistle(order), WhistleCall.objects.get()
    assert call.arrive_by == clock(order, "arrive").due_at == BLOWN + HOUR
    assert one.due_at == clock(order, "whistle").due_at
    assert one.check_due_at - one.blown_at == (one.due_at - one.blown_at) / 2


@pytest.mark.parametrize(
    ("walk", "is_open"), [(blown, True), (arrived, False), (with_task, True), (finished, False), (ended, False)]
)
def test_a_called_unit_opens_who_called_only_while_it_is_wanted_on_the_spot(
    walk: Callable[[Cast], Order], is_open: bool
) -> None:
    cast = create_cast()
    number = walk(cast).number
    with nullcontext() if is_open else pytest.raises(CopyKeepsMasked, match="吹哨"):
        identity_of(number=number, actor=cast.bureau_clerk)
    identity_of(number=number, actor=cast.clerk)


def test_a_unit_that_refuses_the_call_opens_no_more_who_called() -> None:
    cast = create_cast()
    order = blown(cast)
    refuse_call(
        order_id=order.pk, reason="不属本单位职责。", seen=seen(order), actor=cast.bureau_clerk, at=BLOWN + QUARTER
    )
    with pytest.raises(CopyKeepsMasked, match="吹哨"):
        identity_of(number=order.number, actor=cast.bureau_clerk)


def test_a_reply_waits_for_the_end_of_the_whistle() -> None:
    cast = create_cast()
    order = finished(cast)
    with pytest.raises(RoadOpen, match="吹哨"), one_row():
        submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=BLOWN + HOUR)
    end(cast, order)
    submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=BLOWN + 2 * HOUR)
    assert fresh(order).state == "awaiting_review"


def test_an_arrival_in_time_meets_the_limit_of_that_unit() -> None:
    cast = create_cast()
    order = arrived(cast)
    call = WhistleCall.objects.get()
    assert (call.arrived_at, call.answer_event) == (BLOWN + QUARTER, order.events)
    assert clock(order, "arrive").stopped_at == BLOWN + QUARTER
    assert not Assignment.objects.filter(part="report", closed_at=None).exists()


def test_a_task_is_given_at_the_spot_and_reported_done_by_its_unit() -> None:
    cast = create_cast()
    order = with_task(cast)
    assert Assignment.objects.filter(order=order, part="task", unit=cast.bureau, closed_at=None).exists()
    order = finished(cast)
    task = WhistleTask.objects.get(whistle__order=order)
    assert (task.number, task.done_event) == (1, order.events)
    assert not Assignment.objects.filter(order=order, part="task", closed_at=None).exists()


def test_the_end_closes_the_road_and_asks_both_sides_for_a_rating() -> None:
    cast = create_cast()
    order = ended(cast)
    assert order.open_roads == []
    assert clock(order, "whistle").stopped_at == whistle(order).ended_at == BLOWN + HOUR
    owing = Assignment.objects.filter(order=order, part="rate", closed_at=None)
    assert set(owing.values_list("unit_id", flat=True)) == {cast.street.pk, cast.bureau.pk}
    for actor, unit, score in ((cast.clerk, cast.bureau, 5), (cast.bureau_clerk, cast.street, 4)):
        rate_whistle(order_id=order.pk, scores={unit.pk: score}, seen=seen(order), actor=actor, at=BLOWN + 2 * HOUR)
    call = WhistleCall.objects.get(whistle__order=order)
    assert (call.unit_score, call.blower_score) == (5, 4)
    assert not owing.all().exists()
