"""申请退单: who may ask, when, and what goes on meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huying.dispatch.actions.assign_unit import UnitMayNotLead
from huying.dispatch.actions.request_return import ReturnIncomplete
from huying.dispatch.actions.withdraw_return import withdraw_return
from huying.dispatch.choices import ReturnReason
from huying.dispatch.models import ReturnRequest
from huying.domain.errors import NotAllowed
from huying.domain.lifecycle import OrderNotFound, WrongState
from huying.domain.policies import Urgency
from huying.domain.returns import NoMoreReturns, ReturnRefusedBefore, ReturnTooLate
from huying.domain.roads import RoadNotOpen, RoadOpen
from huying.foundation.commit import one_row
from huying.handling.actions.pass_down import pass_down
from huying.handling.actions.sign_order import sign_order
from huying.handling.actions.submit_reply import submit_reply
from huying.organisation.queries.units import UnitNotFound
from huying.workorders.models import Event, Text
from tests.actions.dispatch.returns import ASKED, EVIDENCE, SETTLED, ask, rule, settle
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, answer, assigned, clock, contacted, fresh, running, seen, signed, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def test_a_request_opens_the_road_and_the_arbiter_s_limit_and_stops_nothing(cast: Cast) -> None:
    order = assigned(cast)
    due = fresh(order).due_at
    ask(order, cast)
    order = fresh(order)
    assert (order.state, order.open_roads, order.due_at) == ("dispatched", ["return"], due)
    assert running(order) == {("sign", cast.street.pk), ("handle", cast.street.pk), ("return", None)}
    asked = ReturnRequest.objects.get(order=order)
    assert (asked.unit, asked.reason, asked.proposed_unit) == (cast.street, "not_our_duty", cast.bureau)
    assert asked.due_at == clock(order, "return").due_at == ASKED + timedelta(hours=4)


def test_the_history_keeps_codes_and_the_text_the_words(cast: Cast) -> None:
    order = assigned(cast)
    ask(order, cast)
    event = Event.objects.get(order=order, action="request_return")
    assert (event.data["reason"], event.data["proposed"]) == ("not_our_duty", cast.bureau.pk)
    assert event.data["set"]["roads"] == ["return"]
    assert Text.objects.get(order=order, kind="return").body == EVIDENCE


@pytest.mark.parametrize("reason", [ReturnReason.NOT_OUR_DUTY, ReturnReason.NOT_OUR_AREA])
def test_whoever_says_that_it_is_another_s_names_the_other(cast: Cast, reason: ReturnReason) -> None:
    order = assigned(cast)
    with pytest.raises(ReturnIncomplete) as refused:
        ask(order, cast, reason=reason, proposed_unit_id=None)
    assert set(refused.value.fields) == {"proposed_unit_id"}


def test_other_reasons_need_no_other_unit(cast: Cast) -> None:
    order = assigned(cast)
    ask(order, cast, reason=ReturnReason.CANNOT_VERIFY, proposed_unit_id=None)
    assert ReturnRequest.objects.get(order=order).proposed_unit is None


def test_every_fault_is_named_at_once(cast: Cast) -> None:
    order = assigned(cast)
    with pytest.raises(ReturnIncomplete) as refused:
        ask(order, cast, evidence=" 不归我们管 ", proposed_unit_id=cast.street.pk)
    assert set(refused.value.fields) == {"evidence", "proposed_unit_id"}


def test_a_community_or_a_unit_of_another_centre_is_not_proposed(cast: Cast) -> None:
    order = assigned(cast)
    with pytest.raises(UnitMayNotLead), one_row():
        ask(order, cast, proposed_unit_id=cast.community.pk)
    with pytest.raises(UnitNotFound):
        ask(order, cast, proposed_unit_id=cast.stranger.unit_id)


def test_the_window_is_a_day_and_two_hours_for_an_emergency(cast: Cast) -> None:
    ordinary, urgent = assigned(cast), assigned(cast, urgency=Urgency.EMERGENCY)
    with pytest.raises(ReturnTooLate), one_row():
        ask(urgent, cast, at=MONDAY + 4 * HOUR)
    with pytest.raises(ReturnTooLate), one_row():
        ask(ordinary, cast, at=MONDAY + 26 * HOUR)
    assert not ReturnRequest.objects.exists()
    assert fresh(ordinary).open_roads is None
    ask(urgent, cast, at=MONDAY + 3 * HOUR)
    ask(ordinary, cast, at=MONDAY + 25 * HOUR)


def test_a_unit_asks_also_after_it_signed_and_spoke_with_the_caller(cast: Cast) -> None:
    for order in (signed(cast), contacted(cast)):
        ask(order, cast, at=MONDAY + 4 * HOUR)
        assert fresh(order).open_roads == ["return"]


def test_who_has_answered_does_not_ask(cast: Cast) -> None:
    with pytest.raises(WrongState):
        ask(submitted(cast), cast, at=MONDAY + 5 * HOUR)


def test_one_request_waits_at_a_time(cast: Cast) -> None:
    order = assigned(cast)
    ask(order, cast)
    with pytest.raises(RoadOpen):
        ask(order, cast)


def test_meanwhile_the_unit_signs_but_neither_passes_down_nor_answers(cast: Cast) -> None:
    order = assigned(cast)
    ask(order, cast)
    sign_order(order_id=order.pk, seen=seen(order), actor=cast.clerk, at=ASKED + HOUR)
    assert fresh(order).state == "signed"
    with pytest.raises(RoadOpen, match="退单申请"), one_row():
        pass_down(
            order_id=order.pk, unit_id=cast.community.pk, note="查看", seen=seen(order), actor=cast.clerk, at=SETTLED
        )
    with pytest.raises(RoadOpen, match="退单申请"), one_row():
        submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=SETTLED)


def test_a_request_is_taken_back_and_may_be_made_again(cast: Cast) -> None:
    order = assigned(cast)
    with pytest.raises(RoadNotOpen), one_row():
        withdraw_return(order_id=order.pk, seen=seen(order), actor=cast.clerk, at=ASKED)
    ask(order, cast)
    withdraw_return(order_id=order.pk, seen=seen(order), actor=cast.clerk, at=ASKED + HOUR)
    assert fresh(order).open_roads == []
    assert ("return", None) not in running(order)
    assert ReturnRequest.objects.get(order=order).state == "withdrawn"
    ask(order, cast, at=ASKED + 2 * HOUR)
    assert ReturnRequest.objects.filter(order=order, state="waiting").count() == 1


def test_who_was_refused_does_not_ask_again(cast: Cast) -> None:
    order = assigned(cast)
    ask(order, cast)
    settle(order, cast, granted=False)
    with pytest.raises(ReturnRefusedBefore):
        ask(order, cast, at=SETTLED + HOUR)


def test_after_a_ruling_nobody_asks(cast: Cast) -> None:
    order = assigned(cast)
    ask(order, cast)
    rule(order, cast, lead=cast.bureau)
    with pytest.raises(NoMoreReturns):
        ask(order, cast, actor=cast.bureau_clerk, proposed_unit_id=cast.street.pk, at=SETTLED + HOUR)


def test_only_the_lead_s_clerk_asks(cast: Cast) -> None:
    order = assigned(cast, assists=(cast.bureau.pk,))
    for actor in (cast.reviewer, cast.bureau_clerk, cast.dispatcher, cast.arbiter, cast.supervisor):
        with pytest.raises(NotAllowed), one_row():
            ask(order, cast, actor=actor, proposed_unit_id=cast.district.pk)
    for actor in (cast.outsider, cast.stranger, cast.auditor):
        with pytest.raises(OrderNotFound), one_row():
            ask(order, cast, actor=actor, reason=ReturnReason.OTHER, proposed_unit_id=None)
    assert not ReturnRequest.objects.exists()
