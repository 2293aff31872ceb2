"""What signing for an order does."""

from __future__ import annotations

import pytest

from huying.domain.errors import NotAllowed
from huying.domain.lifecycle import OrderNotFound, SeenOutOfDate, WrongState
from huying.foundation.commit import one_row
from huying.handling.actions.sign_order import sign_order
from huying.workorders.models import Clock, Event, Order
from tests.cast import MONDAY, create_cast
from tests.walk import HOUR, assigned, clock, fresh, running, seen, signed

pytestmark = pytest.mark.django_db
AT = MONDAY + 2 * HOUR


def test_signing_stops_its_clock_and_starts_the_one_of_contact() -> None:
    cast = create_cast()
    order = signed(cast)
    assert order.state == "signed"
    assert clock(order, "sign").stopped_at == AT
    assert running(order) == {("handle", cast.street.pk), ("contact", cast.street.pk)}


def test_the_unit_that_does_not_hold_the_order_may_not_sign() -> None:
    cast = create_cast()
    order = assigned(cast, assists=(cast.bureau.pk,))
    with pytest.raises(NotAllowed, match="不由您的单位承办"), one_row():
        sign_order(order_id=order.pk, seen=seen(order), actor=cast.bureau_clerk, at=AT)
    with pytest.raises(NotAllowed, match="岗位"), one_row():
        sign_order(order_id=order.pk, seen=seen(order), actor=cast.reviewer, at=AT)


def test_an_outsider_learns_nothing_of_the_order() -> None:
    cast = create_cast()
    order = assigned(cast)
    for actor in (cast.outsider, cast.stranger, cast.auditor):
        with pytest.raises(OrderNotFound), one_row():
            sign_order(order_id=order.pk, seen=seen(order), actor=actor, at=AT)


def test_of_two_who_sign_the_second_is_told_and_nothing_is_half_written() -> None:
    cast = create_cast()
    order = assigned(cast)
    both_saw = seen(order)
    sign_order(order_id=order.pk, seen=both_saw, actor=cast.clerk, at=AT)
    before = (fresh(order).events, Event.objects.count(), list(Clock.objects.order_by("id").values()))
    with pytest.raises(SeenOutOfDate) as refused, one_row():
        sign_order(order_id=order.pk, seen=both_saw, actor=cast.clerk, at=AT + HOUR)
    assert refused.value.details == {"since": both_saw, "order_id": order.pk}
    assert (fresh(order).events, Event.objects.count(), list(Clock.objects.order_by("id").values())) == before


def test_an_order_is_signed_once() -> None:
    cast = create_cast()
    order = signed(cast)
    with pytest.raises(WrongState, match="已签收"), one_row():
        sign_order(order_id=order.pk, seen=seen(order), actor=cast.clerk, at=AT)
    assert Order.objects.get(pk=order.pk).events == order.events
