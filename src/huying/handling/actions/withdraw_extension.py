"""Take an application for a longer limit back (撤回延期申请)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.handling.choices import RequestState
from huying.handling.queries.extensions import waiting_extension
from huying.workorders.actions.move import move


@transaction.atomic(savepoint=False)
def withdraw_extension(*, order_id: int, seen: int, actor: Actor, at: datetime) -> None:
    """End the application that waits; the limit stays as it was, and none of the policy's times is used.

    Raises what ``move`` raises.
    """
    order = move(order_id=order_id, action="withdraw_extension", actor=actor, at=at, seen=seen)
    asked = waiting_extension(order=order)
    asked.state = RequestState.WITHDRAWN
    asked.save(update_fields=["state"])
