"""An order that took every road there is, by the real actions: every panel of its page has something to show."""

from __future__ import annotations

from datetime import timedelta

from huying.coordination.actions.answer_escalation import answer_escalation
from huying.coordination.actions.call_conference import call_conference
from huying.coordination.actions.check_whistle import check_whistle
from huying.coordination.actions.escalate import escalate
from huying.coordination.actions.finish_task import finish_task
from huying.coordination.actions.give_opinion import give_opinion
from huying.coordination.actions.instruct import instruct
from huying.coordination.actions.rate_whistle import rate_whistle
from huying.coordination.actions.record_scene import record_scene
from huying.coordination.actions.settle_conference import settle_conference
from huying.coordination.choices.conference import Outcome, Position
from huying.coordination.choices.escalation import AskedLevel, EscalationOutcome
from huying.coordination.choices.whistle import CheckWay
from huying.dispatch.actions.assign_unit import assign_unit
from huying.followup.actions.record_attempt import record_attempt
from huying.followup.actions.record_verdict import record_verdict
from huying.followup.choices import Satisfaction, Solved
from huying.handling.actions.pass_down import pass_down
from huying.handling.actions.pass_up import pass_up
from huying.handling.actions.reach_milestone import reach_milestone
from huying.handling.actions.record_progress import record_progress
from huying.handling.actions.record_visit import record_visit
from huying.handling.actions.report_assist import report_assist
from huying.handling.actions.request_extension import request_extension
from huying.handling.actions.request_hanging import request_hanging
from huying.handling.actions.review_extension import review_extension
from huying.handling.actions.review_hanging import review_hanging
from huying.handling.actions.review_hung import review_hung
from huying.handling.actions.review_reply import review_reply
from huying.handling.actions.settle_extension import settle_extension
from huying.handling.actions.settle_hanging import settle_hanging
from huying.handling.actions.sign_order import sign_order
from huying.handling.actions.submit_reply import submit_reply
from huying.handling.choices import ExtensionReason, HungProgress
from huying.intake.actions.add_information import add_information
from huying.intake.actions.link_repeat import link_repeat
from huying.intake.actions.merge_orders import merge_orders
from huying.intake.actions.split_order import Part, split_order
from huying.intake.actions.urge_order import urge_order
from huying.intake.choices import UrgeKind
from huying.organisation.actions.add_charge import add_charge
from huying.organisation.choices import ChargeKind
from huying.workorders.actions.add_focus import add_focus
from huying.workorders.actions.tag_order import tag_order
from huying.workorders.choices import FocusKind, VisitMet, VisitPurpose
from huying.workorders.models import Order
from tests.actions.dispatch.returns import ask, settle
from tests.cast import MONDAY, Cast
from tests.factories.pictures import kept
from tests.factories.workorders import create_order
from tests.supervision import judge, respond, supervise
from tests.walk import HOUR, answer, contact, follow, fresh, plan, seen
from tests.whistles import GivenTask, blow, come, end

LAST = MONDAY + 40 * HOUR
"""When the last of it has happened."""


def full_order(cast: Cast, *, events: int) -> Order:
    """Return an order with so many events (some fifty at least), hung, with a whistle and questions still open.

    Shown: return, conference, assist, visit, pictures, tags, two rounds of replies, follow-up, extension, hanging with
    review and milestone, two whistles, escalation, instruction, supervision, merged children, repeats, parts, urging,
    focus, charge.
    """
    _around(cast)
    order = _registered(cast)
    _dispatched(order, cast)
    _answered_in_vain(order, cast)
    _delayed(order, cast)
    _whistled(order, cast)
    _asked_above(order, cast)
    _supervised(order, cast)
    children = [create_order(operator=cast.operator, at=MONDAY, phone=f"1380000001{place}") for place in range(2)]
    merge_orders(
        order_id=order.pk,
        numbers=[child.number for child in children],
        reason="同一家店。",
        seen=seen(order),
        actor=cast.dispatcher,
        at=MONDAY + 34 * HOUR,
    )
    for number in range(events - seen(order)):
        at = MONDAY + 35 * HOUR + timedelta(minutes=number)
        record_progress(order_id=order.pk, note=f"第 {number} 次巡查。", seen=seen(order), actor=cast.clerk, at=at)
    return fresh(order)


def _around(cast: Cast) -> None:
    """Let somebody be answerable for the place, and somebody watch the matter."""
    add_charge(
        region_id=cast.region_street.pk,
        kind=next(iter(ChargeKind)),
        person_name="方主任",
        post="街道办事处副主任",
        telephone="0898-1234567",
        actor=cast.reviewer,
    )
    add_focus(
        kind=FocusKind.PROBLEM,
        title="餐饮油烟",
        word="油烟",
        owner_unit_id=cast.bureau.pk,
        first_day=MONDAY.date(),
        last_day=MONDAY.date() + timedelta(days=90),
        actor=cast.supervisor,
        at=MONDAY,
    )


def _registered(cast: Cast) -> Order:
    before, order = (
        create_order(
            operator=cast.operator,
            at=MONDAY,
            title="夜间油烟扰民",
            region_id=cast.region_street.pk,
            place_text="和平大道12号",
            pictures=pictures,
        )
        for pictures in ((), kept("teal"))
    )
    again = create_order(operator=cast.operator, at=MONDAY)
    for later, first in ((order, before), (again, order)):
        number = first.number
        link_repeat(order_id=later.pk, repeats_number=number, seen=seen(later), actor=cast.operator, at=MONDAY)
    split_order(
        order_id=order.pk,
        parts=[Part(title="路灯", transfer="路灯不亮。")],
        rest="夜间油烟扰民。",
        seen=seen(order),
        actor=cast.dispatcher,
        at=MONDAY,
    )
    return order


def _dispatched(order: Order, cast: Cast) -> None:
    """Confer, send to the street with the bureau assisting, and refuse the street's return."""
    call_conference(
        order_id=order.pk,
        unit_ids=[cast.street.pk, cast.bureau.pk],
        question="夜间油烟由谁牵头？",
        seen=seen(order),
        actor=cast.dispatcher,
        at=MONDAY,
    )
    for actor in (cast.clerk, cast.bureau_clerk):
        give_opinion(
            order_id=order.pk,
            position=Position.PARTLY,
            basis="三定规定",
            words="可以配合。",
            seen=seen(order),
            actor=actor,
            at=MONDAY,
        )
    settle_conference(
        order_id=order.pk,
        outcome=Outcome.DECIDED,
        lead_unit_id=cast.street.pk,
        assist_unit_ids=[cast.bureau.pk],
        legal_basis="三定规定",
        words="街道牵头。",
        seen=seen(order),
        actor=cast.dispatcher,
        at=MONDAY,
    )
    assign_unit(
        order_id=order.pk,
        lead_unit_id=cast.street.pk,
        assist_unit_ids=(cast.bureau.pk,),
        legal_basis="属地管理",
        seen=seen(order),
        actor=cast.dispatcher,
        at=MONDAY + HOUR,
    )
    ask(order, cast, at=MONDAY + HOUR)
    settle(order, cast, granted=False, at=MONDAY + 2 * HOUR)


def _answered_in_vain(order: Order, cast: Cast) -> None:
    """Handle it with everybody, answer, and hear that it is not solved."""
    at = MONDAY + 3 * HOUR
    sign_order(order_id=order.pk, seen=seen(order), actor=cast.clerk, at=at)
    contact(order, cast, at=at)
    record_visit(
        order_id=order.pk,
        purpose=VisitPurpose.CALL_ON,
        met=VisitMet.FAMILY,
        visited_at=at,
        went="陈承办",
        note="已上门了解情况。",
        seen=seen(order),
        actor=cast.clerk,
        at=at,
        pictures=kept("maroon"),
    )
    pass_down(order_id=order.pk, unit_id=cast.community.pk, note="请入户。", seen=seen(order), actor=cast.clerk, at=at)
    pass_up(order_id=order.pk, report="已劝导。", seen=seen(order), actor=cast.community_worker, at=at + HOUR)
    report_assist(order_id=order.pk, report="已执法。", seen=seen(order), actor=cast.bureau_clerk, at=at + HOUR)
    tag_order(order_id=order.pk, tags=["cross_region", "vertical"], seen=seen(order), actor=cast.clerk, at=at + HOUR)
    urge_order(
        order_id=order.pk, kind=UrgeKind.CALLER, words="问何时办好。", seen=seen(order), actor=cast.operator, at=at
    )
    add_information(order_id=order.pk, information="夜里两点最吵。", seen=seen(order), actor=cast.operator, at=at)
    submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=at + HOUR)
    review_reply(order_id=order.pk, passed=True, seen=seen(order), actor=cast.reviewer, at=at + HOUR)
    follow(order, at=at + 2 * HOUR)
    record_attempt(order_id=order.pk, seen=seen(order), actor=cast.followup, at=at + 2 * HOUR)
    record_verdict(
        order_id=order.pk,
        contacted=True,
        solved=Solved.UNSOLVED,
        satisfied=Satisfaction.DISSATISFIED,
        words="还在冒烟。",
        seen=seen(order),
        actor=cast.followup,
        at=at + 8 * HOUR,
    )
    contact(order, cast, at=at + 9 * HOUR)


def _delayed(order: Order, cast: Cast) -> None:
    """Put the limit off, then hang the matter, review it, and reach a step."""
    at = MONDAY + 13 * HOUR
    request_extension(
        order_id=order.pk,
        reason=ExtensionReason.TESTING,
        amount=3,
        words="检测报告下周出具。",
        is_told=True,
        seen=seen(order),
        actor=cast.clerk,
        at=at,
    )
    review_extension(order_id=order.pk, is_agreed=True, seen=seen(order), actor=cast.reviewer, at=at)
    settle_extension(order_id=order.pk, is_granted=True, seen=seen(order), actor=cast.arbiter, at=at)
    request_hanging(order_id=order.pk, **plan(), seen=seen(order), actor=cast.clerk, at=at + HOUR)
    review_hanging(order_id=order.pk, is_agreed=True, seen=seen(order), actor=cast.reviewer, at=at + HOUR)
    settle_hanging(order_id=order.pk, is_granted=True, seen=seen(order), actor=cast.arbiter, at=at + HOUR)
    contact(order, cast, at=at + 2 * HOUR)
    review_hung(
        order_id=order.pk,
        progress=HungProgress.SCHEDULED,
        words="设计已完成。",
        seen=seen(order),
        actor=cast.clerk,
        at=at + 2 * HOUR,
    )
    reach_milestone(order_id=order.pk, place=1, words="已招标。", seen=seen(order), actor=cast.clerk, at=at + 2 * HOUR)


def _whistled(order: Order, cast: Cast) -> None:
    """Call the bureau to the spot once to the end, and once more."""
    at = MONDAY + 20 * HOUR
    blow(cast, order, at=at)
    come(cast, order, at=at, pictures=kept("olive"))
    record_scene(
        order_id=order.pk,
        finding="无油烟净化设施。",
        decision="责令停业整改。",
        tasks=[GivenTask(unit_id=cast.bureau.pk, what="清退占道桌椅", due_at=at + 6 * HOUR)],
        seen=seen(order),
        actor=cast.clerk,
        at=at,
    )
    finish_task(order_id=order.pk, note="桌椅已清退。", seen=seen(order), actor=cast.bureau_clerk, at=at)
    check_whistle(
        order_id=order.pk, way=CheckWay.VIDEO, note="进展正常。", seen=seen(order), actor=cast.supervisor, at=at
    )
    end(cast, order, at=at + HOUR)
    for actor, unit in ((cast.clerk, cast.bureau), (cast.bureau_clerk, cast.street)):
        rate_whistle(order_id=order.pk, scores={unit.pk: 5}, seen=seen(order), actor=actor, at=at + 2 * HOUR)
    blow(cast, order, at=at + 3 * HOUR)


def _asked_above(order: Order, cast: Cast) -> None:
    """Ask twice, the second time without an answer yet; a leader gives an instruction."""
    at = MONDAY + 30 * HOUR
    for place in range(2):
        escalate(
            order_id=order.pk,
            level=AskedLevel.DISTRICT,
            question="是否启动联合整治？",
            why="涉及多个部门。",
            tried="已三次上门劝导。",
            seen=seen(order),
            actor=cast.clerk,
            at=at,
        )
        if place == 0:
            answer_escalation(
                order_id=order.pk,
                outcome=EscalationOutcome.ANSWERED,
                words="街道牵头。",
                owner="李某",
                seen=seen(order),
                actor=cast.leader,
                at=at,
            )
    instruct(order_id=order.pk, words="请包案。", owner="王某", seen=seen(order), actor=cast.leader, at=at + HOUR)


def _supervised(order: Order, cast: Cast) -> None:
    """Ask the street, find its answer insufficient, and wait for the next."""
    at = MONDAY + 32 * HOUR
    supervise(cast, order, at=at)
    respond(cast, order, at=at)
    judge(cast, order, is_accepted=False, at=at)
