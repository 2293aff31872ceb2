"""Telling people of a fact."""

from __future__ import annotations

import pytest

from huying.dispatch.actions.recall_order import recall_order
from huying.domain.actors import citizen_actor
from huying.domain.notices import Desk
from huying.domain.policies import Urgency
from huying.handling.actions.write_to_caller import write_to_caller
from huying.intake.actions.add_information import add_information
from huying.intake.actions.urge_order import urge_order
from huying.intake.actions.write_to_unit import write_to_unit
from huying.intake.choices import UrgeKind
from huying.notices.choices import MessageState, Suppression
from huying.notices.models import Message, Notice, Recipient
from huying.notices.queries.inbox import inbox
from huying.notices.queries.rules import is_told
from huying.organisation.choices import ShiftRank
from huying.workorders.models import Order
from tests import walk
from tests.actions.dispatch.returns import send
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order
from tests.supervision import judge, respond, supervised
from tests.told import clock_at, fact_of, on_duty, told
from tests.walk import HOUR

pytestmark = pytest.mark.django_db
AT = MONDAY + 5 * HOUR


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def inboxes(order: Order) -> set[tuple[int, str, str]]:
    return set(Notice.objects.filter(order=order).values_list("unit_id", "desk", "text"))


def test_the_lead_and_the_assists_are_told_of_an_assignment(cast: Cast) -> None:
    order = walk.assigned(cast, assists=(cast.bureau.pk,))
    told(order)
    assert inboxes(order) == {
        (cast.street.pk, Desk.HANDLING, "assigned"),
        (cast.bureau.pk, Desk.HANDLING, "assist_asked"),
    }


def test_who_lost_an_order_by_a_recall_is_told_to_stop_and_finds_it_in_the_inbox(cast: Cast) -> None:
    order = walk.assigned(cast, assists=(cast.bureau.pk,))
    recall_order(order_id=order.pk, reason="派错了。", seen=walk.seen(order), actor=cast.dispatcher, at=AT)
    told(order)
    assert inboxes(order) == {(unit.pk, Desk.HANDLING, "recalled") for unit in (cast.street, cast.bureau)}
    for clerk in (cast.clerk, cast.bureau_clerk):
        (row,) = inbox(actor=clerk, only_unread=True)
        assert row.sentence == f"工单 {order.number} 已由派单岗收回，请停止办理。"
    assert inbox(actor=cast.outsider, only_unread=True) == ()


def test_whoever_had_it_before_the_last_dispatch_is_not_told_of_its_recall(cast: Cast) -> None:
    order = walk.assigned(cast)
    recall_order(order_id=order.pk, seen=walk.seen(order), actor=cast.dispatcher, at=AT)
    send(order, cast, lead=cast.bureau, at=AT + HOUR)
    recall_order(order_id=order.pk, seen=walk.seen(order), actor=cast.dispatcher, at=AT + 2 * HOUR)
    told(order)
    assert inboxes(order) == {(cast.bureau.pk, Desk.HANDLING, "recalled")}


def test_telling_twice_writes_once(cast: Cast) -> None:
    order = walk.assigned(cast)
    first, second = told(order), told(order)
    assert len(first.messages) == 1
    assert second.messages == ()
    assert (Notice.objects.count(), Message.objects.count(), Recipient.objects.count()) == (1, 1, 1)


def test_a_second_urging_is_a_second_notice(cast: Cast) -> None:
    order = walk.signed(cast)
    for hour in (3, 4):
        urge_order(
            order_id=order.pk,
            kind=UrgeKind.CALLER,
            words="请尽快处理。",
            seen=walk.seen(order),
            actor=cast.operator,
            at=MONDAY + hour * HOUR,
        )
        told(order)
    assert Notice.objects.filter(order=order, text="urged", unit=cast.street).count() == 2


def test_those_who_are_asked_in_a_conference_are_told(cast: Cast) -> None:
    order = walk.conferred(cast)
    told(order)
    assert inboxes(order) == {(unit.pk, Desk.HANDLING, "conference") for unit in (cast.street, cast.bureau)}


def test_the_hotline_s_arbiter_is_told_when_a_reviewer_agreed(cast: Cast) -> None:
    order = walk.asked_to_extend(cast)
    told(order)
    assert inboxes(order) == {(cast.street.pk, Desk.REVIEW, "extension_asked")}
    order = walk.agreed_to_extend(cast)
    told(order)
    assert inboxes(order) == {(cast.hotline.pk, Desk.ARBITRATION, "extension_asked")}


def test_the_district_s_leader_is_told_of_a_question(cast: Cast) -> None:
    order = walk.escalated(cast)
    told(order)
    assert (cast.district.pk, Desk.LEADER, "escalated") in inboxes(order)


def test_the_unit_that_handles_it_is_told_that_the_caller_wrote_or_added(cast: Cast) -> None:
    order = walk.contacted(cast)
    caller = citizen_actor(centre_id=order.centre_id, order_id=order.pk)
    write_to_unit(order_id=order.pk, words="何时开工？", seen=walk.seen(order), actor=caller, at=AT)
    told(order)
    add_information(order_id=order.pk, information="今晚又响了。", seen=walk.seen(order), actor=caller, at=AT)
    told(order)
    assert inboxes(order) == {
        (cast.street.pk, Desk.HANDLING, "caller_wrote"),
        (cast.street.pk, Desk.HANDLING, "information"),
    }
    assert not Message.objects.filter(order=order).exists()


def test_a_dispatcher_is_told_what_is_added_before_the_order_is_sent(cast: Cast) -> None:
    order = create_order(operator=cast.operator, at=MONDAY)
    add_information(order_id=order.pk, information="在北门。", seen=walk.seen(order), actor=cast.operator, at=AT)
    told(order)
    assert inboxes(order) == {(cast.hotline.pk, Desk.DISPATCH, "information")}


def test_the_caller_is_written_to_when_the_unit_wrote_though_not_at_night(cast: Cast) -> None:
    order = walk.contacted(cast)
    for at in (clock_at(14), clock_at(22, 30)):
        write_to_caller(order_id=order.pk, words="请问是哪一栋？", seen=walk.seen(order), actor=cast.clerk, at=at)
        told(order)
    by_day, at_night = Message.objects.filter(order=order, text="caller_asked").order_by("pk")
    assert (by_day.to_citizen, by_day.is_required, by_day.due_at) == (True, False, clock_at(14))
    assert at_night.due_at == clock_at(8) + 24 * HOUR
    assert not Notice.objects.filter(order=order).exists()


def test_the_unit_is_told_that_it_is_supervised_and_the_supervisor_that_it_answered(cast: Cast) -> None:
    order = supervised(cast)
    told(order)
    unit = {(cast.street.pk, desk, "supervised") for desk in (Desk.HANDLING, Desk.REVIEW)}
    assert inboxes(order) == unit
    respond(cast, order)
    told(order)
    assert inboxes(order) == unit | {(cast.hotline.pk, Desk.SUPERVISION, "supervision_told")}
    judge(cast, order, is_accepted=False)
    told(order)
    assert (cast.street.pk, Desk.HANDLING, "supervision_again") in inboxes(order)


def test_who_is_content_tells_nobody(cast: Cast) -> None:
    order = supervised(cast)
    respond(cast, order)
    judge(cast, order, is_accepted=True)
    told(order)
    assert inboxes(order) == set()


def test_a_caller_is_written_to_when_there_is_a_result(cast: Cast) -> None:
    order = walk.replied(cast)
    told(order)
    message = Message.objects.get(order=order)
    assert (message.text, message.to_citizen, message.state) == ("caller_replied", True, MessageState.WAITING)
    assert b"13800000000" not in bytes(message.recipient.phone_sealed)


def test_nobody_is_written_to_about_a_confidential_demand(cast: Cast) -> None:
    order = walk.replied(cast, wants_secrecy=True, title="餐饮油烟", transfer="某处餐饮油烟扰民，请核查。")
    assert order.is_confidential
    told(order)
    assert not Message.objects.filter(order=order).exists()


def test_a_land_line_is_written_down_as_not_sent(cast: Cast) -> None:
    order = walk.replied(cast, phone="0898-12345678")
    assert told(order).messages == ()
    message = Message.objects.get(order=order)
    assert (message.state, message.suppression) == (MessageState.SUPPRESSED, Suppression.NOT_MOBILE)


def test_an_anonymous_caller_without_a_phone_is_told_nothing(cast: Cast) -> None:
    order = walk.replied(cast, phone="", name="")
    told(order)
    assert not Message.objects.exists()


def test_whoever_is_on_duty_first_is_written_to_about_an_emergency(cast: Cast) -> None:
    on_duty(cast.street, ShiftRank.HEAD, telephone="13900000002")
    on_duty(cast.street, ShiftRank.FIRST, telephone="13900000001")
    order = walk.assigned(cast, urgency=Urgency.EMERGENCY, phone="")
    plan = told(order)
    assert [message.text for message in Message.objects.all()] == ["emergency"]
    assert (plan.above, plan.climbs_at) == (1, MONDAY + HOUR + 0.5 * HOUR)


def test_an_ordinary_order_climbs_no_roster(cast: Cast) -> None:
    on_duty(cast.street, ShiftRank.FIRST, telephone="13900000001")
    plan = told(walk.assigned(cast))
    assert plan.climbs_at is None
    assert not Message.objects.filter(to_citizen=False).exists()


def test_registering_is_told_to_nobody_so_that_nobody_waits_for_it(cast: Cast) -> None:
    order = create_order(operator=cast.operator, at=MONDAY)
    assert not is_told(fact=fact_of(order))
    assert is_told(fact=fact_of(walk.assigned(cast)))


def test_one_telephone_is_kept_once_in_a_centre(cast: Cast) -> None:
    for _ in range(2):
        told(walk.replied(cast))
    assert (Message.objects.count(), Recipient.objects.count()) == (2, 1)
