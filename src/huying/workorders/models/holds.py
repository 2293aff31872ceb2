"""Legal holds: orders whose personal data stay, however old they are."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huying.workorders.models.order import Order


class Hold(models.Model):
    """A reason (lawsuit, audit) for which nothing of an order is taken away until it is lifted."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("audit", "permanent")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField(max_length=400)
    placed_by = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, db_index=False, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            # reader: workorders.queries.retention
            models.UniqueConstraint(fields=["order"], condition=Q(lifted_at=None), name="hold_one_open"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__gte=F("placed_at"), lifted_by__isnull=False),
                name="hold_lifted_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}"
