"""Append a line to an order's history without moving the order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.lifecycle import BY_ACTION, OrderNotFound
from huying.workorders.actions.append_event import append_event
from huying.workorders.models import Order


@transaction.atomic(savepoint=False)
def note(
    *,
    order_id: int,
    code: str,
    actor: Actor,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    texts: Mapping[str, str] | None = None,
) -> Order:
    """Lock the order, append the event ``code`` and return the locked order.

    ``data`` holds codes and ids only. Who may write which note is asked by the caller: those who watch
    write to orders that they may not move, and administrators to orders that they may not see.

    Raises:
        OrderNotFound: no such order in the actor's centre.

    """
    if code in BY_ACTION:
        raise AssertionError(f"{code} stands in the lifecycle: call move")
    orders = Order.objects.select_for_update(no_key=True)
    order = orders.filter(pk=order_id, centre_id=actor.centre_id).first()
    if order is None:
        raise OrderNotFound
    order.events += 1
    append_event(order=order, action=code, actor=actor, at=at, data=data or {}, texts=texts or {})
    order.save(update_fields=["events"])
    return order
