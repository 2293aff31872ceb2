"""Withdraw an order because the caller asks for it (撤单)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind


@transaction.atomic(savepoint=False)
def withdraw_order(*, order_id: int, reason: str, seen: int | None, actor: Actor, at: datetime) -> None:
    """End an order at the caller's wish; its clocks end void, its history stays. Raises what ``move`` raises."""
    move(
        order_id=order_id,
        action="withdraw_order",
        actor=actor,
        at=at,
        seen=seen,
        texts={TextKind.REASON: reason},
    )
