"""What calling a conference does to an order, and who may read it then."""

from __future__ import annotations

import pytest

from huying.coordination.actions.call_conference import QuestionEmpty, UnitsUnfit, call_conference
from huying.coordination.models import Conference, Opinion
from huying.dispatch.actions.assign_unit import assign_unit
from huying.domain.conferring import NothingToConfer
from huying.domain.errors import NotAllowed
from huying.domain.lifecycle import OrderNotFound
from huying.domain.roads import RoadOpen
from huying.foundation.commit import one_row
from huying.intake.actions.withdraw_order import withdraw_order
from huying.workorders.models import Clock, Order
from huying.workorders.queries.dossier import dossier_for
from huying.workorders.queries.identity import CopyKeepsMasked, identity_of
from huying.workorders.queries.search import search
from huying.workorders.queries.visible import visible_orders
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order
from tests.walk import HOUR, assigned, conferred, fresh, running, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + HOUR


def call(order: Order, cast: Cast, **changes: object) -> None:
    given = {"unit_ids": [cast.street.pk, cast.bureau.pk], "question": "由谁牵头？", "actor": cast.dispatcher}
    call_conference(order_id=order.pk, seen=seen(order), at=AT, **given | changes)  # type: ignore[arg-type]


def test_a_conference_runs_beside_the_order_with_a_limit_of_its_own() -> None:
    cast = create_cast()
    order = conferred(cast)
    assert (order.state, order.open_roads) == ("awaiting_dispatch", ["conference"])
    assert running(order) == {("dispatch", None), ("conference", None)}
    conference = Conference.objects.get(order=order)
    assert conference.due_at == Clock.objects.get(order=order, stage="conference").due_at
    assert set(Opinion.objects.values_list("unit_id", "position")) == {(cast.street.pk, ""), (cast.bureau.pk, "")}


def test_the_limit_of_dispatch_waits_for_the_conference() -> None:
    cast = create_cast()
    first = create_order(operator=cast.operator, at=MONDAY)
    order = conferred(cast)
    dispatch = Clock.objects.get(order=order, stage="dispatch")
    assert dispatch.due_at == order.due_at == Conference.objects.get(order=order).due_at
    assert (dispatch.extended, dispatch.due_at > fresh(first).due_at) == (1, True)  # type: ignore[operator]


def test_nothing_is_dispatched_while_they_confer() -> None:
    cast = create_cast()
    order = conferred(cast)
    with pytest.raises(RoadOpen, match="会商"), one_row():
        assign_unit(
            order_id=order.pk,
            lead_unit_id=cast.street.pk,
            legal_basis="属地",
            seen=seen(order),
            actor=cast.dispatcher,
            at=AT,
        )
    with pytest.raises(RoadOpen), one_row():
        call(order, cast)


def test_those_asked_read_the_order_and_nobody_else_does() -> None:
    cast = create_cast()
    order = conferred(cast)
    for actor in (cast.clerk, cast.reviewer, cast.bureau_clerk):
        assert dossier_for(order_id=order.pk, actor=actor).order == order
        assert list(visible_orders(actor=actor)) == [order]
        assert [row.number for row in search(text="烧烤店", actor=actor, at=AT).rows] == [order.number]
    for actor in (cast.community_worker, cast.outsider, cast.stranger):
        with pytest.raises(OrderNotFound):
            dossier_for(order_id=order.pk, actor=actor)
        assert not visible_orders(actor=actor)


def test_those_asked_never_open_who_called() -> None:
    cast = create_cast()
    order = conferred(cast)
    with pytest.raises(CopyKeepsMasked, match="会商"):
        identity_of(number=order.number, actor=cast.bureau_clerk)


def test_what_is_dispatched_is_conferred_on_only_while_its_return_is_asked_for() -> None:
    cast = create_cast()
    order = assigned(cast)
    with pytest.raises(NothingToConfer), one_row():
        call(order, cast)
    Order.objects.filter(pk=order.pk).update(open_roads=["return"])
    before = fresh(order).due_at
    call(order, cast, actor=cast.arbiter)
    assert fresh(order).open_roads == ["return", "conference"]
    assert fresh(order).due_at == before


@pytest.mark.parametrize("who", ["operator", "clerk", "leader", "supervisor"])
def test_only_dispatcher_and_arbiter_call_one(who: str) -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY)
    with pytest.raises((NotAllowed, OrderNotFound)), one_row():
        call(order, cast, actor=getattr(cast, who))


def test_a_conference_is_of_two_units_that_could_lead_and_about_something() -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY)
    for units in ([cast.street.pk], [cast.street.pk] * 2, [cast.street.pk, cast.community.pk]):
        with pytest.raises(UnitsUnfit), one_row():
            call(order, cast, unit_ids=units)
    with pytest.raises(QuestionEmpty), one_row():
        call(order, cast, question=" ")
    assert not Conference.objects.exists()


def test_an_order_that_is_withdrawn_ends_its_conference() -> None:
    cast = create_cast()
    order = conferred(cast)
    withdraw_order(order_id=order.pk, reason="诉求人撤回。", seen=seen(order), actor=cast.operator, at=AT)
    assert fresh(order).open_roads == []
    assert not running(order)
