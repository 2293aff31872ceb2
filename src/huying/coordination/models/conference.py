"""Conferences before dispatch (会商): who is asked, what each says, what is decided."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from huying.coordination.choices.conference import Outcome, Position

_UNSETTLED = Q(settled_at=None)
_OPEN = Q(settled_at=None, lapsed_at=None)
_NOT_SETTLED = Q(settled_at=None, settled_event=None, outcome="", lead_unit=None)
_SETTLED = Q(settled_at__isnull=False, settled_event__isnull=False, outcome__in=Outcome.values, lead_unit__isnull=False)
_SILENT = Q(position="", basis="", event=None, person=None, said_at=None)
_SPOKEN = Q(position__in=Position.values, event__isnull=False, person__isnull=False, said_at__isnull=False)


class Conference(models.Model):
    """One conference on an order; question, decision and its basis stand in ``workorders.Text`` under its events.

    ``centre`` is the scope column that the ledger filters by. ``lapsed_at``: the order ended before the conference.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, db_index=False, related_name="+")
    order = models.ForeignKey("workorders.Order", on_delete=models.PROTECT, db_index=False, related_name="+")
    event = models.PositiveIntegerField()
    called_at = models.DateTimeField()
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True, help_text="工单先了结的时间")
    settled_event = models.PositiveIntegerField(null=True, help_text="写入决定的办理记录序号")
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    lead_unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    assist_unit_ids = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        constraints: ClassVar = [
            # reader: coordination.queries.conference.panel
            models.UniqueConstraint(fields=["order", "event"], name="conference_once"),
            models.UniqueConstraint(fields=["order"], condition=_UNSETTLED, name="conference_one_open"),
            models.CheckConstraint(condition=_NOT_SETTLED | _SETTLED, name="conference_settled_whole"),
        ]
        indexes: ClassVar = [
            # readers: coordination.queries.conference, the ledger of open and of settled ones
            models.Index(fields=["centre", "due_at", "id"], name="conference_open_centre", condition=_OPEN),
            models.Index(fields=["centre", "-settled_at", "-id"], name="conference_settled", condition=~_UNSETTLED),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} 会商"


class Opinion(models.Model):
    """What one unit is asked, and says; its words stand in ``workorders.Text`` under ``event``."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, db_index=False, related_name="opinions")
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    position = models.CharField(max_length=12, choices=Position, blank=True)
    basis = models.CharField(max_length=400, blank=True, help_text="职责依据：法律法规或三定规定")
    event = models.PositiveIntegerField(null=True)
    person = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    said_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conference", "unit"], name="opinion_once"),
            models.CheckConstraint(condition=_SILENT | _SPOKEN, name="opinion_said_whole"),
        ]
        indexes: ClassVar = [
            # reader: coordination.queries.conference, the ledger of a unit that is asked
            models.Index(fields=["unit", "conference"], name="opinion_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.conference_id} {self.unit_id} {self.position}"
