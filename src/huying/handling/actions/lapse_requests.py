"""Let what a unit asked for of an order lapse with the order, which has ended."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.handling.queries.decisions import waiting_requests


@transaction.atomic(savepoint=False)
def lapse_requests(*, order_id: int, actor: Actor, at: datetime) -> None:
    """Mark the extension and the hanging that waited when their order ended, without a decision: nobody gave one.

    An order still open is left as it is; a second run changes nothing. What is on the list already, ``settle_ledger``
    ends.

    Raises:
        NotAllowed: only the named policy does this.

    """
    if actor.role is not Role.POLICY:
        raise NotAllowed
    for found in waiting_requests(order_id=order_id):
        found.filter(centre_id=actor.centre_id, order__is_open=False).update(lapsed_at=at)
