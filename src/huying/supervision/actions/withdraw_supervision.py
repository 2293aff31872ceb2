"""Take a supervision order back (撤回督办)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.domain.policies import Stage
from huying.supervision.choices import Outcome
from huying.supervision.models import SupervisionOrder
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind
from huying.workorders.models import Clock


class WithdrawalUnexplained(Invalid):
    """Taking a supervision order back without a word."""

    code = "supervision_withdrawal_unexplained"
    sentence = "请写明为什么撤回督办。"


@transaction.atomic(savepoint=False)
def withdraw_supervision(*, order_id: int, reason: str, seen: int, actor: Actor, at: datetime) -> None:
    """Close the open supervision order without an answer; its limit is given up.

    Raises:
        WithdrawalUnexplained, or what ``move`` raises.

    """
    if not reason.strip():
        raise WithdrawalUnexplained(fields={"reason": WithdrawalUnexplained.sentence})
    order = move(
        order_id=order_id,
        action="withdraw_supervision",
        actor=actor,
        at=at,
        seen=seen,
        texts={TextKind.REASON: reason.strip()},
    )
    given_up = Clock.objects.filter(order=order, stage=Stage.SUPERVISION).latest("pk")
    Clock.objects.filter(pk=given_up.pk).update(void=True)
    SupervisionOrder.objects.filter(order=order, closed_at=None).update(
        closed_at=at, closed_event=order.events, outcome=Outcome.WITHDRAWN
    )
