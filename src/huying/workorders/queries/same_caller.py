"""Other orders from the line that an order came from."""

from __future__ import annotations

from datetime import datetime

from huying.domain.actors import SIDES, Actor, Side
from huying.workorders.models import Order
from huying.workorders.queries.queue import OrderRow, columns, rows_of
from huying.workorders.queries.visible import visible_orders

_SHOWN = 10


def orders_of_same_caller(*, order: Order, actor: Actor, at: datetime) -> tuple[OrderRow, ...]:
    """Return the newest other orders from the same line, at most ten; for the hotline only.

    约定: a unit is not told what else a caller brought up.
    """
    if order.caller_id is None or SIDES.get(actor.role) is not Side.MANAGE:
        return ()
    others = visible_orders(actor=actor).filter(caller_id=order.caller_id).exclude(pk=order.pk)
    return rows_of(list(columns(others).order_by("-pk")[:_SHOWN]), at=at)
