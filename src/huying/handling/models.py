"""What only handling keeps: what a unit asked for to put a limit off, and how it was decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huying.handling.choices import ExtensionReason, LimitUnit, RequestState

_WAITING = Q(state__in=[RequestState.AT_UNIT, RequestState.AT_CENTRE])


class Extension(models.Model):
    """One application to put the handling limit off (延期); the words stand in ``Text`` under the events' numbers.

    ``due_before`` and ``due_after`` are the limit when it was asked for and when it was granted. ``centre`` and
    ``unit`` are the scope columns that the lists filter by.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, db_index=False, related_name="+")
    order = models.ForeignKey("workorders.Order", on_delete=models.PROTECT, db_index=False, related_name="+")
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    round = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=RequestState, default=RequestState.AT_UNIT)
    reason = models.CharField(max_length=16, choices=ExtensionReason)
    amount = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=12, choices=LimitUnit)
    due_before = models.DateTimeField()
    due_after = models.DateTimeField(null=True)
    event = models.PositiveIntegerField(help_text="申请的办理记录序号")
    asked_by = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, db_index=False, related_name="+")
    asked_at = models.DateTimeField()
    review_event = models.PositiveIntegerField(null=True, help_text="本单位审核的办理记录序号")
    reviewed_by = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True)
    ruling_event = models.PositiveIntegerField(null=True, help_text="热线审批的办理记录序号")
    settled_by = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="extension_state"),
            models.CheckConstraint(condition=Q(reason__in=ExtensionReason.values), name="extension_reason"),
            models.CheckConstraint(condition=Q(measure__in=LimitUnit.values), name="extension_measure"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="extension_amount"),
            # One at a time; reader: handling.actions, which settle what waits.
            models.UniqueConstraint(fields=["order"], condition=_WAITING, name="extension_one_waiting"),
            # reader: handling.queries.extensions, those of one order
            models.UniqueConstraint(fields=["order", "event"], name="extension_once"),
            models.CheckConstraint(
                condition=(Q(due_after=None) & ~Q(state=RequestState.GRANTED))
                | Q(state=RequestState.GRANTED, due_after__isnull=False, due_after__gt=F("due_before")),
                name="extension_granted_is_later",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("asked_by")), name="extension_two_persons"
            ),
        ]
        # readers: handling.queries.extensions, what waits for a unit's reviewer, and for the hotline
        indexes: ClassVar = [
            models.Index(fields=["unit", "id"], name="extension_at_unit", condition=Q(state=RequestState.AT_UNIT)),
            models.Index(
                fields=["centre", "id"], name="extension_at_centre", condition=Q(state=RequestState.AT_CENTRE)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} 延期 {self.amount}{self.get_measure_display()}"
