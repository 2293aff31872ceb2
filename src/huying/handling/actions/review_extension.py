"""Judge a colleague's application for a longer limit (审核延期)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.policies import Stage
from huying.handling.choices import RequestState
from huying.handling.queries.decisions import OwnRequest, opinion_given
from huying.handling.queries.extensions import due_if_granted, waiting_extension
from huying.policy.queries import policy_of
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind
from huying.workorders.queries.dossier import dossier_for


@transaction.atomic(savepoint=False)
def review_extension(
    *, order_id: int, is_agreed: bool, opinion: str = "", seen: int, actor: Actor, at: datetime
) -> None:
    """Agree, and the application goes to the hotline, or is granted where policy leaves it to units; or refuse.

    约定: the unit's reviewer first, then the hotline (as a public city-management platform does); two pairs of eyes.

    Raises:
        RefusalUnexplained, OwnRequest, or what ``move`` raises.

    """
    said = opinion_given(is_granted=is_agreed, opinion=opinion)
    order = dossier_for(order_id=order_id, actor=actor).order
    goes_on = is_agreed and policy_of(version_id=order.policy_version_id).extension_by_centre
    is_granted = is_agreed and not goes_on
    new_due = due_if_granted(order=order) if is_granted else None
    order = move(
        order_id=order_id,
        action="review_extension",
        actor=actor,
        at=at,
        seen=seen,
        data={"agreed": is_agreed, "granted": is_granted},
        texts={TextKind.REVIEW: said},
        clocks=[(Stage.EXTENSION, None)] if goes_on else (),
        new_due=new_due,
        is_settled=not goes_on,
    )
    asked = waiting_extension(order=order)
    if asked.asked_by_id == actor.person_id:
        raise OwnRequest
    if goes_on:
        asked.state = RequestState.AT_CENTRE
    else:
        asked.state = RequestState.GRANTED if is_granted else RequestState.REFUSED
    asked.review_event, asked.reviewed_by_id, asked.reviewed_at = order.events, actor.person_id, at
    asked.due_after = new_due
    asked.save(update_fields=["state", "review_event", "reviewed_by", "reviewed_at", "due_after"])
