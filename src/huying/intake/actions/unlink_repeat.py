"""Take back that an order repeats another (解除关联)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.workorders.actions.move import move


@transaction.atomic(savepoint=False)
def unlink_repeat(*, order_id: int, seen: int | None, actor: Actor, at: datetime) -> None:
    """Let the order stand for itself again; the history keeps that it was linked. Raises what ``move`` raises."""
    move(order_id=order_id, action="unlink_repeat", actor=actor, at=at, seen=seen, row={"repeats_id": None})
