"""Let go of pushes that arrived long ago."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from huying.exchange.choices import DeliveryState
from huying.exchange.models import Delivery

# 约定: long enough to settle a question between two systems.
KEPT = timedelta(days=30)


@transaction.atomic(savepoint=False)
def sweep_deliveries(*, at: datetime) -> int:
    """Delete pushes that arrived more than thirty days ago; return how many."""
    deleted, _ = Delivery.objects.filter(state=DeliveryState.SENT, ended_at__lt=at - KEPT).delete()
    return deleted
