"""Lift a legal hold: the order's time of keeping counts again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import NotAllowed
from huying.workorders.actions.note import note
from huying.workorders.models import Hold
from huying.workorders.queries.holds import LIFTED, MAY_HOLD, NoSuchHold


@transaction.atomic(savepoint=False)
def lift_hold(*, hold_id: int, actor: Actor, at: datetime) -> None:
    """Close the hold and write a line of the order's history.

    Raises:
        NotAllowed, NoSuchHold: it does not exist in the actor's centre, or was lifted before.

    """
    if actor.role not in MAY_HOLD or actor.person_id is None:
        raise NotAllowed
    holds = Hold.objects.select_for_update(of=("self",))
    hold = holds.filter(pk=hold_id, order__centre_id=actor.centre_id, lifted_at=None).first()
    if hold is None:
        raise NoSuchHold
    hold.lifted_by_id, hold.lifted_at = actor.person_id, at
    hold.save(update_fields=["lifted_by", "lifted_at"])
    note(order_id=hold.order_id, code=LIFTED, actor=actor, at=at)
