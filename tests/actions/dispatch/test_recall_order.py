"""收回派单: before the unit has signed, and only then."""

from __future__ import annotations

import pytest

from huying.dispatch.actions.recall_order import RuledForGood, recall_order
from huying.domain.errors import NotAllowed
from huying.domain.lifecycle import WrongState
from huying.domain.roads import RoadOpen
from huying.foundation.commit import one_row
from huying.workorders.models import Assignment
from tests.actions.dispatch.returns import ask, rule, send
from tests.cast import MONDAY, create_cast
from tests.walk import HOUR, assigned, clock, fresh, running, seen, signed

pytestmark = pytest.mark.django_db
AT = MONDAY + 2 * HOUR


def test_it_waits_for_dispatch_again_and_nobody_is_held_to_it() -> None:
    cast = create_cast()
    order = assigned(cast, assists=(cast.bureau.pk,))
    promised = clock(order, "handle").due_at
    recall_order(order_id=order.pk, seen=seen(order), actor=cast.dispatcher, at=AT)
    order = fresh(order)
    assert (order.state, order.accountable_unit_id, order.holder_unit_id) == ("awaiting_dispatch", None, None)
    assert (order.open_assists, running(order)) == (0, {("dispatch", None)})
    assert not Assignment.objects.filter(order=order, closed_at=None).exists()
    send(order, cast, lead=cast.bureau, at=AT + 48 * HOUR)
    assert order.clocks.get(stage="handle", stopped_at=None).due_at == promised


def test_a_unit_that_signed_keeps_it() -> None:
    cast = create_cast()
    order = signed(cast)
    with pytest.raises(WrongState), one_row():
        recall_order(order_id=order.pk, seen=seen(order), actor=cast.dispatcher, at=AT + HOUR)


def test_nobody_but_a_dispatcher_takes_it_back() -> None:
    cast = create_cast()
    order = assigned(cast)
    for actor in (cast.operator, cast.arbiter, cast.leader, cast.clerk):
        with pytest.raises(NotAllowed), one_row():
            recall_order(order_id=order.pk, seen=seen(order), actor=actor, at=AT)


def test_a_return_that_waits_is_for_the_arbiter_and_a_ruling_stays() -> None:
    cast = create_cast()
    order = assigned(cast)
    ask(order, cast)
    with pytest.raises(RoadOpen), one_row():
        recall_order(order_id=order.pk, seen=seen(order), actor=cast.dispatcher, at=AT + 2 * HOUR)
    rule(order, cast, lead=cast.bureau)
    with pytest.raises(RuledForGood), one_row():
        recall_order(order_id=order.pk, seen=seen(order), actor=cast.dispatcher, at=AT + 3 * HOUR)
    assert fresh(order).state == "dispatched"
