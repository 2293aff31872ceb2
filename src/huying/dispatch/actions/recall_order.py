"""Take a dispatch back before the unit has signed for it (收回派单)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.dispatch.choices import ReturnState
from huying.dispatch.models import Comparison, ReturnRequest
from huying.domain.actors import Actor
from huying.domain.errors import Conflict
from huying.domain.states import State
from huying.workorders.actions.move import move
from huying.workorders.choices import Part, TextKind
from huying.workorders.models import Assignment


class RuledForGood(Conflict):
    """A dispatch that a ruling made. 依据: 潍坊市12345政务服务便民热线条例 art 22."""

    code = "ruled_for_good"
    sentence = "本单已由热线指定承办单位，不能收回改派。"


@transaction.atomic(savepoint=False)
def recall_order(*, order_id: int, reason: str = "", seen: int, actor: Actor, at: datetime) -> None:
    """Let the order wait for dispatch again: a rule or a dispatcher sent it wrongly, and nobody has taken it in hand.

    Everybody's part in it ends and their limits are given up; the first limit of handling stays for whoever gets it
    next. What the rule of automatic dispatch sent is so undone in one click. 约定: until the unit signs, when the
    order becomes its own (首派负责, 条例 art 14); later the unit asks for a return.

    Raises:
        RuledForGood, or what ``move`` raises.

    """
    order = move(
        order_id=order_id,
        action="recall_order",
        actor=actor,
        at=at,
        seen=seen,
        to=State.AWAITING_DISPATCH,
        # From here on it has a first limit to keep, like one that came back by a side road (queries.limits).
        row={"accountable_unit_id": None, "holder_unit_id": None, "open_assists": 0, "open_roads": []},
        texts={TextKind.REASON: reason},
    )
    if ReturnRequest.objects.filter(order=order, state=ReturnState.RULED).exists():
        raise RuledForGood
    Assignment.objects.filter(order=order, closed_at=None).exclude(part=Part.OPINION).update(closed_at=at)
    Comparison.objects.filter(order=order).update(final_unit_id=None, is_taken_back=True)
