"""Dated parameters of a centre. A published version is never changed, only followed by another."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class PolicyVersion(models.Model):
    """All rules of a centre from a moment on: deadlines, review, follow-up, rework."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("policy", "permanent")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    effective_from = models.DateTimeField()
    body = models.JSONField(help_text="domain.policies.Policy as plain data")
    note = models.CharField(max_length=200)
    published_by = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "number"], name="policy_number_once"),
            # reader: policy.queries.policy_at
            models.UniqueConstraint(fields=["centre", "effective_from"], name="policy_from_once"),
        ]

    def __str__(self) -> str:
        return f"{self.centre_id} 第 {self.number} 版"


class CalendarDay(models.Model):
    """A centre's own word on a day, over the national calendar."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("policy", "permanent")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    is_workday = models.BooleanField()
    note = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["centre", "day"], name="calendar_day_once")]

    def __str__(self) -> str:
        return f"{self.day}"
