"""Let the request to return an order lapse with the order, which has ended."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.dispatch.choices import ReturnState
from huying.dispatch.models import ReturnRequest
from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed


@transaction.atomic(savepoint=False)
def lapse_return(*, order_id: int, actor: Actor, at: datetime) -> None:
    """Mark the request that waited when its order ended, without a ruling: nobody gave one.

    An order still open is left as it is; a second run changes nothing.

    Raises:
        NotAllowed: only the named policy does this.

    """
    if actor.role is not Role.POLICY:
        raise NotAllowed
    waiting = ReturnRequest.objects.filter(order_id=order_id, centre_id=actor.centre_id, state=ReturnState.WAITING)
    waiting.filter(lapsed_at=None, order__is_open=False).update(lapsed_at=at)
