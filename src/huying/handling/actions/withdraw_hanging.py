"""Take an application for hanging back (撤回挂账申请)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.handling.choices import HangingState
from huying.handling.queries.hangings import open_hanging
from huying.workorders.actions.move import move


@transaction.atomic(savepoint=False)
def withdraw_hanging(*, order_id: int, seen: int, actor: Actor, at: datetime) -> None:
    """End the application that waits; the limit stays as it was.

    Raises what ``move`` raises.
    """
    order = move(order_id=order_id, action="withdraw_hanging", actor=actor, at=at, seen=seen)
    asked = open_hanging(order=order)
    asked.state = HangingState.WITHDRAWN
    asked.save(update_fields=["state"])
