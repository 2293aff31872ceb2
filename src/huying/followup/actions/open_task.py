"""Open the follow-up of a reply (进入回访)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.states import State
from huying.followup.models import Task
from huying.workorders.actions.move import move
from huying.workorders.choices import Stage
from huying.workorders.models import Clock, Order


@transaction.atomic(savepoint=False)
def open_task(
    *,
    order_id: int,
    round: int,  # noqa: A002  the word of the trade's table
    actor: Actor,
    at: datetime,
) -> None:
    """Put an order that was replied to in this round into the follow-up queue; a second run does nothing.

    依据: 北京市接诉即办工作条例 art 23: the hotline calls back; when: the policy's ``followup_starts``.
    """
    waiting = Order.objects.select_for_update(no_key=True).filter(pk=order_id, state=State.REPLIED, round=round)
    if waiting.first() is None:
        return
    order = move(order_id=order_id, action="open_task", actor=actor, at=at, seen=None)
    limit = Clock.objects.get(order=order, stage=Stage.FOLLOWUP, round=round)
    Task.objects.create(
        centre_id=order.centre_id, order=order, round=round, opened_at=at, due_at=limit.due_at, next_try_at=at
    )
