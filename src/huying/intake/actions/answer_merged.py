"""Answer a merged order by its master's reply (随主单答复)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.roads import Road
from huying.foundation import rows
from huying.workorders.actions.move import move
from huying.workorders.choices import MergeEnd, TextKind
from huying.workorders.models import Merge, Order, Reply, Text
from huying.workorders.queries.dossier import body_of
from huying.workorders.queries.merges import master_of

_COPIED = (
    "unit_id", "person_id", "fact_finding", "demand_finding", "result", "answered_by", "legal_basis",
    "submitted_at", "reviewed_by_id", "reviewed_at", "passed",
)  # fmt: skip


@transaction.atomic(savepoint=False)
def answer_merged(*, order_id: int, until: int, master_id: int | None = None, actor: Actor, at: datetime) -> None:
    """Write the reply that went out with the master's event ``until`` as the reply to this order too.

    From there on the order stands alone: its caller is called back for himself, and what is unsolved is reworked
    as this order. Nothing happens where it is merged no more, or into another than ``master_id``.

    依据: features E-01 (事事有回音): every caller is answered.
    """
    child = rows.locked(Order, order_id)
    if child is None or not child.is_open or Road.MERGED not in (child.open_roads or ()):
        return
    master = Order.objects.get(pk=master_of(order_id=order_id) or 0)
    if master_id not in {None, master.pk}:
        return
    reply = Reply.objects.filter(order=master, event__lte=until).order_by("event").last()
    if reply is None:
        raise AssertionError(f"order {master.pk} was answered without a reply")
    words = Text.objects.filter(order=master, event=reply.event, kind=TextKind.REPLY).first()
    order = move(
        order_id=order_id,
        action="answer_merged",
        actor=actor,
        at=at,
        seen=None,
        data={"master": master.pk, "reply": reply.event, "result": reply.result, "orders": [master.number]},
        texts={TextKind.REPLY: body_of(words)},
    )
    copied = {name: getattr(reply, name) for name in _COPIED}
    Reply.objects.create(order=order, round=order.round, event=order.events, **copied)
    Merge.objects.filter(child=order, ended_at=None).update(ended_at=at, end=MergeEnd.ANSWERED)
