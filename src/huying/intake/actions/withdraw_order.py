"""Withdraw an order because the caller asks for it (撤单)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.intake.queries import kind_of_words
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind
from huying.workorders.models import Merge

REASON_MAX = 400


class WithdrawalUnexplained(Invalid):
    """约定: nobody should wonder later why a demand went away."""

    code = "withdrawal_unexplained"
    sentence = f"请写明为什么撤单，不超过 {REASON_MAX} 个字。"


@transaction.atomic(savepoint=False)
def withdraw_order(*, order_id: int, reason: str, seen: int | None, actor: Actor, at: datetime) -> None:
    """End an order at the caller's wish, told to the hotline or said by the citizen alone.

    Its clocks end void, its history stays; what merged it into another lapses.

    Raises:
        WithdrawalUnexplained, or what ``move`` raises.

    """
    if not 1 <= len(reason.strip()) <= REASON_MAX:
        raise WithdrawalUnexplained(fields={"reason": WithdrawalUnexplained.sentence})
    order = move(
        order_id=order_id,
        action="withdraw_order",
        actor=actor,
        at=at,
        seen=seen,
        texts={kind_of_words(order_id=order_id, usual=TextKind.REASON, actor=actor): reason.strip()},
    )
    Merge.objects.filter(child=order, ended_at=None, lapsed_at=None).update(lapsed_at=at)
