"""A question put to a superior: who may answer it, at which level, and what the unit still does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from huying.coordination.actions.answer_escalation import AnswerUnfit, NoHigherLevel, answer_escalation
from huying.coordination.actions.escalate import EscalationUnexplained, SuperiorUnfit, escalate
from huying.coordination.choices.escalation import AskedLevel, EscalationOutcome
from huying.coordination.models import Escalation
from huying.coordination.queries.escalation import panel
from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.domain.lifecycle import OrderNotFound, actions_for
from huying.domain.roads import RoadOpen
from huying.foundation.clock import day_of, end_of_day
from huying.foundation.commit import one_row
from huying.handling.actions.submit_reply import submit_reply
from huying.organisation.models import Unit
from huying.workorders.models import Clock, Order
from huying.workorders.queries.clocks import clocks_of
from huying.workorders.queries.dossier import dossier_for
from huying.workorders.queries.identity import CopyKeepsMasked, identity_of
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor, create_unit
from tests.factories.policy import publish_next
from tests.walk import HOUR, answer, contacted, escalated, fresh, running, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 5 * HOUR


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def head(cast: Cast) -> Actor:
    """Give the district's leader."""
    return create_actor(unit=cast.district, role=Role.LEADER, name="吴区长")


def ask(order: Order, cast: Cast, **changes: Any) -> None:
    given: dict[str, Any] = {
        "level": AskedLevel.DISTRICT,
        "question": "是否启动联合整治？",
        "why": "涉及多个部门。",
        "tried": "已三次上门。",
        "actor": cast.clerk,
    }
    escalate(order_id=order.pk, seen=seen(order), at=AT, **given | changes)


def decide(order: Order, actor: Actor, **changes: Any) -> None:
    given: dict[str, Any] = {"outcome": EscalationOutcome.ANSWERED, "words": "同意联合整治。", "owner": "李某，副区长"}
    answer_escalation(order_id=order.pk, seen=seen(order), actor=actor, at=AT + HOUR, **given | changes)


def test_the_question_waits_with_its_limit_and_the_order_stays_with_the_unit(cast: Cast) -> None:
    order = escalated(cast)
    assert (order.state, order.open_roads, order.holder_unit) == ("contacted", ["escalation"], cast.street)
    assert ("escalate", cast.district.pk) in running(order)
    row = Escalation.objects.get(order=order)
    assert row.due_at == Clock.objects.get(order=order, stage="escalate").due_at
    with pytest.raises(RoadOpen), one_row():
        ask(order, cast)


def test_the_head_of_the_district_decides_and_names_who_does_it(cast: Cast, head: Actor) -> None:
    order = escalated(cast)
    decide(order, head, do_by=day_of(AT) + timedelta(days=3))
    row = Escalation.objects.get(order=order)
    assert (row.outcome, row.owner, row.do_by) == (
        "answered",
        "李某，副区长",
        end_of_day(day_of(AT) + timedelta(days=3)),
    )
    assert fresh(order).open_roads == []
    assert ("escalate", cast.district.pk) not in running(order)
    (shown,) = panel(dossier=dossier_for(order_id=order.pk, actor=cast.clerk), at=AT).questions
    assert (shown.answer, shown.person_name) == ("同意联合整治。", "吴区长")
    assert "已三次上门" in shown.question


def test_what_the_district_cannot_decide_goes_to_the_city_and_stays_open(cast: Cast, head: Actor) -> None:
    order = escalated(cast)
    decide(order, head, outcome=EscalationOutcome.RAISED, words="超出区级权限。", owner="")
    assert fresh(order).open_roads == ["escalation"]
    assert ("escalate", cast.hotline.pk) in running(order)
    with pytest.raises(NotAllowed), one_row():
        decide(order, head)
    with pytest.raises(NoHigherLevel), one_row():
        decide(order, cast.leader, outcome=EscalationOutcome.RAISED)
    decide(order, cast.leader)
    assert list(Escalation.objects.order_by("pk").values_list("level", "outcome")) == [
        ("district", "raised"),
        ("city", "answered"),
    ]
    assert fresh(order).open_roads == []


def test_a_question_climbs_the_ladder_and_comes_back_with_every_decision(cast: Cast, head: Actor) -> None:
    office = create_unit(centre=cast.centre, name="海城市人民政府办公室", kind="government", level="city")
    secretary = create_actor(unit=office, role=Role.LEADER, name="秘书长")
    order = escalated(cast)
    raised = {"outcome": EscalationOutcome.RAISED, "owner": ""}
    decide(order, head, words="超出区级权限。", **raised)
    decide(order, cast.leader, words="需市政府协调资金。", **raised)
    assert ("escalate", office.pk) in running(order)
    facts = dossier_for(order_id=order.pk, actor=cast.leader).facts
    assert "answer_escalation" not in {row.action for row in actions_for(facts, cast.leader)}
    with pytest.raises(NotAllowed), one_row():
        decide(order, cast.leader)
    with pytest.raises(NoHigherLevel), one_row():
        decide(order, secretary, **raised)
    decide(order, secretary, words="同意列支。")
    assert list(Escalation.objects.order_by("pk").values_list("level", "rung", "outcome")) == [
        ("district", "", "raised"),
        ("city", "hotline", "raised"),
        ("city", "government", "answered"),
    ]
    assert (fresh(order).open_roads, fresh(order).holder_unit) == ([], cast.street)
    shown = panel(dossier=dossier_for(order_id=order.pk, actor=cast.clerk), at=AT).questions
    assert [(row.level_label, row.answer) for row in shown] == [
        ("区县政府", "超出区级权限。"),
        ("热线机构负责人", "需市政府协调资金。"),
        ("市政府办公室", "同意列支。"),
    ]


def test_each_rung_has_the_limit_that_the_policy_of_the_order_gives_it(cast: Cast) -> None:
    basis = "约定：试验。"
    ladder = [
        {
            "code": "chief",
            "label": "中心主任",
            "office": "hotline",
            "limit": {"amount": 2, "unit": "hour"},
            "basis": basis,
        },
        {
            "code": "mayor",
            "label": "副市长",
            "office": "hotline",
            "limit": {"amount": 4, "unit": "hour"},
            "basis": basis,
        },
    ]
    publish_next(centre=cast.centre, at=MONDAY - HOUR, ladder=ladder)
    order = contacted(cast)
    ask(order, cast, level=AskedLevel.CITY)
    assert Clock.objects.get(order=order, stage="escalate").due_at == AT + 2 * HOUR
    decide(order, cast.leader, outcome=EscalationOutcome.RAISED)
    running_now = Clock.objects.get(order=order, stage="escalate", stopped_at=None)
    assert (running_now.due_at, running_now.rule_code) == (AT + 5 * HOUR, "ladder.mayor")
    row = Escalation.objects.get(order=order, answered_at=None)
    assert (row.rung, row.due_at) == ("mayor", running_now.due_at)
    (first, *_) = (
        one
        for one in clocks_of(dossier=dossier_for(order_id=order.pk, actor=cast.clerk), at=AT)
        if one.label == "提级研究"
    )
    assert (first.limit, first.basis) == ("4小时", basis)


def test_the_leader_of_the_city_may_decide_what_waits_below_the_city(cast: Cast) -> None:
    order = escalated(cast)
    decide(order, cast.leader)
    assert fresh(order).open_roads == []


def test_a_bureau_that_is_asked_reads_and_answers_and_nothing_else(cast: Cast) -> None:
    order = contacted(cast)
    with pytest.raises(OrderNotFound):
        dossier_for(order_id=order.pk, actor=cast.bureau_clerk)
    ask(order, cast, level=AskedLevel.BUREAU, bureau_unit_id=cast.bureau.pk, actor=cast.reviewer)
    facts = dossier_for(order_id=order.pk, actor=cast.bureau_clerk).facts
    assert [row.action for row in actions_for(facts, cast.bureau_clerk)] == ["answer_escalation"]
    with pytest.raises(CopyKeepsMasked):
        identity_of(number=order.number, actor=cast.bureau_clerk)
    decide(order, replace(cast.bureau_clerk, role=Role.REVIEWER))
    assert Escalation.objects.get(order=order).outcome == "answered"
    assert not actions_for(dossier_for(order_id=order.pk, actor=cast.bureau_clerk).facts, cast.bureau_clerk)


def test_neither_a_clerk_of_the_government_nor_another_leader_answers_for_its_leader(cast: Cast) -> None:
    order = escalated(cast)
    others = [
        create_actor(unit=cast.district, role=Role.CLERK),
        replace(create_actor(unit=cast.district, role=Role.LEADER), district_id=cast.street.pk),
        cast.clerk,
        cast.supervisor,
        cast.bureau_clerk,
    ]
    for actor in others:
        with pytest.raises((NotAllowed, OrderNotFound)), one_row():
            decide(order, actor)


def not_for(order: Order, unit: Unit) -> None:
    for role in (Role.CLERK, Role.REVIEWER):
        with pytest.raises(NotAllowed), one_row():
            decide(order, create_actor(unit=unit, role=role))


def test_what_waits_at_an_office_of_the_city_is_for_its_leader_and_not_its_clerks(cast: Cast) -> None:
    office = create_unit(centre=cast.centre, name="海城市人民政府办公室", kind="government", level="city")
    order = contacted(cast)
    ask(order, cast, level=AskedLevel.CITY)
    not_for(order, cast.hotline)
    decide(order, cast.leader, outcome=EscalationOutcome.RAISED)
    not_for(order, office)


def test_the_unit_still_answers_the_caller_while_the_question_waits(cast: Cast) -> None:
    order = escalated(cast)
    submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=AT)
    assert (fresh(order).state, fresh(order).open_roads) == ("awaiting_review", ["escalation"])


def test_a_question_says_what_why_and_what_was_tried(cast: Cast) -> None:
    order = contacted(cast)
    for empty in ("question", "why", "tried"):
        with pytest.raises(EscalationUnexplained) as fault, one_row():
            ask(order, cast, **{empty: " "})
        assert set(fault.value.fields) == {empty}
    for unfit in (None, cast.street.pk, cast.community.pk):
        with pytest.raises(SuperiorUnfit), one_row():
            ask(order, cast, level=AskedLevel.BUREAU, bureau_unit_id=unfit)


def test_an_answer_says_what_who_and_a_day_to_come(cast: Cast, head: Actor) -> None:
    order = escalated(cast)
    for wrong in ({"words": ""}, {"owner": " "}, {"do_by": day_of(AT) - timedelta(days=1)}):
        with pytest.raises(AnswerUnfit) as fault, one_row():
            decide(order, head, **wrong)
        assert set(fault.value.fields) == set(wrong)
