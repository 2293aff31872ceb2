"""Grant or refuse a longer limit for the hotline (审批延期)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.handling.choices import RequestState
from huying.handling.queries.decisions import opinion_given
from huying.handling.queries.extensions import due_if_granted, waiting_extension
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind
from huying.workorders.queries.dossier import dossier_for


@transaction.atomic(savepoint=False)
def settle_extension(
    *, order_id: int, is_granted: bool, opinion: str = "", seen: int, actor: Actor, at: datetime
) -> None:
    """Put the limit off by what was asked for, counted from the limit as it stands; or leave it as it is.

    约定: an application made in time may be granted after the due time; the limit is never earlier than before.

    Raises:
        RefusalUnexplained, or what ``move`` raises.

    """
    said = opinion_given(is_granted=is_granted, opinion=opinion)
    order = dossier_for(order_id=order_id, actor=actor).order
    new_due = due_if_granted(order=order) if is_granted else None
    order = move(
        order_id=order_id,
        action="settle_extension",
        actor=actor,
        at=at,
        seen=seen,
        data={"granted": is_granted},
        texts={TextKind.RULING: said},
        new_due=new_due,
    )
    asked = waiting_extension(order=order)
    asked.state = RequestState.GRANTED if is_granted else RequestState.REFUSED
    asked.ruling_event, asked.settled_by_id, asked.settled_at = order.events, actor.person_id, at
    asked.due_after = new_due
    asked.save(update_fields=["state", "ruling_event", "settled_by", "settled_at", "due_after"])
