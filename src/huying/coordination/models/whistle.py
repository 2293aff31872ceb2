"""吹哨报到: the whistle, the units called, the tasks given on the spot, the checks in between.

What people wrote stands in ``workorders.Text`` under the event's number.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huying.coordination.choices.whistle import CheckWay
from huying.domain.whistles import SCORES

_OPEN = Q(ended_at=None, lapsed_at=None)


def _scored(name: str) -> Q:
    """Return that a score and the event it was given in stand together, the score among those there are."""
    score, event = f"{name}_score", f"{name}_event"
    return Q(**{score: None, event: None}) | Q(**{f"{score}__in": list(SCORES), f"{event}__isnull": False})


class Whistle(models.Model):
    """A street (or district) calls bureaus to the spot (吹哨); open until it is ended (消哨).

    ``centre``, ``district`` and ``unit`` (who blew) are the scope columns that the board filters by. ``lapsed_at``: the
    order ended before the whistle.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, db_index=False, related_name="+")
    district = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    order = models.ForeignKey("workorders.Order", on_delete=models.PROTECT, db_index=False, related_name="+")
    event = models.PositiveIntegerField()
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, db_index=False, related_name="+")
    blown_at = models.DateTimeField()
    due_at = models.DateTimeField()
    check_due_at = models.DateTimeField(help_text="中期调度应在此前进行")
    checked_at = models.DateTimeField(null=True, help_text="第一次中期调度")
    # Only of whistles of before it stood in ``Text``, sealed in the history and erased with the rest.
    meeting_url = models.CharField(max_length=500, blank=True, help_text="视频会议地址")
    ended_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True, help_text="工单先了结的时间")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "event"], name="whistle_once"),
            models.CheckConstraint(
                condition=Q(due_at__gte=F("blown_at"), check_due_at__gte=F("blown_at"), check_due_at__lte=F("due_at")),
                name="whistle_times",
            ),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(ended_at__gte=F("blown_at")), name="whistle_ended"),
        ]
        indexes: ClassVar = [
            # readers: coordination.queries.whistle_board, those due first in front
            models.Index(fields=["centre", "due_at", "id"], name="whistle_open_centre", condition=_OPEN),
            models.Index(
                fields=["district", "due_at", "id"],
                name="whistle_open_district",
                condition=_OPEN & Q(district__isnull=False),
            ),
            models.Index(fields=["unit", "due_at", "id"], name="whistle_open_unit", condition=_OPEN),
            # reader: coordination.queries.whistle_figures, the whistles of a month
            models.Index(fields=["centre", "blown_at"], name="whistle_of_month"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} 第 {self.event} 条"


class WhistleCall(models.Model):
    """One unit that was called: when it had to be there, came or refused; how each side rates the other.

    ``unit_score`` is what the blower gives the unit, ``blower_score`` what the unit gives the blower.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    whistle = models.ForeignKey(Whistle, on_delete=models.PROTECT, db_index=False, related_name="calls")
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    # The whistle's own, by which the board of the unit is ordered; NULL only in rows of the version before.
    due_at = models.DateTimeField(null=True)
    arrive_by = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    answer_event = models.PositiveIntegerField(null=True, help_text="报到或拒绝的办理记录序号")
    closed_at = models.DateTimeField(null=True, help_text="消哨时间")
    lapsed_at = models.DateTimeField(null=True, help_text="工单先了结的时间")
    unit_score = models.PositiveSmallIntegerField(null=True, help_text="吹哨单位对报到单位的评分")
    unit_event = models.PositiveIntegerField(null=True)
    blower_score = models.PositiveSmallIntegerField(null=True, help_text="报到单位对吹哨单位的评分")
    blower_event = models.PositiveIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["whistle", "unit"], name="whistle_call_once"),
            models.CheckConstraint(
                condition=Q(arrived_at=None, refused_at=None, answer_event=None)
                | Q(arrived_at__isnull=False, refused_at=None, answer_event__isnull=False)
                | Q(arrived_at=None, refused_at__isnull=False, answer_event__isnull=False),
                name="whistle_call_answered_once",
            ),
            models.CheckConstraint(condition=_scored("unit"), name="whistle_call_unit_score"),
            models.CheckConstraint(condition=_scored("blower"), name="whistle_call_blower_score"),
        ]
        indexes: ClassVar = [
            # reader: coordination.queries.whistle_board, what a unit is called to
            models.Index(
                fields=["unit", "due_at", "whistle"],
                name="whistle_call_open",
                condition=Q(closed_at=None, lapsed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whistle_id} {self.unit_id}"


class WhistleTask(models.Model):
    """A task given at the spot (任务分解): to whom, what, by when; finished, or left with a reason at the end."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    whistle = models.ForeignKey(Whistle, on_delete=models.PROTECT, db_index=False, related_name="tasks")
    number = models.PositiveSmallIntegerField()
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    what = models.CharField(max_length=200)
    due_at = models.DateTimeField()
    given_at = models.DateTimeField()
    given_event = models.PositiveIntegerField()
    done_at = models.DateTimeField(null=True)
    done_event = models.PositiveIntegerField(null=True)
    dropped_at = models.DateTimeField(null=True, help_text="消哨时未完成，原因写在消哨说明里")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["whistle", "number"], name="whistle_task_once"),
            models.CheckConstraint(condition=Q(due_at__gte=F("given_at")), name="whistle_task_times"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_event=None)
                | Q(done_at__isnull=False, done_event__isnull=False, dropped_at=None),
                name="whistle_task_done_or_dropped",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whistle_id} 第 {self.number} 项"


class WhistleCheck(models.Model):
    """A mid-term check (中期调度, 监哨): who held it, and how."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    whistle = models.ForeignKey(Whistle, on_delete=models.PROTECT, db_index=False, related_name="checks")
    event = models.PositiveIntegerField()
    at = models.DateTimeField()
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, db_index=False, related_name="+")
    way = models.CharField(max_length=8, choices=CheckWay)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["whistle", "event"], name="whistle_check_once"),
            models.CheckConstraint(condition=Q(way__in=CheckWay.values), name="whistle_check_way"),
        ]

    def __str__(self) -> str:
        return f"{self.whistle_id} 第 {self.event} 条"
