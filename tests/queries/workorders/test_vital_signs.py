"""What those who run the site see of the orders, at a price that no site feels."""

from __future__ import annotations

from datetime import timedelta

from huying.workorders.models import Order
from huying.workorders.queries.vital_signs import last_sealed_at, open_counts
from tests.cast import MONDAY, Cast
from tests.queries.workorders.plans import as_if_big, plans_of

AT = MONDAY + timedelta(days=1)


def test_open_orders_are_counted_by_centre_and_state(many_orders: Cast) -> None:
    counts = {one.state: one for one in open_counts(at=AT) if one.centre == many_orders.centre.code}
    assert set(counts) == {"handling", "awaiting_dispatch", "rework", "replied"}
    open_orders = Order.objects.filter(centre=many_orders.centre, is_open=True)
    assert sum(one.orders for one in counts.values()) == open_orders.count() > 1000
    assert all(0 < one.overdue < one.orders for one in counts.values())
    assert {one.overdue for one in open_counts(at=MONDAY - timedelta(days=999))} == {0}


def test_they_are_counted_in_an_index(many_orders: Cast) -> None:
    with as_if_big():
        (plan,) = plans_of(lambda: open_counts(at=AT))
    assert "order_open_" in plan, plan
    assert "Seq Scan on workorders_order" not in plan, plan


def test_the_last_seal_is_found_by_its_number(many_orders: Cast) -> None:
    with as_if_big():
        (plan,) = plans_of(last_sealed_at)
    assert "workorders_seal_pkey" in plan, plan
