"""Write to the caller while the order is handled (给诉求人留言)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.talking import message
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind


@transaction.atomic(savepoint=False)
def write_to_caller(*, order_id: int, words: str, seen: int, actor: Actor, at: datetime) -> None:
    """Write what the caller reads on the public pages; it counts neither as a contact nor as the reply.

    Raises:
        MessageUnfit, or what ``move`` raises.

    """
    move(
        order_id=order_id,
        action="write_to_caller",
        actor=actor,
        at=at,
        seen=seen,
        texts={TextKind.UNIT_SAYS: message(words, field="words")},
    )
