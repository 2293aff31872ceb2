"""Whatever the stages do to an order, verification has nothing against it."""

from __future__ import annotations

from huying.domain.actors import citizen_actor
from huying.domain.policies import OrderKind, Urgency
from huying.domain.states import State
from huying.followup.actions.rate_order import rate_order
from huying.followup.actions.record_attempt import record_attempt
from huying.followup.actions.record_verdict import record_verdict
from huying.followup.choices import Satisfaction, Solved
from huying.foundation.commit import one_commit
from huying.handling.actions.pass_down import pass_down
from huying.handling.actions.pass_up import pass_up
from huying.handling.actions.record_progress import record_progress
from huying.handling.actions.report_assist import report_assist
from huying.handling.actions.review_reply import review_reply
from huying.handling.actions.sign_order import sign_order
from huying.handling.actions.submit_reply import submit_reply
from huying.intake.actions.accept_order import accept_order
from huying.intake.actions.add_information import add_information
from huying.intake.actions.link_repeat import link_repeat
from huying.intake.actions.register_by_citizen import CitizenDemand, register_by_citizen
from huying.intake.actions.split_order import Part, split_order
from huying.intake.actions.unlink_repeat import unlink_repeat
from huying.intake.actions.unmerge_order import unmerge_order
from huying.intake.actions.urge_order import urge_order
from huying.intake.actions.withdraw_order import withdraw_order
from huying.intake.choices import Care, Route, UrgeKind
from huying.workorders.actions.open_order import NewOrder, open_order
from huying.workorders.choices import Channel
from huying.workorders.models import Order
from tests.actions.intake.merged import answer as answer_child
from tests.actions.intake.merged import follow, merge
from tests.cast import MONDAY, Cast
from tests.factories.workorders import create_order
from tests.history.store import History, found, seal
from tests.walk import HOUR, answer, answered, assigned, awaiting_followup, contact, contacted, fresh, seen, submitted

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
    pass_down(
        order_id=order.pk, unit_id=cast.community.pk, note="请到户查看。", seen=seen(order), actor=cast.clerk, at=AT
    )
    record_progress(order_id=order.pk, note="已入户。", seen=seen(order), actor=cast.community_worker, at=AT)
    pass_up(order_id=order.pk, report="已劝导。", seen=seen(order), actor=cast.community_worker, at=AT + HOUR)
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


def withdrawn(cast: Cast) -> Order:
    order = assigned(cast)
    urge_order(
        order_id=order.pk, kind=UrgeKind.CALLER, words="问何时办好。", seen=seen(order), actor=cast.operator, at=AT
    )
    again = create_order(operator=cast.operator, at=AT)
    link_repeat(order_id=again.pk, repeats_number=order.number, seen=seen(again), actor=cast.operator, at=AT + HOUR)
    unlink_repeat(order_id=again.pk, seen=seen(again), actor=cast.operator, at=AT + HOUR)
    add_information(order_id=order.pk, information="已自行解决。", seen=seen(order), actor=cast.operator, at=AT)
    withdraw_order(order_id=order.pk, reason="诉求人撤回。", seen=seen(order), actor=cast.operator, at=AT)
    return order


def merged_and_answered(cast: Cast) -> Order:
    master, child, freed = contacted(cast), assigned(cast), create_order(operator=cast.operator, at=AT)
    merge([master, child, freed], cast.dispatcher, at=AT)
    for order in (child, freed):
        follow(order, at=AT)
    unmerge_order(order_id=freed.pk, reason="不是一件事。", seen=seen(freed), actor=cast.arbiter, at=AT + HOUR)
    submit_reply(order_id=master.pk, **answer(), seen=seen(master), actor=cast.clerk, at=AT + HOUR)
    review_reply(order_id=master.pk, passed=True, seen=seen(master), actor=cast.reviewer, at=AT + HOUR)
    answer_child(child, until=seen(master), at=AT + 2 * HOUR)
    return child


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


def answered_at_once(cast: Cast) -> Order:
    return create_order(operator=cast.operator, at=AT, route=Route.ANSWER, reason="已当场答复。")


def test_every_road_leaves_a_clean_history(history: History) -> None:
    roads = (
        accepted,
        down_and_up_with_an_assist,
        sent_back_by_the_reviewer,
        reworked_and_closed,
        never_reached,
        rated_by_the_citizen,
        withdrawn,
        merged_and_answered,
        split_in_two,
        answered_at_once,
    )
    for road in roads:
        with one_commit():
            road(history.cast)
    seal(at=AT)
    assert found() == []
    assert Order.objects.values_list("state").distinct().count() >= len(roads)
