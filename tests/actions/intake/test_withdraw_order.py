"""撤单: the caller takes the demand back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huying.dispatch.actions.assign_unit import assign_unit
from huying.intake.actions.withdraw_order import withdraw_order
from huying.workorders.models import Assignment, Clock, Merge, Order
from huying.workorders.queries.merge_list import merged_orders
from tests.actions.intake.merged import merge, three
from tests.cast import MONDAY, create_cast
from tests.factories.workorders import create_order
from tests.walk import HOUR, fresh, seen

LATER = MONDAY + timedelta(hours=1)


@pytest.mark.django_db
def test_a_withdrawn_order_stops_every_clock_as_void_and_frees_its_units() -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY)
    assign_unit(
        order_id=order.pk, lead_unit_id=cast.street.pk, legal_basis="三定", seen=1, actor=cast.dispatcher, at=MONDAY
    )
    withdraw_order(order_id=order.pk, reason="诉求人来电撤回。", seen=2, actor=cast.operator, at=LATER)
    assert Order.objects.get(pk=order.pk).state == "withdrawn"
    assert not Clock.objects.filter(order=order, stopped_at=None).exists()
    assert set(Clock.objects.filter(order=order, stopped_at=LATER).values_list("void", flat=True)) == {True}
    assert set(Assignment.objects.filter(order=order).values_list("closed_at", flat=True)) == {LATER}


@pytest.mark.django_db
def test_what_merged_it_into_another_lapses_and_that_of_the_others_does_not() -> None:
    cast = create_cast()
    orders = three(cast)
    merge(orders, cast.dispatcher, master=orders[0])
    gone = fresh(orders[1])
    withdraw_order(
        order_id=gone.pk, reason="诉求人来电撤回。", seen=seen(gone), actor=cast.operator, at=2 * HOUR + MONDAY
    )
    assert dict(Merge.objects.values_list("child_id", "lapsed_at")) == {
        orders[1].pk: MONDAY + 2 * HOUR,
        orders[2].pk: None,
    }
    together = merged_orders(is_over=False, actor=cast.dispatcher, at=MONDAY + 3 * HOUR)
    over = merged_orders(is_over=True, actor=cast.dispatcher, at=MONDAY + 3 * HOUR)
    assert [row.number for row in together] == [orders[2].number]
    assert [(row.number, row.said) for row in over] == [(gone.number, "撤单")]
