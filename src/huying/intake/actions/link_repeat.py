"""Link an order to an earlier one of the same thing (关联重复件)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.foundation import rows
from huying.workorders.actions.move import move
from huying.workorders.models import Order
from huying.workorders.queries.dossier import dossier_by_number
from huying.workorders.queries.repeats import root_of


class RepeatUnfit(Invalid):
    """Not an earlier order, or one that others are linked to."""

    code = "repeat_unfit"
    sentence = "请填写同一问题更早的工单编号。"


@transaction.atomic(savepoint=False)
def link_repeat(*, order_id: int, repeats_number: str, seen: int | None, actor: Actor, at: datetime) -> None:
    """Say that the order brings up again what an earlier one did; all repeats point to the first of them.

    依据: features E-11; 条例 art 11 (三) for the same matter without new facts.

    Raises:
        RepeatUnfit, OrderNotFound, or what ``move`` raises.

    """
    named = dossier_by_number(number=repeats_number.strip(), actor=actor).order
    if named.pk >= order_id:
        raise RepeatUnfit(fields={"repeats_number": RepeatUnfit.sentence})
    # Whoever links the earlier one at this moment waits, or is waited for: no repeat points to a repeat.
    earlier = rows.locked(Order, named.pk) or named
    move(
        order_id=order_id,
        action="link_repeat",
        actor=actor,
        at=at,
        seen=seen,
        row={"repeats_id": root_of(earlier)},
        data={"repeats": root_of(earlier), "orders": [earlier.number]},
    )
    if Order.objects.filter(repeats_id=order_id).exists():
        sentence = "已有工单关联为本单的重复件，请把它们改为关联到最早的工单，再关联本单。"
        raise RepeatUnfit(sentence, fields={"repeats_number": sentence})
