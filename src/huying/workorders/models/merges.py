"""Which orders were merged into which (并单)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huying.workorders.choices import MergeEnd
from huying.workorders.models.order import Order


class Merge(models.Model):
    """One order merged into a master; it ends when the master's reply answers it, or when it is put back.

    ``lapsed_at``: the child ended by itself (撤单) before either.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    child = models.ForeignKey(Order, on_delete=models.PROTECT, db_index=False, related_name="+")
    master = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    end = models.CharField(max_length=12, choices=MergeEnd, blank=True)
    ended_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True, help_text="工单先了结的时间")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["child"], condition=Q(ended_at=None), name="merge_one_open"),
            models.CheckConstraint(condition=~Q(child=F("master")), name="merge_of_two"),
            models.CheckConstraint(
                condition=Q(ended_at=None, end="") | Q(ended_at__isnull=False, end__in=MergeEnd.values),
                name="merge_ended_whole",
            ),
        ]
        indexes: ClassVar = [
            # reader: workorders.queries.merges, the page of the child
            models.Index(fields=["child"], name="merge_of_child"),
            # reader: workorders.queries.merges, the list of what is merged now
            models.Index(fields=["-id"], name="merge_open", condition=Q(ended_at=None, lapsed_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} 并入 {self.master_id}"
