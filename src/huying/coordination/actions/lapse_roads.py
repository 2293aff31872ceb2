"""Let what coordination has open lapse with an order that has ended."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.coordination.models import Conference, Escalation, Instruction, Whistle, WhistleCall
from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.workorders.models import Order


@transaction.atomic(savepoint=False)
def lapse_roads(*, order_id: int, actor: Actor, at: datetime) -> None:
    """Mark conferences, whistles, questions and instructions that were open when their order ended.

    No ledger lists them from the order's end on; marked, they leave the indexes of what is open too. Neither answer nor
    end is written: nobody gave one. An order still open is left as it is; a second run changes nothing.

    Raises:
        NotAllowed: only the named policy does this.

    """
    if actor.role is not Role.POLICY:
        raise NotAllowed
    order = Order.objects.filter(pk=order_id, centre_id=actor.centre_id, is_open=False)
    if not order.exists():
        return
    of_order = {"order_id": order_id, "lapsed_at": None}
    Conference.objects.filter(**of_order, settled_at=None).update(lapsed_at=at)
    Escalation.objects.filter(**of_order, answered_at=None).update(lapsed_at=at)
    Instruction.objects.filter(**of_order, reported_at=None).update(lapsed_at=at)
    Whistle.objects.filter(**of_order, ended_at=None).update(lapsed_at=at)
    WhistleCall.objects.filter(whistle__order_id=order_id, lapsed_at=None, closed_at=None).update(lapsed_at=at)
