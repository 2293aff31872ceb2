"""Write a hung matter off, or say that it was not, by what ended its order (销账)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.domain.states import State
from huying.handling.choices import HangingState
from huying.handling.models import Hanging
from huying.workorders.models import Event

_OUTCOMES = ("solved", "basically")


@transaction.atomic(savepoint=False)
def settle_ledger(*, order_id: int, event: int, actor: Actor, at: datetime) -> None:
    """Settle the row of a hung order that its event number ``event`` ended; an order still open leaves it as it is.

    依据: S002 (清单化挂销账管理); 约定: written off only where the follow-up found it solved. Closed as unsolved, or
    with nobody reached, it stays on the list as not written off. A second run changes nothing.

    Raises:
        NotAllowed: only the named policy does this.

    """
    if actor.role is not Role.POLICY:
        raise NotAllowed
    found = Hanging.objects.select_for_update(no_key=True, of=("self",)).select_related("order")
    hanging = found.filter(order_id=order_id, order__centre_id=actor.centre_id, state=HangingState.HUNG).first()
    if hanging is None or hanging.order.is_open:
        return
    said = Event.objects.get(order_id=order_id, seq=event).data
    if hanging.order.state == State.WITHDRAWN:
        hanging.state = HangingState.ENDED
    else:
        hanging.state = HangingState.WRITTEN_OFF if said.get("solved") in _OUTCOMES else HangingState.UNSETTLED
    hanging.left_at, hanging.end_event = at, event
    hanging.save(update_fields=["state", "left_at", "end_event"])
