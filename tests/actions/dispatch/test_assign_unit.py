"""派单: the pattern of how an action is tested."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huying.dispatch.actions.assign_unit import AgainstRuling, UnitMayNotAssist, UnitMayNotLead, UnitTwice, assign_unit
from huying.domain.errors import NotAllowed
from huying.domain.lifecycle import OrderNotFound, SeenOutOfDate, WrongState
from huying.foundation.commit import one_row
from huying.organisation.queries.units import UnitNotFound
from huying.workorders.choices import Part, Stage
from huying.workorders.models import Assignment, Clock, Event, Order, Text
from huying.workorders.queries.decision import decision_of
from tests.actions.dispatch.returns import ASKED, SETTLED, ask, confer, settle
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order
from tests.walk import seen

LATER = MONDAY + timedelta(minutes=20)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def order(cast: Cast) -> Order:
    return create_order(operator=cast.operator, at=MONDAY)


def assign(order: Order, cast: Cast, **changes: object) -> None:
    given = {
        "order_id": order.pk,
        "lead_unit_id": cast.street.pk,
        "legal_basis": "街道办事处条例第十条",
        "seen": 1,
        "actor": cast.dispatcher,
        "at": LATER,
    }
    assign_unit(**given | changes)  # type: ignore[arg-type]


def test_an_assigned_order_is_held_and_answered_for_by_its_lead(cast: Cast, order: Order) -> None:
    assign(order, cast)
    order.refresh_from_db()
    assert (order.state, order.accountable_unit, order.holder_unit) == ("dispatched", cast.street, cast.street)
    assert order.district == cast.district
    lead = Assignment.objects.get(order=order, part=Part.LEAD)
    assert (lead.unit, lead.part, lead.legal_basis) == (cast.street, Part.LEAD, "街道办事处条例第十条")


def test_assigning_stops_the_dispatch_clock_and_starts_signing_and_handling(cast: Cast, order: Order) -> None:
    assign(order, cast)
    assert Clock.objects.get(order=order, stage=Stage.DISPATCH).stopped_at == LATER
    running = {clock.stage: clock.unit for clock in Clock.objects.filter(order=order, stopped_at=None)}
    assert running == {Stage.SIGN: cast.street, Stage.HANDLE: cast.street}
    order.refresh_from_db()
    assert order.due_at == Clock.objects.get(order=order, stage=Stage.HANDLE).due_at


def test_an_assisting_unit_has_a_clock_of_its_own(cast: Cast, order: Order) -> None:
    assign(order, cast, assist_unit_ids=[cast.bureau.pk, cast.bureau.pk])
    assist = Clock.objects.get(order=order, stage=Stage.ASSIST)
    assert assist.unit == cast.bureau
    order.refresh_from_db()
    assert order.open_assists == 1


def test_a_street_s_order_is_copied_to_its_district(cast: Cast, order: Order) -> None:
    assign(order, cast)
    event = Event.objects.get(order=order, action="assign_unit")
    assert event.data["copied"] == [cast.district.pk]
    assert order.assignments.get(part="copy").unit == cast.district


def test_a_bureau_s_order_is_copied_to_nobody(cast: Cast, order: Order) -> None:
    assign(order, cast, lead_unit_id=cast.bureau.pk)
    assert Event.objects.get(order=order, action="assign_unit").data["copied"] == []
    assert not order.assignments.filter(part="copy").exists()


def test_a_leader_may_assign_with_an_instruction(cast: Cast, order: Order) -> None:
    assign(order, cast, actor=cast.leader, remark="请街道今天到现场。")
    assert Text.objects.get(order=order, kind="remark").body == "请街道今天到现场。"
    assert Event.objects.get(order=order, action="assign_unit").role == "leader"


def test_a_community_never_leads(cast: Cast, order: Order) -> None:
    with pytest.raises(UnitMayNotLead):
        assign(order, cast, lead_unit_id=cast.community.pk)


def test_a_unit_is_not_lead_and_assist_at_once(cast: Cast, order: Order) -> None:
    with pytest.raises(UnitTwice):
        assign(order, cast, assist_unit_ids=[cast.street.pk])


def test_the_hotline_itself_never_assists(cast: Cast, order: Order) -> None:
    with pytest.raises(UnitMayNotAssist):
        assign(order, cast, assist_unit_ids=[cast.bureau.pk, cast.hotline.pk])


@pytest.mark.parametrize("is_found", [True, False])
def test_who_was_let_off_gets_the_order_back_only_with_a_word(cast: Cast, order: Order, is_found: bool) -> None:
    assign(order, cast)
    ask(order, cast)
    settle(order, cast, granted=True, found_unit_id=cast.bureau.pk if is_found else None)
    with pytest.raises(AgainstRuling), one_row():
        assign(order, cast, seen=seen(order), at=SETTLED)
    assign(order, cast, seen=seen(order), at=SETTLED, remark="城管局已会同街道，仍由街道先到场。")
    assert Assignment.objects.get(order=order, part="lead", closed_at=None).unit == cast.street


def test_of_a_conference_and_a_ruling_the_later_holds(cast: Cast, order: Order) -> None:
    other = cast.outsider.unit_id
    assert other
    assign(order, cast)
    ask(order, cast)
    confer(order, cast, at=ASKED)
    settle(order, cast, granted=True, found_unit_id=other)
    assert decision_of(order_id=order.pk) is None
    with pytest.raises(AgainstRuling), one_row():
        assign(order, cast, lead_unit_id=cast.bureau.pk, seen=seen(order), at=SETTLED)
    assign(order, cast, lead_unit_id=other, seen=seen(order), at=SETTLED)


def test_a_conference_after_a_ruling_takes_its_place(cast: Cast, order: Order) -> None:
    assign(order, cast)
    ask(order, cast)
    settle(order, cast, granted=True, found_unit_id=cast.outsider.unit_id)
    confer(order, cast, at=SETTLED)
    with browser(cast.dispatcher, at=SETTLED) as client:
        page = client.get(reverse("assign_unit", kwargs={"number": order.number}))
    assert page.context["form"]["lead_unit_id"].value() == cast.bureau.pk
    assign(order, cast, lead_unit_id=cast.bureau.pk, seen=seen(order), at=SETTLED)


def test_a_unit_of_another_centre_is_not_found(cast: Cast, order: Order) -> None:
    assert cast.stranger.unit_id
    with pytest.raises(UnitNotFound):
        assign(order, cast, lead_unit_id=cast.stranger.unit_id)


def test_an_order_is_assigned_once(cast: Cast, order: Order) -> None:
    assign(order, cast)
    with pytest.raises(WrongState, match="已派单"):
        assign(order, cast, lead_unit_id=cast.bureau.pk, seen=2)


def test_a_second_dispatcher_with_an_old_form_is_told(cast: Cast, order: Order) -> None:
    assign(order, cast)
    with pytest.raises(SeenOutOfDate), one_row():
        assign(order, cast, lead_unit_id=cast.bureau.pk)
    assert Assignment.objects.get(order=order, part="lead").unit == cast.street


def test_an_operator_does_not_assign(cast: Cast, order: Order) -> None:
    with pytest.raises(NotAllowed):
        assign(order, cast, actor=cast.operator)


@pytest.mark.parametrize("who", ["outsider", "auditor", "clerk"])
def test_an_outsider_does_not_learn_that_the_order_exists(cast: Cast, order: Order, who: str) -> None:
    with pytest.raises(OrderNotFound):
        assign(order, cast, actor=getattr(cast, who))
