"""Whatever the stages do to an order, verification has nothing against it."""

from __future__ import annotations

from huying.coordination.actions.answer_escalation import answer_escalation
from huying.coordination.actions.check_whistle import check_whistle
from huying.coordination.actions.escalate import escalate
from huying.coordination.actions.give_opinion import give_opinion
from huying.coordination.actions.instruct import instruct
from huying.coordination.actions.rate_whistle import rate_whistle
from huying.coordination.actions.refuse_call import refuse_call
from huying.coordination.actions.report_instruction import report_instruction
from huying.coordination.actions.settle_conference import settle_conference
from huying.coordination.choices.conference import Outcome, Position
from huying.coordination.choices.escalation import AskedLevel, EscalationOutcome
from huying.coordination.choices.whistle import CheckWay
from huying.dispatch.actions.assign_unit import assign_unit
from huying.dispatch.actions.withdraw_return import withdraw_return
from huying.domain.actors import citizen_actor
from huying.domain.policies import OrderKind, Urgency
from huying.domain.states import State
from huying.followup.actions.rate_order import rate_order
from huying.followup.actions.record_attempt import record_attempt
from huying.followup.actions.record_verdict import record_verdict
from huying.followup.choices import Satisfaction, Solved
from huying.foundation.commit import one_commit
from huying.handling.actions.end_hanging import end_hanging
from huying.handling.actions.pass_down import pass_down
from huying.handling.actions.pass_up import pass_up
from huying.handling.actions.reach_milestone import reach_milestone
from huying.handling.actions.record_progress import record_progress
from huying.handling.actions.record_visit import record_visit
from huying.handling.actions.report_assist import report_assist
from huying.handling.actions.review_hung import review_hung
from huying.handling.actions.review_reply import review_reply
from huying.handling.actions.settle_extension import settle_extension
from huying.handling.actions.sign_order import sign_order
from huying.handling.actions.submit_reply import submit_reply
from huying.handling.actions.withdraw_extension import withdraw_extension
from huying.handling.actions.withdraw_hanging import withdraw_hanging
from huying.handling.actions.write_to_caller import write_to_caller
from huying.handling.choices import HungProgress
from huying.intake.actions.accept_order import accept_order
from huying.intake.actions.add_information import add_information
from huying.intake.actions.link_repeat import link_repeat
from huying.intake.actions.put_off_merged import put_off_merged
from huying.intake.actions.register_by_citizen import CitizenDemand, register_by_citizen
from huying.intake.actions.split_order import Part, split_order
from huying.intake.actions.unlink_repeat import unlink_repeat
from huying.intake.actions.unmerge_order import unmerge_order
from huying.intake.actions.urge_order import urge_order
from huying.intake.actions.withdraw_order import withdraw_order
from huying.intake.actions.write_to_unit import write_to_unit
from huying.intake.choices import Care, Route, UrgeKind
from huying.workorders.actions.open_order import NewOrder, open_order
from huying.workorders.actions.tag_order import tag_order
from huying.workorders.choices import Channel, VisitMet, VisitPurpose
from huying.workorders.models import Order
from tests.actions.dispatch.returns import ASKED, ask, back_from_the_street, recalled_and_return_refused, rule
from tests.actions.intake.merged import answer as answer_child
from tests.actions.intake.merged import by_itself, follow, merge
from tests.cast import MONDAY, Cast
from tests.factories.workorders import create_order
from tests.history.store import History, found, seal
from tests.supervision import supervised_to_the_end
from tests.walk import (
    HOUR,
    agreed_to_extend,
    answer,
    answered,
    asked_to_extend,
    asked_to_hang,
    assigned,
    awaiting_followup,
    conferred,
    contact,
    escalated,
    fresh,
    hung,
    seen,
    submitted,
)
from tests.whistles import BLOWN, blown, ended

AT = MONDAY + 10 * HOUR


def accepted(cast: Cast) -> Order:
    new = NewOrder(
        channel=Channel.WEB,
        kind=OrderKind.HELP,
        urgency=Urgency.ORDINARY,
        title="路灯不亮",
        original="村口路灯不亮",
        transfer="",
        state=State.AWAITING_ACCEPTANCE,
    )
    order = open_order(new=new, actor=cast.operator, at=MONDAY)
    accept_order(
        order_id=order.pk,
        route=Route.DISPATCH,
        kind=OrderKind.COMPLAINT,
        urgency=Urgency.TIMELY,
        seen=1,
        actor=cast.operator,
        at=AT,
    )
    return order


def down_and_up_with_an_assist(cast: Cast) -> Order:
    order = assigned(cast, assists=(cast.bureau.pk,))
    sign_order(order_id=order.pk, seen=seen(order), actor=cast.clerk, at=AT)
    contact(order, cast, at=AT)
    record_visit(
        order_id=order.pk,
        purpose=VisitPurpose.CALL_ON,
        met=VisitMet.FAMILY,
        visited_at=AT,
        went="陈承办",
        note="已上门了解情况。",
        seen=seen(order),
        actor=cast.clerk,
        at=AT,
    )
    pass_down(
        order_id=order.pk, unit_id=cast.community.pk, note="请到户查看。", seen=seen(order), actor=cast.clerk, at=AT
    )
    citizen = citizen_actor(centre_id=cast.centre.pk, order_id=order.pk)
    write_to_unit(order_id=order.pk, words="何时来？", seen=seen(order), actor=citizen, at=AT)
    write_to_caller(order_id=order.pk, words="下午。", seen=seen(order), actor=cast.community_worker, at=AT)
    record_progress(order_id=order.pk, note="已入户。", seen=seen(order), actor=cast.community_worker, at=AT)
    pass_up(order_id=order.pk, report="已劝导。", seen=seen(order), actor=cast.community_worker, at=AT + HOUR)
    tag_order(order_id=order.pk, tags=["legacy", "group"], seen=seen(order), actor=cast.clerk, at=AT + HOUR)
    tag_order(order_id=order.pk, tags=[], seen=seen(order), actor=cast.dispatcher, at=AT + HOUR)
    report_assist(order_id=order.pk, report="已执法。", seen=seen(order), actor=cast.bureau_clerk, at=AT + HOUR)
    submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=AT + HOUR)
    return order


def sent_back_by_the_reviewer(cast: Cast) -> Order:
    order = submitted(cast)
    review_reply(order_id=order.pk, passed=False, opinion="请补依据。", seen=seen(order), actor=cast.reviewer, at=AT)
    return order


def reworked_and_closed(cast: Cast) -> Order:
    order = awaiting_followup(cast)
    record_verdict(
        order_id=order.pk,
        contacted=True,
        solved=Solved.UNSOLVED,
        satisfied=Satisfaction.DISSATISFIED,
        words="还在冒烟。",
        seen=seen(order),
        actor=cast.followup,
        at=AT,
    )
    assert fresh(order).state == "rework"
    contact(order, cast, at=AT + HOUR)
    submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=AT + HOUR)
    return order


def never_reached(cast: Cast) -> Order:
    order = awaiting_followup(cast)
    for hours in (0, 24):
        record_attempt(order_id=order.pk, seen=seen(order), actor=cast.followup, at=AT + hours * HOUR)
    return order


def rated_by_the_citizen(cast: Cast) -> Order:
    registered = register_by_citizen(
        demand=CitizenDemand(original="村口路灯不亮", phone="13800000000", wants_secrecy=True, care=(Care.ELDERLY,)),
        nonce="0123456789abcdef" * 2,
        address="192.0.2.1",
        actor=citizen_actor(centre_id=cast.centre.pk),
        at=MONDAY,
    )
    order = answered(cast, Order.objects.get(pk=registered.order_id), transfer="路灯不亮，请核实。")
    rate_order(
        order_id=order.pk,
        contacted=False,
        solved=Solved.UNSOLVED,
        satisfied=Satisfaction.DISSATISFIED,
        words="还是不亮。",
        seen=seen(order),
        actor=citizen_actor(centre_id=cast.centre.pk, order_id=order.pk),
        at=AT,
    )
    return order


def put_off(cast: Cast) -> Order:
    order = agreed_to_extend(cast)
    settle_extension(order_id=order.pk, is_granted=True, seen=seen(order), actor=cast.arbiter, at=AT)
    return order


def not_put_off(cast: Cast) -> Order:
    order = asked_to_extend(cast)
    withdraw_extension(order_id=order.pk, seen=seen(order), actor=cast.clerk, at=AT)
    return order


def hung_reviewed_and_ended(cast: Cast) -> Order:
    order = hung(cast)
    contact(order, cast, at=AT)
    review_hung(
        order_id=order.pk,
        progress=HungProgress.SCHEDULED,
        words="设计已完成。",
        seen=seen(order),
        actor=cast.clerk,
        at=AT,
    )
    reach_milestone(order_id=order.pk, place=1, words="已招标。", seen=seen(order), actor=cast.clerk, at=AT)
    end_hanging(order_id=order.pk, words="工程提前完工。", seen=seen(order), actor=cast.clerk, at=AT)
    return order


def not_hung(cast: Cast) -> Order:
    order = asked_to_hang(cast)
    withdraw_hanging(order_id=order.pk, seen=seen(order), actor=cast.clerk, at=AT)
    return order


def withdrawn(cast: Cast) -> Order:
    order = assigned(cast)
    urge_order(
        order_id=order.pk, kind=UrgeKind.CALLER, words="问何时办好。", seen=seen(order), actor=cast.operator, at=AT
    )
    again = create_order(operator=cast.operator, at=AT)
    create_order(operator=cast.operator, at=AT, repeats_number=again.number)
    link_repeat(order_id=again.pk, repeats_number=order.number, seen=seen(again), actor=cast.operator, at=AT + HOUR)
    unlink_repeat(order_id=again.pk, seen=seen(again), actor=cast.operator, at=AT + HOUR)
    add_information(order_id=order.pk, information="已自行解决。", seen=seen(order), actor=cast.operator, at=AT)
    withdraw_order(order_id=order.pk, reason="诉求人撤回。", seen=seen(order), actor=cast.operator, at=AT)
    return order


def returned_and_ruled(cast: Cast) -> Order:
    order = assigned(cast)
    ask(order, cast)
    withdraw_return(order_id=order.pk, seen=seen(order), actor=cast.clerk, at=ASKED)
    back_from_the_street(order, cast)
    ask(order, cast, actor=cast.bureau_clerk, proposed_unit_id=cast.street.pk, at=AT)
    rule(order, cast, lead=cast.bureau, at=AT + HOUR)
    return order


def merged_and_answered(cast: Cast) -> Order:
    master, child, freed = hung(cast), assigned(cast), create_order(operator=cast.operator, at=AT)
    merge([master, child, freed], cast.dispatcher, at=AT)
    for order in (child, freed):
        follow(order, at=AT)
    put_off_merged(order_id=child.pk, actor=by_itself(child), at=AT)
    unmerge_order(order_id=freed.pk, reason="不是一件事。", seen=seen(freed), actor=cast.arbiter, at=AT + HOUR)
    submit_reply(order_id=master.pk, **answer(), seen=seen(master), actor=cast.clerk, at=AT + HOUR)
    review_reply(order_id=master.pk, passed=True, seen=seen(master), actor=cast.reviewer, at=AT + HOUR)
    answer_child(child, until=seen(master), at=AT + 2 * HOUR)
    return child


def conferred_on(cast: Cast) -> Order:
    order = conferred(cast)
    give_opinion(
        order_id=order.pk,
        position=Position.OURS,
        basis="三定规定",
        words="由我局牵头。",
        seen=seen(order),
        actor=cast.bureau_clerk,
        at=AT,
    )
    settle_conference(
        order_id=order.pk,
        outcome=Outcome.DECIDED,
        lead_unit_id=cast.bureau.pk,
        legal_basis="三定规定",
        words="城管局牵头。",
        seen=seen(order),
        actor=cast.arbiter,
        at=AT,
    )
    assign_unit(
        order_id=order.pk,
        lead_unit_id=cast.bureau.pk,
        legal_basis="三定规定",
        seen=seen(order),
        actor=cast.dispatcher,
        at=AT + HOUR,
    )
    return order


def split_in_two(cast: Cast) -> Order:
    order = create_order(operator=cast.operator, at=AT)
    split_order(
        order_id=order.pk,
        parts=[Part(title="路灯", transfer="路灯不亮。")],
        rest="只剩油烟。",
        seen=seen(order),
        actor=cast.dispatcher,
        at=AT,
    )
    return order


def asked_of_superiors(cast: Cast) -> Order:
    order = escalated(cast)
    for outcome in (EscalationOutcome.RAISED, EscalationOutcome.ANSWERED):
        answer_escalation(
            order_id=order.pk,
            outcome=outcome,
            words="请市里研究。",
            owner="李某",
            seen=seen(order),
            actor=cast.leader,
            at=AT,
        )
    instruct(order_id=order.pk, words="请包案。", owner="王某", seen=seen(order), actor=cast.leader, at=AT)
    report_instruction(order_id=order.pk, report="已包案。", seen=seen(order), actor=cast.clerk, at=AT + HOUR)
    escalate(
        order_id=order.pk,
        level=AskedLevel.CITY,
        question="请市里协调。",
        why="跨区。",
        tried="已协调。",
        seen=seen(order),
        actor=cast.clerk,
        at=AT + HOUR,
    )
    withdraw_order(order_id=order.pk, reason="诉求人撤回。", seen=seen(order), actor=cast.operator, at=AT + HOUR)
    return order


def answered_at_once(cast: Cast) -> Order:
    return create_order(operator=cast.operator, at=AT, route=Route.ANSWER, reason="已当场答复。")


def whistled_and_rated(cast: Cast) -> Order:
    order = ended(cast)
    for actor, unit in ((cast.clerk, cast.bureau), (cast.bureau_clerk, cast.street)):
        rate_whistle(order_id=order.pk, scores={unit.pk: 5}, seen=seen(order), actor=actor, at=BLOWN + 2 * HOUR)
    return order


def whistled_and_refused(cast: Cast) -> Order:
    order = blown(cast)
    refuse_call(order_id=order.pk, reason="不属于我局职责。", seen=seen(order), actor=cast.bureau_clerk, at=BLOWN)
    check_whistle(
        order_id=order.pk,
        way=CheckWay.VIDEO,
        note="改由生态环境局到场。",
        seen=seen(order),
        actor=cast.supervisor,
        at=BLOWN + HOUR,
    )
    return order


def test_every_road_leaves_a_clean_history(history: History) -> None:
    roads = (
        accepted,
        down_and_up_with_an_assist,
        sent_back_by_the_reviewer,
        reworked_and_closed,
        never_reached,
        rated_by_the_citizen,
        put_off,
        not_put_off,
        hung_reviewed_and_ended,
        not_hung,
        withdrawn,
        returned_and_ruled,
        recalled_and_return_refused,
        merged_and_answered,
        split_in_two,
        answered_at_once,
        whistled_and_rated,
        whistled_and_refused,
        conferred_on,
        asked_of_superiors,
        supervised_to_the_end,
    )
    for road in roads:
        with one_commit():
            road(history.cast)
    seal(at=AT)
    assert found() == []
    assert Order.objects.values_list("state").distinct().count() >= 10
