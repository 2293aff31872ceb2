"""Notices in the inboxes of desks, telephones that are written to, and the log of messages."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact, GreaterThanOrEqual

from huying.foundation.sealing import SEALED_AT_LEAST
from huying.notices.choices import TEXTS, Desk, MessageState, Suppression

_CODES = [code for code, _ in TEXTS]
_UNREAD = Q(read_at=None)
_UNDONE = Q(state__in=[MessageState.WAITING, MessageState.SENDING])
_SILENT = Q(state=MessageState.SUPPRESSED, suppression__in=Suppression.values)
_TOLD = ~Q(state=MessageState.SUPPRESSED) & Q(suppression="")


class Notice(models.Model):
    """Something that a desk of a unit is told; one row for all who sit there, not one a person (约定).

    The sentence is a code: nothing of an order but its number is ever said.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("notices", "180 days (约定)")

    order = models.ForeignKey("workorders.Order", on_delete=models.PROTECT, db_index=False, related_name="+")
    event = models.PositiveIntegerField(help_text="由哪一条办理记录引起")
    rule = models.CharField(max_length=40, help_text="通知规则的编号")
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    desk = models.CharField(max_length=12, choices=Desk)
    text = models.CharField(max_length=20, choices=TEXTS)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, help_text="最先查看的时间")
    read_by = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(desk__in=Desk.values), name="notice_desk"),
            models.CheckConstraint(condition=Q(text__in=_CODES), name="notice_text"),
            models.CheckConstraint(
                condition=Q(read_at=None, read_by=None) | Q(read_at__isnull=False, read_by__isnull=False),
                name="notice_read_by_somebody",
            ),
            # A job that runs twice writes once.
            models.UniqueConstraint(fields=["order", "event", "rule", "unit", "desk"], name="notice_once"),
        ]
        indexes: ClassVar = [
            # readers: notices.queries.inbox, all of a desk and what nobody has read
            models.Index(fields=["unit", "desk", "-id"], name="notice_of_desk"),
            models.Index(fields=["unit", "desk", "-id"], name="notice_unread", condition=_UNREAD),
            # reader: notices.actions.sweep_notices
            models.Index(fields=["created_at"], name="notice_age"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.text}"


class Recipient(models.Model):
    """A telephone that a centre writes to, sealed, and whether it wants no more; the code stands in its link."""

    personal_data: ClassVar = {
        "phone_sealed": "电话（密文）",
        "phone_hash": "电话的加密索引",
        "code_sealed": "停收链接的代码（密文）",
        "code_hash": "停收链接代码的加密索引",
    }
    retention: ClassVar = ("notices", "1 year after the last message, or while stopped (约定)")

    id = models.UUIDField(primary_key=True)  # made by the application: the seals are bound to it
    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, db_index=False, related_name="+")
    phone_hash = models.BinaryField()
    lookup_key_id = models.BinaryField()
    phone_sealed = models.BinaryField()
    code_hash = models.BinaryField(unique=True)
    code_sealed = models.BinaryField()
    stopped_at = models.DateTimeField(null=True, help_text="停收短信的时间")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "phone_hash"], name="recipient_once"),
            models.CheckConstraint(
                condition=Exact(Length("phone_hash"), 32) & Exact(Length("code_hash"), 32), name="recipient_hashes"
            ),
            models.CheckConstraint(condition=Exact(Length("lookup_key_id"), 4), name="recipient_key_id"),
            models.CheckConstraint(
                condition=GreaterThanOrEqual(Length("phone_sealed"), SEALED_AT_LEAST)
                & GreaterThanOrEqual(Length("code_sealed"), SEALED_AT_LEAST),
                name="recipient_is_sealed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Message(models.Model):
    """One short message: to whom, of what, and how it went. ``message_id`` is the same at every try.

    ``due_at``: not before, as in quiet hours. ``may_repeat``: a worker was lost while it sent, so it was sent again.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("notices", "1 year after it ended (约定)")

    message_id = models.UUIDField(unique=True, help_text="给短信网关的编号")
    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, db_index=False, related_name="+")
    order = models.ForeignKey("workorders.Order", on_delete=models.PROTECT, db_index=False, related_name="+")
    # reader of the index: notices.actions.sweep_notices
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="+")
    event = models.PositiveIntegerField(help_text="由哪一条办理记录引起")
    rule = models.CharField(max_length=40, help_text="通知规则的编号")
    text = models.CharField(max_length=20, choices=TEXTS)
    to_citizen = models.BooleanField(help_text="发给诉求人：夜间不发，附停收链接")
    is_urgent = models.BooleanField(help_text="紧急，夜间也发")
    is_required = models.BooleanField(help_text="停收后仍要发")
    state = models.CharField(max_length=12, choices=MessageState)
    suppression = models.CharField(max_length=12, choices=Suppression, blank=True)
    tries = models.PositiveSmallIntegerField(default=0, help_text="试了几次")
    due_at = models.DateTimeField(help_text="最早何时发送")
    claimed_at = models.DateTimeField(null=True, help_text="最近一次开始发送的时间")
    faulted_at = models.DateTimeField(null=True, help_text="最近一次网关出错的时间")
    may_repeat = models.BooleanField(default=False, help_text="可能发了两遍")
    last_fault = models.CharField(max_length=120, blank=True, help_text="最近一次没有发出的原因")
    provider_no = models.CharField(max_length=64, blank=True, help_text="短信网关给的编号")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(text__in=_CODES), name="message_text"),
            models.CheckConstraint(condition=Q(state__in=MessageState.values), name="message_state"),
            models.CheckConstraint(condition=_SILENT | _TOLD, name="message_suppression"),
            models.CheckConstraint(
                condition=(_UNDONE & Q(ended_at=None)) | (~_UNDONE & Q(ended_at__isnull=False)), name="message_ended"
            ),
            # A job that runs twice writes once.
            models.UniqueConstraint(fields=["order", "event", "rule", "recipient"], name="message_once"),
        ]
        indexes: ClassVar = [
            # reader: notices.queries.messages.left_waiting
            models.Index(fields=["due_at"], name="message_undone", condition=_UNDONE),
            # readers: notices.queries.messages, the log of a centre, and of one state
            models.Index(fields=["centre", "-id"], name="message_of_centre"),
            models.Index(fields=["centre", "state", "-id"], name="message_of_state"),
            # reader: notices.queries.messages.rests_until
            models.Index(fields=["-faulted_at"], name="message_faulted", condition=Q(faulted_at__isnull=False)),
            models.Index(fields=["-ended_at"], name="message_sent", condition=Q(state=MessageState.SENT)),
            # reader: notices.actions.sweep_notices
            models.Index(fields=["ended_at"], name="message_over", condition=Q(ended_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.state}"
