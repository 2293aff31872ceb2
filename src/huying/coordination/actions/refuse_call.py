"""Refuse to come to the spot (拒绝报到)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.coordination.models import WhistleCall
from huying.coordination.queries.open_whistles import waiting_call
from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.workorders.actions.move import move
from huying.workorders.choices import Part, TextKind
from huying.workorders.models import Assignment


class RefusalUnexplained(Invalid):
    """A refusal without a reason."""

    code = "refusal_unexplained"
    sentence = "请写明不能报到的理由和依据；拒绝会计入双考核。"


@transaction.atomic(savepoint=False)
def refuse_call(*, order_id: int, reason: str, seen: int, actor: Actor, at: datetime) -> None:
    """Write that the unit will not come, and why; it counts against the unit (双考核, 条例 art 33).

    Raises:
        RefusalUnexplained, or what ``move`` raises.

    """
    if not reason.strip():
        raise RefusalUnexplained(fields={"reason": RefusalUnexplained.sentence})
    call = waiting_call(order_id=order_id, unit_id=actor.unit_id)
    order = move(
        order_id=order_id,
        action="refuse_call",
        actor=actor,
        at=at,
        seen=seen,
        data={"whistle": call.whistle_id} if call else {},
        texts={TextKind.REASON: reason.strip()},
    )
    WhistleCall.objects.filter(pk=call.pk if call else 0).update(refused_at=at, answer_event=order.events)
    Assignment.objects.filter(order=order, unit_id=actor.unit_id or 0, part=Part.REPORT, closed_at=None).update(
        closed_at=at
    )
