"""Sign for an order: the unit says that it has it (签收)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.workorders.actions.move import move


@transaction.atomic(savepoint=False)
def sign_order(*, order_id: int, seen: int, actor: Actor, at: datetime) -> None:
    """Stop the clock of signing and start that of the first contact.

    Raises what ``move`` raises.
    """
    move(order_id=order_id, action="sign_order", actor=actor, at=at, seen=seen)
