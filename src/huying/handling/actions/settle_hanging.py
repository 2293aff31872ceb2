"""Put a matter on the list for the hotline, or refuse (审批挂账)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.policies import Stage
from huying.handling.choices import HangingState
from huying.handling.queries.decisions import opinion_given
from huying.handling.queries.hangings import end_asked_for, open_hanging, review_due
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind
from huying.workorders.queries.dossier import dossier_for


@transaction.atomic(savepoint=False)
def settle_hanging(
    *, order_id: int, is_granted: bool, opinion: str = "", seen: int, actor: Actor, at: datetime
) -> None:
    """Hang the matter: it is due at the end asked for, and reviewed every so often; or leave it as it is.

    依据: S003 (重点问题挂账督办). 约定: what is granted is never due earlier than before.

    Raises:
        RefusalUnexplained, or what ``move`` raises.

    """
    said = opinion_given(is_granted=is_granted, opinion=opinion)
    order = dossier_for(order_id=order_id, actor=actor).order
    ends_at = end_asked_for(order=order) if is_granted else None
    order = move(
        order_id=order_id,
        action="settle_hanging",
        actor=actor,
        at=at,
        seen=seen,
        data={"granted": is_granted},
        texts={TextKind.RULING: said},
        clocks=[(Stage.HANGING, order.accountable_unit_id)] if is_granted else (),
        new_due=ends_at,
        is_granted=is_granted,
    )
    asked = open_hanging(order=order)
    asked.ruling_event, asked.settled_by_id, asked.settled_at = order.events, actor.person_id, at
    asked.state = HangingState.REFUSED
    if ends_at:
        asked.state, asked.hung_at, asked.ends_at = HangingState.HUNG, at, ends_at
        asked.next_review_at = review_due(order=order)
    asked.save()
