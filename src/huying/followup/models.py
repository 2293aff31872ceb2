"""What only the follow-up keeps: the task, each call, and what the caller said."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huying.followup.choices import Satisfaction, Solved, TaskState

_OPEN = Q(state=TaskState.OPEN)


class Task(models.Model):
    """The follow-up of one round of an order. ``centre`` is the scope column that the queue filters by."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey("workorders.Order", on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=TaskState, default=TaskState.OPEN)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    next_try_at = models.DateTimeField(help_text="在此之前不必再拨")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="未接通次数")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="task_state"),
            # The job that opens a task may run twice; the task is recorded once.
            models.UniqueConstraint(fields=["order", "round"], name="task_once"),
            models.CheckConstraint(
                condition=Q(state=TaskState.OPEN, ended_at=None) | (~_OPEN & Q(ended_at__isnull=False)),
                name="task_ended_when_not_open",
            ),
        ]
        indexes: ClassVar = [
            # reader: followup.queries.queue
            models.Index(fields=["centre", "next_try_at", "id"], name="task_open_centre", condition=_OPEN),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} 第 {self.round} 轮回访"


class Attempt(models.Model):
    """One call to the caller, answered or not; the words stand in ``workorders.Text`` under ``event``."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="calls")
    number = models.PositiveSmallIntegerField()
    event = models.PositiveIntegerField()
    at = models.DateTimeField()
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="+")
    reached = models.BooleanField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["task", "number"], name="attempt_once")]

    def __str__(self) -> str:
        return f"{self.task_id} 第 {self.number} 次"


class Verdict(models.Model):
    """The three answers of the caller: 响应, 解决, 满意 (domain.md 9.1); ``attitude`` is rated apart.

    ``person`` asked; none where the citizen rated on the public pages.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    task = models.OneToOneField(Task, on_delete=models.PROTECT, primary_key=True, related_name="verdict")
    contacted = models.BooleanField()
    solved = models.CharField(max_length=12, choices=Solved)
    satisfied = models.CharField(max_length=20, choices=Satisfaction)
    attitude = models.CharField(max_length=20, choices=Satisfaction, blank=True)
    event = models.PositiveIntegerField()
    at = models.DateTimeField()
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(solved__in=Solved.values), name="verdict_solved"),
            models.CheckConstraint(condition=Q(satisfied__in=Satisfaction.values), name="verdict_satisfied"),
            models.CheckConstraint(
                condition=Q(attitude="") | Q(attitude__in=Satisfaction.values), name="verdict_attitude"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.solved} {self.satisfied}"
