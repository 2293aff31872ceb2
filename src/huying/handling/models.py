"""What only handling keeps: what units ask for to put a limit off, how it was decided, the list of hung matters."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huying.handling.choices import (
    ExtensionReason,
    HangingCategory,
    HangingState,
    HungProgress,
    LimitUnit,
    RequestState,
)
from huying.workorders.choices import AnsweredBy

_WAITING = Q(state__in=[RequestState.AT_UNIT, RequestState.AT_CENTRE])
_HUNG = Q(state=HangingState.HUNG)
_OVER = [HangingState.ENDED, HangingState.WRITTEN_OFF, HangingState.UNSETTLED]
_WAS_HUNG = [HangingState.HUNG, *_OVER]
_TWO_PERSONS = Q(reviewed_by=None) | ~Q(reviewed_by=F("asked_by"))


class Application(models.Model):
    """What a unit asks for: its reviewer decides first, then the hotline. Words stand in ``Text`` under the events.

    ``centre`` and ``unit`` are the scope columns that the lists filter by. ``lapsed_at``: the order ended before
    anybody decided.
    """

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, db_index=False, related_name="+")
    order = models.ForeignKey("workorders.Order", on_delete=models.PROTECT, db_index=False, related_name="+")
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    round = models.PositiveSmallIntegerField()
    due_before = models.DateTimeField(help_text="申请时的办理时限")
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
    lapsed_at = models.DateTimeField(null=True, help_text="工单先了结的时间")

    class Meta:
        abstract = True


class Extension(Application):
    """One application to put the handling limit off (延期); ``due_after`` is the limit that was granted."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    state = models.CharField(max_length=12, choices=RequestState, default=RequestState.AT_UNIT)
    reason = models.CharField(max_length=16, choices=ExtensionReason)
    amount = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=12, choices=LimitUnit)
    due_after = models.DateTimeField(null=True)

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
            models.CheckConstraint(condition=_TWO_PERSONS, name="extension_two_persons"),
        ]
        # readers: handling.queries.extensions, what waits for a unit's reviewer, and for the hotline
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "id"],
                name="extension_at_unit",
                condition=Q(state=RequestState.AT_UNIT, lapsed_at=None),
            ),
            models.Index(
                fields=["centre", "id"],
                name="extension_at_centre",
                condition=Q(state=RequestState.AT_CENTRE, lapsed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} 延期 {self.amount}{self.get_measure_display()}"


class Hanging(Application):
    """One matter asked to be put on the list, or on it (挂账): why, who answers for it, until when.

    The plan stands in ``Text``. ``owner_name`` and ``owner_post`` name an official. ``until`` is the last day asked
    for, ``ends_at`` its end once granted; ``next_review_at`` orders the list: the next review, or, while an answer
    waits for its follow-up, the end. ``left_at`` is when it left the list, or the order closed without a solution.
    """

    personal_data: ClassVar = {"owner_name": "责任人姓名（公职人员）", "owner_post": "责任人职务（公职人员）"}
    retention: ClassVar = ("order", "3 years after closing (约定)")

    state = models.CharField(max_length=12, choices=HangingState, default=HangingState.AT_UNIT)
    category = models.CharField(max_length=16, choices=HangingCategory)
    owner_name = models.CharField(max_length=40)
    owner_post = models.CharField(max_length=80)
    told_by = models.CharField(max_length=12, choices=AnsweredBy)
    until = models.DateField()
    hung_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    next_review_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    end_event = models.PositiveIntegerField(null=True, help_text="解除挂账或回访的办理记录序号")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=HangingState.values), name="hanging_state"),
            models.CheckConstraint(condition=Q(category__in=HangingCategory.values), name="hanging_category"),
            models.CheckConstraint(condition=Q(told_by__in=AnsweredBy.values), name="hanging_told_by"),
            # One at a time; reader: handling.queries.hangings, the one that is on the list
            models.UniqueConstraint(fields=["order"], condition=_WAITING | _HUNG, name="hanging_one_open"),
            # reader: handling.queries.hangings, those of one order
            models.UniqueConstraint(fields=["order", "event"], name="hanging_once"),
            models.CheckConstraint(condition=_TWO_PERSONS, name="hanging_two_persons"),
            models.CheckConstraint(
                condition=(Q(hung_at=None, ends_at=None, next_review_at=None) & ~Q(state__in=_WAS_HUNG))
                | Q(
                    state__in=_WAS_HUNG,
                    hung_at__isnull=False,
                    next_review_at__isnull=False,
                    ends_at__isnull=False,
                    ends_at__gt=F("due_before"),
                ),
                name="hanging_hung_whole",
            ),
            models.CheckConstraint(
                condition=(Q(left_at=None) & ~Q(state__in=_OVER)) | Q(left_at__isnull=False, state__in=_OVER),
                name="hanging_left_when_over",
            ),
        ]
        # readers: handling.queries.hangings, what waits for a decision; the list of a centre and of a unit
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "id"], name="hanging_at_unit", condition=Q(state=HangingState.AT_UNIT, lapsed_at=None)
            ),
            models.Index(
                fields=["centre", "id"],
                name="hanging_at_centre",
                condition=Q(state=HangingState.AT_CENTRE, lapsed_at=None),
            ),
            models.Index(fields=["centre", "next_review_at", "id"], name="hanging_hung_centre", condition=_HUNG),
            models.Index(
                fields=["centre", "category", "next_review_at", "id"], name="hanging_hung_category", condition=_HUNG
            ),
            models.Index(fields=["unit", "next_review_at", "id"], name="hanging_hung_unit", condition=_HUNG),
            models.Index(
                fields=["unit", "category", "next_review_at", "id"], name="hanging_unit_category", condition=_HUNG
            ),
            models.Index(
                fields=["centre", "state", "next_review_at", "id"],
                name="hanging_over_centre",
                condition=Q(state__in=_OVER),
            ),
            models.Index(
                fields=["unit", "state", "next_review_at", "id"],
                name="hanging_over_unit",
                condition=Q(state__in=_OVER),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} 挂账至 {self.until}"


class Milestone(models.Model):
    """A step of the plan of a hung matter, with its day."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    hanging = models.ForeignKey(Hanging, on_delete=models.PROTECT, db_index=False, related_name="milestones")
    place = models.PositiveSmallIntegerField(help_text="次序，从 1 起")
    what = models.CharField(max_length=200)
    due_on = models.DateField()
    reached_at = models.DateTimeField(null=True)
    event = models.PositiveIntegerField(null=True, help_text="完成节点的办理记录序号")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["hanging", "place"], name="milestone_place_once")]

    def __str__(self) -> str:
        return f"{self.due_on} {self.what}"


class HangingReview(models.Model):
    """One review of a hung matter (挂账复查): how far it is; the words stand in ``Text`` under ``event``.

    ``contact`` is how the caller was spoken with since the review before: one for each.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    hanging = models.ForeignKey(Hanging, on_delete=models.PROTECT, db_index=False, related_name="reviews")
    contact = models.OneToOneField("workorders.Contact", on_delete=models.PROTECT, related_name="+")
    progress = models.CharField(max_length=16, choices=HungProgress)
    event = models.PositiveIntegerField()
    at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="这次复查的时限")
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, db_index=False, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(progress__in=HungProgress.values), name="hanging_review_progress"),
            models.UniqueConstraint(fields=["hanging", "event"], name="hanging_review_once"),
        ]

    def __str__(self) -> str:
        return f"{self.hanging_id} {self.at}"
