"""Contacts with the caller and replies: what handling writes and follow-up reads."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huying.workorders.choices import AnsweredBy, DemandFinding, FactFinding, ResultKind, UnreachedReason
from huying.workorders.models.order import Order


class Contact(models.Model):
    """One attempt of a unit to speak with the caller (先行联系)."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, db_index=False, related_name="contacts")
    round = models.PositiveSmallIntegerField()
    event = models.PositiveIntegerField()
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, db_index=False, related_name="+")
    at = models.DateTimeField()
    reached = models.BooleanField()
    unreached_reason = models.CharField(max_length=16, choices=UnreachedReason, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reached=True, unreached_reason="")
                | Q(reached=False, unreached_reason__in=UnreachedReason.values),
                name="contact_reached_or_why_not",
            ),
            models.UniqueConstraint(fields=["order", "event"], name="contact_once"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.at}"


class Reply(models.Model):
    """A unit's answer (domain.md 6.4): findings, result, basis; the words stand in ``Text``."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, db_index=False, related_name="replies")
    round = models.PositiveSmallIntegerField()
    event = models.PositiveIntegerField()
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, db_index=False, related_name="+")
    fact_finding = models.CharField(max_length=16, choices=FactFinding)
    demand_finding = models.CharField(max_length=12, choices=DemandFinding)
    result = models.CharField(max_length=12, choices=ResultKind)
    answered_by = models.CharField(max_length=12, choices=AnsweredBy)
    legal_basis = models.CharField(max_length=400)
    submitted_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True)
    passed = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(fact_finding__in=FactFinding.values), name="reply_fact"),
            models.CheckConstraint(condition=Q(demand_finding__in=DemandFinding.values), name="reply_demand"),
            models.CheckConstraint(condition=Q(result__in=ResultKind.values), name="reply_result"),
            models.CheckConstraint(condition=Q(answered_by__in=AnsweredBy.values), name="reply_answered_by"),
            models.UniqueConstraint(fields=["order", "event"], name="reply_once"),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=models.F("person")), name="reply_two_persons"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} 第 {self.round} 轮"
