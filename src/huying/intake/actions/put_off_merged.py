"""Let a merged order be due with its master (随主单调整时限)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.foundation import rows
from huying.workorders.actions.move import move
from huying.workorders.models import Order
from huying.workorders.queries.merges import due_with_master, handled_until, master_of


@transaction.atomic(savepoint=False)
def put_off_merged(*, order_id: int, actor: Actor, at: datetime) -> None:
    """Put the limit of a merged order where its master's is, never before its own; nothing where it is there already.

    约定: a matter that was put off or hung is so for everybody who brought it up; once the hanging ends, or the order
    is taken out, its own limit counts again.
    """
    child = rows.locked(Order, order_id)
    if child is None or not child.is_open:
        return
    due_at, master_id = due_with_master(order=child), master_of(order_id=order_id)
    if due_at is None or master_id is None or due_at == handled_until(order_id=order_id):
        return
    move(
        order_id=order_id,
        action="put_off_merged",
        actor=actor,
        at=at,
        seen=None,
        data={"master": master_id, "orders": [Order.objects.only("day").get(pk=master_id).number]},
        new_due=due_at,
    )
