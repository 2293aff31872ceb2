"""督办单: what a unit is asked by those who watch, and round by round what it answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huying.supervision.choices import Fault, Form, LeadState, Outcome, Reason

OWNER_MAX = 40
_OPEN = Q(closed_at=None)
_RUNS = Q(closed_at=None, closed_event=None, outcome="")
_OVER = Q(closed_at__isnull=False, outcome__in=Outcome.values)
_ASKED = Q(answered_at=None, answered_event=None, person=None, owner="", do_by=None)
_ANSWERED = Q(answered_at__isnull=False, answered_event__isnull=False, person__isnull=False, do_by__isnull=False)


class SupervisionOrder(models.Model):
    """One supervision order (督办单) on an order, to one of its units; its texts stand under its events.

    ``form``, ``round`` and ``due_at`` are those of now: the unit's limit while ``answered_at`` is ``None``, that of the
    check afterwards. ``late`` counts the answers after their limit; those that did not suffice are ``round - 1``.
    ``centre``, ``district`` (the order's, as it was then) and ``unit`` are the scope columns of the ledger.
    ``closed_event`` is ``None`` where the order's end closed it.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, db_index=False, related_name="+")
    district = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    order = models.ForeignKey("workorders.Order", on_delete=models.PROTECT, db_index=False, related_name="+")
    event = models.PositiveIntegerField()
    reason = models.CharField(max_length=16, choices=Reason)
    form = models.CharField(max_length=12, choices=Form, help_text="督办形式")
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, db_index=False, related_name="+")
    issued_at = models.DateTimeField(help_text="督办时间")
    round = models.PositiveSmallIntegerField(default=1, help_text="第几轮答复")
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, help_text="本轮答复时间")
    late = models.PositiveSmallIntegerField(default=0, help_text="逾期答复的次数")
    closed_at = models.DateTimeField(null=True)
    closed_event = models.PositiveIntegerField(null=True, help_text="了结督办的办理记录序号")
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)

    class Meta:
        constraints: ClassVar = [
            # reader: supervision.queries.panel
            models.UniqueConstraint(fields=["order", "event"], name="supervision_once"),
            models.UniqueConstraint(fields=["order"], condition=_OPEN, name="supervision_one_open"),
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="supervision_reason"),
            models.CheckConstraint(condition=Q(form__in=Form.values), name="supervision_form"),
            models.CheckConstraint(condition=_RUNS | _OVER, name="supervision_closed_whole"),
        ]
        indexes: ClassVar = [
            # readers: supervision.queries.ledger, what is open and what is over, of a centre, a district, a unit
            models.Index(fields=["centre", "due_at", "id"], name="supervision_open_centre", condition=_OPEN),
            models.Index(
                fields=["district", "due_at", "id"],
                name="supervision_open_district",
                condition=_OPEN & Q(district__isnull=False),
            ),
            models.Index(fields=["unit", "due_at", "id"], name="supervision_open_unit", condition=_OPEN),
            models.Index(fields=["centre", "-closed_at", "-id"], name="supervision_over_centre", condition=~_OPEN),
            models.Index(
                fields=["district", "-closed_at", "-id"],
                name="supervision_over_district",
                condition=~_OPEN & Q(district__isnull=False),
            ),
            models.Index(fields=["unit", "-closed_at", "-id"], name="supervision_over_unit", condition=~_OPEN),
            # reader: supervision.queries.figures
            models.Index(fields=["centre", "issued_at"], name="supervision_of_month"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} 督办"


class SupervisionRound(models.Model):
    """One answer that is asked for, given and checked; texts stand under its three events.

    ``owner`` answers for the measures, ``do_by`` is when they are to have worked. ``is_accepted`` is ``None`` until the
    answer was checked.
    """

    personal_data: ClassVar = {"owner": "责任人姓名和职务"}
    retention: ClassVar = ("order", "3 years after closing (约定)")

    supervision = models.ForeignKey(SupervisionOrder, on_delete=models.PROTECT, db_index=False, related_name="rounds")
    number = models.PositiveSmallIntegerField(help_text="第几轮答复")
    form = models.CharField(max_length=12, choices=Form, help_text="督办形式")
    event = models.PositiveIntegerField()
    asked_at = models.DateTimeField(help_text="要求答复的时间")
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_event = models.PositiveIntegerField(null=True, help_text="写入答复的办理记录序号")
    person = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    owner = models.CharField(max_length=OWNER_MAX, blank=True)
    do_by = models.DateField(null=True, help_text="预计完成的日期（北京时间）")
    checked_at = models.DateTimeField(null=True, help_text="督查的时间")
    checked_event = models.PositiveIntegerField(null=True, help_text="写入督查意见的办理记录序号")
    is_accepted = models.BooleanField(null=True, help_text="答复是否获认可")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["supervision", "number"], name="supervision_round_once"),
            models.CheckConstraint(condition=Q(form__in=Form.values), name="supervision_round_form"),
            models.CheckConstraint(condition=_ASKED | _ANSWERED, name="supervision_round_answered_whole"),
            models.CheckConstraint(
                condition=Q(checked_at=None, checked_event=None, is_accepted=None)
                | Q(
                    answered_at__isnull=False,
                    checked_at__isnull=False,
                    checked_event__isnull=False,
                    is_accepted__isnull=False,
                ),
                name="supervision_round_checked_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supervision_id} 第 {self.number} 轮"


class ReplyLead(models.Model):
    """A fault that was found in a reply as it was submitted (线索): for a person to look at, and never a penalty.

    Only the code and the place are kept; the words stand in the reply's text, and go with it. ``centre``, ``district``
    and ``unit`` (who replied) are the scope columns. ``state`` is what somebody who watches said last of it.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, db_index=False, related_name="+")
    district = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    order = models.ForeignKey("workorders.Order", on_delete=models.PROTECT, db_index=False, related_name="+")
    event = models.PositiveIntegerField(help_text="写入答复的办理记录序号")
    fault = models.CharField(max_length=12, choices=Fault)
    first = models.PositiveIntegerField(help_text="有问题的话从答复的第几个字起，从 0 起")
    beyond = models.PositiveIntegerField(help_text="到第几个字之前为止")
    found_at = models.DateTimeField(help_text="答复提交时间")
    state = models.CharField(
        max_length=12, choices=LeadState, default=LeadState.OPEN, db_default=LeadState.OPEN, help_text="核实结果"
    )
    settled_by = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, help_text="最近一次核实的时间")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "event", "fault"], name="lead_once"),
            models.CheckConstraint(
                condition=Q(state=LeadState.OPEN, settled_by=None, settled_at=None)
                | Q(
                    state__in=[LeadState.CONFIRMED, LeadState.DISMISSED],
                    settled_by__isnull=False,
                    settled_at__isnull=False,
                ),
                name="lead_settled_whole",
            ),
            models.CheckConstraint(condition=Q(fault__in=Fault.values), name="lead_fault"),
            models.CheckConstraint(condition=Q(first__lt=models.F("beyond")), name="lead_of_some_words"),
        ]
        indexes: ClassVar = [
            # readers: supervision.queries.leads, of a centre, a district, a unit, the newest in front
            models.Index(fields=["centre", "fault", "-found_at", "-id"], name="lead_of_centre"),
            models.Index(
                fields=["district", "fault", "-found_at", "-id"],
                name="lead_of_district",
                condition=Q(district__isnull=False),
            ),
            models.Index(fields=["unit", "fault", "-found_at", "-id"], name="lead_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.fault}"
