"""Questions put to a superior (提级), and leaders' instructions (批示)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huying.coordination.choices.escalation import AskedLevel, EscalationOutcome

_UNANSWERED = Q(answered_at=None)
_OPEN = Q(answered_at=None, lapsed_at=None)
_WAITS = Q(answered_at=None, answered_event=None, outcome="")
_ENDED = Q(answered_at__isnull=False, answered_event__isnull=False, outcome__in=EscalationOutcome.values)
_NOT_REPORTED = Q(reported_at=None)
_GIVEN = Q(reported_at=None, lapsed_at=None)
OWNER_MAX = 40


class Escalation(models.Model):
    """One question at one level; raised, the next level has a row of its own. Texts stand under the events.

    ``rung`` is the code of the policy's rung at the city; empty below it, and of rows of before there were rungs.
    ``owner`` carries out what was decided, ``do_by`` until when. ``centre`` is the scope column of the board.
    ``lapsed_at``: the order ended before the answer.
    """

    personal_data: ClassVar = {"owner": "责任人姓名和职务"}
    retention: ClassVar = ("order", "3 years after closing (约定)")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, db_index=False, related_name="+")
    order = models.ForeignKey("workorders.Order", on_delete=models.PROTECT, db_index=False, related_name="+")
    event = models.PositiveIntegerField()
    level = models.CharField(max_length=12, choices=AskedLevel)
    rung = models.CharField(max_length=12, blank=True, db_default="", help_text="市级提级阶梯的层级编码")
    from_unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    to_unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True, help_text="工单先了结的时间")
    answered_event = models.PositiveIntegerField(null=True, help_text="写入答复的办理记录序号")
    person = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    outcome = models.CharField(max_length=12, choices=EscalationOutcome, blank=True)
    owner = models.CharField(max_length=OWNER_MAX, blank=True)
    do_by = models.DateTimeField(null=True, help_text="落实期限")

    class Meta:
        constraints: ClassVar = [
            # reader: coordination.queries.escalation.panel
            models.UniqueConstraint(fields=["order", "event"], name="escalation_once"),
            models.UniqueConstraint(fields=["order"], condition=_UNANSWERED, name="escalation_one_open"),
            models.CheckConstraint(condition=Q(level__in=AskedLevel.values), name="escalation_level"),
            models.CheckConstraint(condition=Q(level=AskedLevel.CITY) | Q(rung=""), name="escalation_rung_of_the_city"),
            models.CheckConstraint(condition=_WAITS | _ENDED, name="escalation_ended_whole"),
        ]
        indexes: ClassVar = [
            # readers: coordination.queries.board, what waits for a centre, for a superior, and what was answered
            models.Index(fields=["centre", "due_at", "id"], name="escalation_open_centre", condition=_OPEN),
            models.Index(fields=["to_unit", "due_at", "id"], name="escalation_open_superior", condition=_OPEN),
            models.Index(fields=["from_unit", "due_at", "id"], name="escalation_open_asker", condition=_OPEN),
            models.Index(fields=["centre", "-answered_at", "-id"], name="escalation_answered", condition=~_UNANSWERED),
            models.Index(
                fields=["to_unit", "-answered_at", "-id"], name="escalation_answered_to", condition=~_UNANSWERED
            ),
            models.Index(
                fields=["from_unit", "-answered_at", "-id"], name="escalation_answered_from", condition=~_UNANSWERED
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.level}"


class Instruction(models.Model):
    """What a leader wrote on an order, for the accountable unit to carry out and report on.

    ``lapsed_at``: the order ended before the report.
    """

    personal_data: ClassVar = {"owner": "责任人姓名和职务"}
    retention: ClassVar = ("order", "3 years after closing (约定)")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, db_index=False, related_name="+")
    order = models.ForeignKey("workorders.Order", on_delete=models.PROTECT, db_index=False, related_name="+")
    event = models.PositiveIntegerField()
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, db_index=False, related_name="+")
    given_at = models.DateTimeField()
    owner = models.CharField(max_length=OWNER_MAX)
    due_at = models.DateTimeField()
    reported_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True, help_text="工单先了结的时间")
    reported_event = models.PositiveIntegerField(null=True, help_text="写入落实报告的办理记录序号")

    class Meta:
        constraints: ClassVar = [
            # reader: coordination.queries.escalation.panel
            models.UniqueConstraint(fields=["order", "event"], name="instruction_once"),
            models.CheckConstraint(
                condition=Q(reported_at=None, reported_event=None)
                | Q(reported_at__isnull=False, reported_event__isnull=False),
                name="instruction_reported_whole",
            ),
        ]
        indexes: ClassVar = [
            # readers: coordination.queries.board, what waits in a centre, of a leader, and what was reported
            models.Index(fields=["centre", "due_at", "id"], name="instruction_open", condition=_GIVEN),
            models.Index(fields=["person", "due_at", "id"], name="instruction_open_own", condition=_GIVEN),
            models.Index(fields=["centre", "-reported_at", "-id"], name="instruction_over", condition=~_NOT_REPORTED),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} 批示"
