"""Take a matter off the list because it can be handled again (解除挂账)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.handling.choices import HangingState
from huying.handling.queries.hangings import due_when_ended, open_hanging
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind
from huying.workorders.queries.dossier import dossier_for


class EndUnexplained(Invalid):
    """Ending a hanging without saying why it can be handled again."""

    code = "end_unexplained"
    sentence = "请写明现在具备了什么条件、打算怎样办结。"


@transaction.atomic(savepoint=False)
def end_hanging(*, order_id: int, words: str, seen: int, actor: Actor, at: datetime) -> None:
    """Let the limit run again for what remained when the matter was hung, at least one working day.

    约定: after the end of the hanging the limit stays passed. This is no write-off (销账): only a follow-up that
    finds the matter solved is.

    Raises:
        EndUnexplained, or what ``move`` raises.

    """
    if not words.strip():
        raise EndUnexplained(fields={"words": EndUnexplained.sentence})
    order = dossier_for(order_id=order_id, actor=actor).order
    order = move(
        order_id=order_id,
        action="end_hanging",
        actor=actor,
        at=at,
        seen=seen,
        texts={TextKind.HANGING: words},
        new_due=due_when_ended(order=order, at=at),
    )
    hanging = open_hanging(order=order)
    hanging.state, hanging.left_at, hanging.end_event = HangingState.ENDED, at, order.events
    hanging.save(update_fields=["state", "left_at", "end_event"])
