"""Figures by which those who run the site see that work goes on; of all centres, and of no single order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from huying.workorders.models import Order, Seal


@dataclass(frozen=True, kw_only=True)
class OpenCount:
    """The open orders of a centre in one state, and how many of them are overdue."""

    centre: str
    state: str
    orders: int
    overdue: int


def open_counts(*, at: datetime) -> tuple[OpenCount, ...]:
    """Count the open orders by centre code and state."""
    rows = (
        Order.objects.filter(is_open=True)
        .values("centre__code", "state")
        .annotate(orders=Count("pk"), overdue=Count("pk", filter=Q(due_at__lt=at)))
        .order_by("centre__code", "state")
    )
    return tuple(
        OpenCount(centre=row["centre__code"], state=row["state"], orders=row["orders"], overdue=row["overdue"])
        for row in rows
    )


def last_sealed_at() -> datetime | None:
    """Return when the history was last sealed; ``None`` where it never was."""
    return Seal.objects.order_by("-number").values_list("sealed_at", flat=True).first()
