"""The step bar: what was passed, where the order stands, what is ahead."""

from __future__ import annotations

import pytest

from huying.followup.actions.record_verdict import record_verdict
from huying.followup.choices import Satisfaction, Solved
from huying.intake.actions.withdraw_order import withdraw_order
from huying.intake.choices import Route
from huying.web.rows import Progress
from huying.workorders.models import Order
from huying.workorders.queries.dossier import Dossier
from huying.workorders.queries.stages import stages_of
from tests.cast import MONDAY, create_cast
from tests.factories.workorders import create_order
from tests.walk import HOUR, awaiting_followup, fresh, seen, signed

pytestmark = pytest.mark.django_db
AT = MONDAY + 9 * HOUR


def shown(order: Order) -> list[tuple[str, str, list[tuple[str, str]]]]:
    stages = stages_of(dossier=Dossier(fresh(order)))
    return [
        (s.label, s.progress.name.lower(), [(step.label, step.progress.name.lower()) for step in s.steps])
        for s in stages
    ]


def test_an_open_order_shows_what_is_behind_and_what_is_ahead() -> None:
    order = signed(create_cast())
    assert shown(order) == [
        ("发现问题", "done", [("待派单", "done")]),
        (
            "解决问题",
            "current",
            [
                ("已派单", "done"),
                ("已签收", "current"),
                ("已先行联系", "ahead"),
                ("办理中", "ahead"),
                ("待审核", "ahead"),
                ("已反馈", "ahead"),
            ],
        ),
        ("群众评价", "ahead", [("待回访", "ahead")]),
        ("改进提升", "ahead", [("已办结", "ahead")]),
    ]


def test_a_step_ahead_has_no_time_and_a_step_behind_has_its_own() -> None:
    stages = stages_of(dossier=Dossier(signed(create_cast())))
    times = {step.label: step.at for stage in stages for step in stage.steps}
    assert (times["待派单"], times["已派单"], times["已签收"]) == (MONDAY, MONDAY + HOUR, MONDAY + 2 * HOUR)
    assert times["办理中"] is None


def test_a_rework_begins_the_bar_of_a_new_round() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    record_verdict(
        order_id=order.pk,
        contacted=True,
        solved=Solved.UNSOLVED,
        satisfied=Satisfaction.VERY_DISSATISFIED,
        words="没有解决。",
        seen=seen(order),
        actor=cast.followup,
        at=AT,
    )
    _, solving, *_ = shown(order)
    assert solving[2] == [
        ("重办", "current"),
        ("已先行联系", "ahead"),
        ("办理中", "ahead"),
        ("待审核", "ahead"),
        ("已反馈", "ahead"),
    ]


def test_a_closed_order_shows_only_what_it_went_through() -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY)
    withdraw_order(order_id=order.pk, reason="诉求人来电撤回。", seen=seen(order), actor=cast.operator, at=AT)
    assert shown(order) == [
        ("发现问题", "done", [("待派单", "done")]),
        ("解决问题", "done", []),
        ("群众评价", "done", []),
        ("改进提升", "done", [("撤单", "done")]),
    ]


def test_an_order_answered_at_once_has_a_single_step() -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY, route=Route.ANSWER, reason="已告知办事指南。")
    steps = [step for stage in stages_of(dossier=Dossier(order)) for step in stage.steps]
    assert [(step.label, step.progress) for step in steps] == [("直接答复", Progress.DONE)]
