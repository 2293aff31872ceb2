"""Record how a push went."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.webhooks import pause_after
from huying.exchange.choices import DeliveryState
from huying.exchange.models import Delivery, Subscription


@transaction.atomic(savepoint=False)
def record_push(*, delivery_id: int, fault: str, at: datetime) -> datetime | None:
    """Close a delivery that arrived (``fault`` empty); return when to try one that did not again, ``None`` for never.

    A receiver that failed is left alone until then by what is new, and is well again with the first success.
    """
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    if delivery.state != DeliveryState.WAITING:
        return None
    delivery.attempts += 1
    pause = pause_after(delivery.attempts) if fault else None
    if fault and pause:
        delivery.next_try_at = at + pause
    else:
        delivery.state, delivery.ended_at = (DeliveryState.DEAD if fault else DeliveryState.SENT), at
    delivery.last_fault = fault[:120]
    delivery.save()
    # 约定: the shortest pause; a receiver that is well again is not kept waiting by one old push.
    resume_at = at + (pause_after(1) or at - at) if fault else None
    Subscription.objects.filter(pk=delivery.subscription_id).exclude(resume_at=resume_at).update(resume_at=resume_at)
    return delivery.next_try_at if delivery.state == DeliveryState.WAITING else None
