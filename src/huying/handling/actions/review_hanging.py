"""Judge a colleague's application for hanging (审核挂账)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.policies import Stage
from huying.handling.choices import HangingState
from huying.handling.queries.decisions import OwnRequest, opinion_given
from huying.handling.queries.hangings import end_asked_for, open_hanging, review_due
from huying.policy.queries import policy_of
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind
from huying.workorders.queries.dossier import dossier_for


@transaction.atomic(savepoint=False)
def review_hanging(*, order_id: int, is_agreed: bool, opinion: str = "", seen: int, actor: Actor, at: datetime) -> None:
    """Agree, and the application goes to the hotline, or is granted where policy leaves it to units; or refuse.

    约定: as extensions are decided; two pairs of eyes.

    Raises:
        RefusalUnexplained, OwnRequest, or what ``move`` raises.

    """
    said = opinion_given(is_granted=is_agreed, opinion=opinion)
    order = dossier_for(order_id=order_id, actor=actor).order
    goes_on = is_agreed and policy_of(version_id=order.policy_version_id).extension_by_centre
    is_granted = is_agreed and not goes_on
    ends_at = end_asked_for(order=order) if is_granted else None
    next_clock = [(Stage.HANG_REQUEST, None)] if goes_on else [(Stage.HANGING, actor.unit_id)] if is_granted else []
    order = move(
        order_id=order_id,
        action="review_hanging",
        actor=actor,
        at=at,
        seen=seen,
        data={"agreed": is_agreed, "granted": is_granted},
        texts={TextKind.REVIEW: said},
        clocks=next_clock,
        new_due=ends_at,
        is_settled=not goes_on,
        is_granted=is_granted,
    )
    asked = open_hanging(order=order)
    if asked.asked_by_id == actor.person_id:
        raise OwnRequest
    asked.review_event, asked.reviewed_by_id, asked.reviewed_at = order.events, actor.person_id, at
    asked.state = HangingState.AT_CENTRE if goes_on else HangingState.REFUSED
    if ends_at:
        asked.state, asked.hung_at, asked.ends_at = HangingState.HUNG, at, ends_at
        asked.next_review_at = review_due(order=order)
    asked.save()
