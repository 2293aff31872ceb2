"""Grant or refuse a longer limit for the hotline (审批延期)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.handling.choices import RequestState
from huying.handling.queries.extensions import due_if_granted, waiting_extension
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind
from huying.workorders.queries.dossier import dossier_for


class RulingUnexplained(Invalid):
    """Refusing for the hotline without saying why."""

    code = "ruling_unexplained"
    sentence = "不予同意的，请写明理由，供承办单位改进。"


@transaction.atomic(savepoint=False)
def settle_extension(
    *, order_id: int, is_granted: bool, opinion: str = "", seen: int, actor: Actor, at: datetime
) -> None:
    """Put the limit off by what was asked for, counted from the limit as it stands; or leave it as it is.

    约定: an application made in time may be granted after the due time; the limit is never earlier than before.

    Raises:
        RulingUnexplained, or what ``move`` raises.

    """
    if not is_granted and not opinion.strip():
        raise RulingUnexplained(fields={"opinion": RulingUnexplained.sentence})
    order = dossier_for(order_id=order_id, actor=actor).order
    new_due = due_if_granted(order=order) if is_granted else None
    order = move(
        order_id=order_id,
        action="settle_extension",
        actor=actor,
        at=at,
        seen=seen,
        data={"granted": is_granted},
        texts={TextKind.RULING: f"{'同意' if is_granted else '不同意'}延期。{opinion}"},
        new_due=new_due,
    )
    asked = waiting_extension(order=order)
    asked.state = RequestState.GRANTED if is_granted else RequestState.REFUSED
    asked.ruling_event, asked.settled_by_id, asked.settled_at = order.events, actor.person_id, at
    asked.due_after = new_due
    asked.save(update_fields=["state", "ruling_event", "settled_by", "settled_at", "due_after"])
