"""Leaders' instructions: limit, report, and what becomes of them when the order ends."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huying.coordination.actions.instruct import InstructionUnfit, instruct
from huying.coordination.actions.report_instruction import InstructionReportEmpty, report_instruction
from huying.coordination.models import Instruction
from huying.coordination.queries.board import Tab, board, waiting_counts
from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.domain.lifecycle import OrderNotFound
from huying.domain.roads import RoadNotOpen
from huying.followup.actions.record_verdict import record_verdict
from huying.followup.choices import Satisfaction, Solved
from huying.foundation.clock import day_of, end_of_day
from huying.foundation.commit import one_row
from huying.web.rows import Light
from huying.workorders.models import Clock, Order
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor, create_unit
from tests.walk import HOUR, awaiting_followup, contacted, fresh, running, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 4 * HOUR


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def give(order: Order, leader: Actor, **changes: Any) -> None:
    given: dict[str, Any] = {"words": "请街道主任包案。", "owner": "王某，街道主任", "at": AT}
    instruct(order_id=order.pk, seen=seen(order), actor=leader, **given | changes)


def report(order: Order, cast: Cast, **changes: Any) -> None:
    given: dict[str, Any] = {"report": "已包案，今晚联合检查。", "actor": cast.clerk, "at": AT + HOUR}
    report_instruction(order_id=order.pk, seen=seen(order), **given | changes)


def test_a_slip_in_the_year_is_said(cast: Cast) -> None:
    with pytest.raises(InstructionUnfit) as refused, one_row():
        give(contacted(cast), cast.leader, do_by=day_of(AT + timedelta(days=3660)))
    assert refused.value.fields == {"do_by": "落实期限不能在一年之后，请核对年份。"}


def test_an_instruction_runs_for_the_unit_until_it_reports(cast: Cast) -> None:
    order = contacted(cast)
    give(order, cast.leader)
    row = Instruction.objects.get(order=order)
    assert (fresh(order).open_roads, row.owner) == (["instruction"], "王某，街道主任")
    assert ("instruction", cast.street.pk) in running(order)
    assert row.due_at == Clock.objects.get(order=order, stage="instruction").due_at
    report(order, cast)
    assert ("instruction", cast.street.pk) not in running(order)
    assert Instruction.objects.get(order=order).reported_at == AT + HOUR
    with pytest.raises(RoadNotOpen), one_row():
        report(order, cast)


def test_the_leader_s_own_day_is_the_limit(cast: Cast) -> None:
    order = contacted(cast)
    day = day_of(AT) + timedelta(days=1)
    give(order, cast.leader, do_by=day)
    assert Clock.objects.get(order=order, stage="instruction").due_at == end_of_day(day)


def test_a_second_instruction_joins_the_first_and_one_report_answers_both(cast: Cast) -> None:
    order = contacted(cast)
    give(order, cast.leader)
    give(order, create_actor(unit=cast.district, role=Role.LEADER), words="区里配合。")
    assert fresh(order).open_roads == ["instruction"]
    assert Clock.objects.filter(order=order, stage="instruction").count() == 1
    report(order, cast)
    assert not Instruction.objects.filter(reported_at=None).exists()
    assert fresh(order).open_roads == []


def test_a_leader_instructs_on_the_own_orders_and_nobody_else_does(cast: Cast) -> None:
    order = contacted(cast)
    elsewhere = create_unit(centre=cast.centre, name="望海区人民政府", kind="government", level="district")
    others = [create_actor(unit=elsewhere, role=Role.LEADER), cast.supervisor, cast.dispatcher, cast.clerk]
    for actor in others:
        with pytest.raises((NotAllowed, OrderNotFound)), one_row():
            give(order, actor)
    give(order, cast.leader)
    with pytest.raises(NotAllowed), one_row():
        report(order, cast, actor=cast.reviewer)


def test_an_instruction_says_what_and_who_and_a_report_says_something(cast: Cast) -> None:
    order = contacted(cast)
    for wrong in ({"words": " "}, {"owner": ""}, {"do_by": day_of(AT) - timedelta(days=1)}):
        with pytest.raises(InstructionUnfit) as fault, one_row():
            give(order, cast.leader, **wrong)
        assert set(fault.value.fields) == set(wrong)
    give(order, cast.leader)
    with pytest.raises(InstructionReportEmpty), one_row():
        report(order, cast, report=" ")


def test_an_overdue_instruction_is_red_on_the_board(cast: Cast) -> None:
    order = contacted(cast)
    give(order, cast.leader, do_by=day_of(AT))
    late = AT + timedelta(days=2)
    for actor in (cast.leader, cast.supervisor, cast.clerk):
        (row,) = board(tab=Tab.GIVEN, cursor=None, actor=actor, at=late).rows
        assert (row.number, row.level, row.owner) == (order.number, Light.OVER, "王某，街道主任")
        assert waiting_counts(actor=actor)[Tab.GIVEN] == 1
    assert not board(tab=Tab.GIVEN, cursor=None, actor=cast.outsider, at=late).rows
    report(order, cast, at=late)
    (row,) = board(tab=Tab.REPORTED, cursor=None, actor=cast.leader, at=late).rows
    assert row.level is Light.LATE


def test_the_end_of_the_order_gives_up_what_was_not_reported(cast: Cast) -> None:
    order = awaiting_followup(cast)
    give(order, cast.leader, at=MONDAY + 7 * HOUR)
    record_verdict(
        order_id=order.pk,
        contacted=True,
        solved=Solved.SOLVED,
        satisfied=Satisfaction.SATISFIED,
        words="好了。",
        seen=seen(order),
        actor=cast.followup,
        at=MONDAY + 8 * HOUR,
    )
    ended = dict(Clock.objects.filter(order=order).values_list("stage", "void"))
    assert (ended["instruction"], ended["followup"], ended["handle"]) == (True, False, False)
    assert (running(order), fresh(order).open_roads) == (set(), [])
    assert not board(tab=Tab.GIVEN, cursor=None, actor=cast.leader, at=AT).rows
