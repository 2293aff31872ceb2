"""Send again what was given up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.exchange.choices import DeliveryState
from huying.exchange.models import Delivery
from huying.exchange.queries.deliveries import DeliveryNotFound


@transaction.atomic(savepoint=False)
def send_again(*, delivery_id: int, actor: Actor, at: datetime) -> None:
    """Let a push that was given up begin anew, with the same id. Raises ``NotAllowed``, ``DeliveryNotFound``."""
    if actor.role is not Role.SECURITY_ADMIN:
        raise NotAllowed
    found = Delivery.objects.filter(
        pk=delivery_id, state=DeliveryState.DEAD, subscription__centre_id=actor.centre_id, subscription__ended_at=None
    )
    again = {"state": DeliveryState.WAITING, "attempts": 0, "next_try_at": at, "ended_at": None}
    if not Delivery.objects.filter(pk__in=found.values("pk")).update(**again):
        raise DeliveryNotFound
