"""Link an order to an earlier one of the same thing (关联重复件)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.foundation import rows
from huying.workorders.actions.move import move
from huying.workorders.actions.note import note
from huying.workorders.models import Order
from huying.workorders.queries.dossier import dossier_by_number
from huying.workorders.queries.repeats import REPEAT_MOVED, root_of


class RepeatUnfit(Invalid):
    """Not an earlier order."""

    code = "repeat_unfit"
    sentence = "请填写同一问题更早的工单编号。"


@transaction.atomic(savepoint=False)
def link_repeat(*, order_id: int, repeats_number: str, seen: int | None, actor: Actor, at: datetime) -> None:
    """Say that the order brings up again what an earlier one did; all repeats point to the first of them.

    Those that were linked to this order are from now on linked to that first one, and their histories say so.

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
    followers = list(Order.objects.filter(repeats_id=order_id).order_by("pk").values_list("pk", flat=True))
    root = Order.objects.only("day").get(pk=root_of(earlier))
    for follower in followers:
        note(
            order_id=follower,
            code=REPEAT_MOVED,
            actor=actor,
            at=at,
            data={"repeats": root.pk, "orders": [root.number]},
        )
    Order.objects.filter(pk__in=followers).update(repeats_id=root.pk)
