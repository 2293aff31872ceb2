"""End a system's subscription."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.exchange.models import Subscription
from huying.exchange.queries.subscriptions import SubscriptionNotFound


@transaction.atomic(savepoint=False)
def unsubscribe(*, subscription_id: int, actor: Actor, at: datetime) -> int:
    """End the subscription of the own system, or any of the centre as its security administrator; nothing waits on.

    Return its id. Raises ``SubscriptionNotFound``.
    """
    found = Subscription.objects.filter(pk=subscription_id, centre_id=actor.centre_id, ended_at=None)
    if actor.role is not Role.SECURITY_ADMIN:
        found = found.filter(seat__person_id=actor.person_id or 0)
    if not found.update(ended_at=at):
        raise SubscriptionNotFound
    return subscription_id
