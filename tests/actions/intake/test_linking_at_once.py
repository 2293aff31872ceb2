"""Two links at the same moment: no repeat ever points to a repeat."""

from __future__ import annotations

import pytest

from huying.foundation.commit import one_commit
from huying.intake.actions.link_repeat import RepeatUnfit, link_repeat
from huying.workorders.models import Order
from tests.actions.handling.test_two_at_once import at_once
from tests.cast import MONDAY, create_cast
from tests.factories.workorders import create_order

pytestmark = pytest.mark.usefixtures("own_database")


@pytest.mark.parametrize("times", range(5))
def test_of_links_in_a_row_all_point_to_the_first(times: int) -> None:
    with one_commit():
        cast = create_cast()
        first, second, third = (create_order(operator=cast.operator, at=MONDAY) for _ in range(3))

    def link(order: Order, earlier: Order) -> None:
        link_repeat(order_id=order.pk, repeats_number=earlier.number, seen=1, actor=cast.operator, at=MONDAY)

    def register() -> None:
        create_order(operator=cast.operator, at=MONDAY, repeats_number=second.number)

    outcome = at_once(lambda: link(second, first), lambda: link(third, second), register)
    assert all(fault in {None, RepeatUnfit} for fault in outcome), outcome
    assert not Order.objects.filter(repeats__repeats__isnull=False).exists()
