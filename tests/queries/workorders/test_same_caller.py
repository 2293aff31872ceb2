"""What else came from the same line."""

from __future__ import annotations

import pytest

from huying.workorders.models import Order
from huying.workorders.queries.same_caller import orders_of_same_caller
from tests.cast import MONDAY, create_cast
from tests.factories.workorders import create_order
from tests.walk import signed

pytestmark = pytest.mark.django_db


def test_the_hotline_sees_the_newest_other_orders_of_the_line() -> None:
    cast = create_cast()
    orders = [create_order(operator=cast.operator, at=MONDAY) for _ in range(13)]
    create_order(operator=cast.operator, at=MONDAY, phone="13800000001")
    found = orders_of_same_caller(order=orders[5], actor=cast.operator, at=MONDAY)
    assert [row.id for row in found] == [order.pk for order in reversed(orders) if order != orders[5]][:10]


def test_a_unit_is_not_told_what_else_a_caller_brought_up() -> None:
    cast = create_cast()
    order = signed(cast)
    signed(cast)
    for actor in (cast.clerk, cast.reviewer, cast.supervisor, cast.leader):
        assert orders_of_same_caller(order=order, actor=actor, at=MONDAY) == ()


def test_an_order_without_a_line_has_no_others() -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY, phone="")
    create_order(operator=cast.operator, at=MONDAY, phone="")
    assert orders_of_same_caller(order=Order.objects.get(pk=order.pk), actor=cast.operator, at=MONDAY) == ()
