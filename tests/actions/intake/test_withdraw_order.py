"""撤单: the caller takes the demand back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huying.dispatch.actions.assign_unit import assign_unit
from huying.intake.actions.withdraw_order import withdraw_order
from huying.workorders.models import Assignment, Clock, Order
from tests.cast import MONDAY, create_cast
from tests.factories.workorders import create_order

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
