"""Take back a request to return an order (撤回退单申请)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.dispatch.choices import ReturnState
from huying.dispatch.models import ReturnRequest
from huying.domain.actors import Actor
from huying.workorders.actions.move import move


@transaction.atomic(savepoint=False)
def withdraw_return(*, order_id: int, seen: int, actor: Actor, at: datetime) -> None:
    """End the request before the arbiter does; it counts for nothing, and the unit goes on with the order.

    Raises what ``move`` raises.
    """
    order = move(order_id=order_id, action="withdraw_return", actor=actor, at=at, seen=seen)
    ReturnRequest.objects.filter(order=order, state=ReturnState.WAITING).update(
        state=ReturnState.WITHDRAWN, settled_event=order.events, settled_by_id=actor.person_id, settled_at=at
    )
