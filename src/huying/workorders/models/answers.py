"""Contacts with the caller, visits and replies: what handling writes and follow-up reads."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huying.workorders.choices import (
    UNREASONABLE,
    AnsweredBy,
    DemandFinding,
    FactFinding,
    ResultKind,
    SiteCheck,
    UnreachedReason,
    VisitMet,
    VisitPurpose,
)
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
    # Where the recording proves it, so that an auditor can jump there.
    recording_no = models.CharField(max_length=40, blank=True, db_default="", help_text="录音编号")
    contact_second = models.PositiveIntegerField(null=True, help_text="「联系」在录音中的秒数")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reached=True, unreached_reason="")
                | Q(reached=False, unreached_reason__in=UnreachedReason.values),
                name="contact_reached_or_why_not",
            ),
            models.UniqueConstraint(fields=["order", "event"], name="contact_once"),
            models.CheckConstraint(
                condition=Q(contact_second=None) | ~Q(recording_no=""), name="contact_second_of_a_recording"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.at}"


class Visit(models.Model):
    """A call at the caller's door or at the place (上门, 走访, 疏导); who went and what was said stand in ``Text``."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, db_index=False, related_name="visits")
    round = models.PositiveSmallIntegerField()
    event = models.PositiveIntegerField()
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, db_index=False, related_name="+")
    purpose = models.CharField(max_length=12, choices=VisitPurpose)
    met = models.CharField(max_length=12, choices=VisitMet)
    # Why the demand is not reasonable: only of a visit that persuades.
    ground = models.CharField(max_length=12, choices=DemandFinding, blank=True)
    visited_at = models.DateTimeField(help_text="到达时间")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "event"], name="visit_once"),
            models.CheckConstraint(condition=Q(purpose__in=VisitPurpose.values), name="visit_purpose"),
            models.CheckConstraint(condition=Q(met__in=VisitMet.values), name="visit_met"),
            models.CheckConstraint(
                condition=Q(purpose=VisitPurpose.PERSUADE, ground__in=UNREASONABLE)
                | (~Q(purpose=VisitPurpose.PERSUADE) & Q(ground="")),
                name="visit_persuades_on_a_ground",
            ),
            models.CheckConstraint(condition=Q(visited_at__lte=models.F("recorded_at")), name="visit_was_made"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.purpose}"


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
    # Empty: not said, as in replies of before there was the question.
    site_check = models.CharField(max_length=8, choices=SiteCheck, blank=True, db_default="")
    site_checked_at = models.DateTimeField(null=True)
    recording_no = models.CharField(max_length=40, blank=True, db_default="", help_text="录音编号")
    solved_second = models.PositiveIntegerField(null=True, help_text="「解决」在录音中的秒数")
    satisfied_second = models.PositiveIntegerField(null=True, help_text="「满意」在录音中的秒数")
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
            models.CheckConstraint(
                condition=Q(site_check__in=["", *SiteCheck.values])
                & (Q(site_checked_at=None) | Q(site_check=SiteCheck.DONE)),
                name="reply_site_check",
            ),
            models.CheckConstraint(
                condition=Q(solved_second=None, satisfied_second=None) | ~Q(recording_no=""),
                name="reply_seconds_of_a_recording",
            ),
            models.UniqueConstraint(fields=["order", "event"], name="reply_once"),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=models.F("person")), name="reply_two_persons"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} 第 {self.round} 轮"
