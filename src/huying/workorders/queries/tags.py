"""The tags of one order, for the action that changes them."""

from __future__ import annotations

from huying.workorders.choices import Difficulty
from huying.workorders.models import Order


def tags_of(*, order_id: int) -> tuple[Difficulty, ...]:
    """Return why an order is hard, in the order of the list; none for an order that is not there."""
    found = Order.objects.filter(pk=order_id).values_list("difficulties", flat=True).first()
    return tuple(map(Difficulty, found or ()))
