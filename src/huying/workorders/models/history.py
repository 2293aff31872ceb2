"""The history: events that are appended and never edited, and the seals over all of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import BigIntegerField, Func, TextField
from django.db.models.functions import Cast

from huying.workorders.models.order import Order


class Event(models.Model):
    """One thing that happened to an order, in codes and ids only.

    ``mac`` = HMAC-SHA256 over the previous event's ``mac`` and this event's canonical form
    (``domain/chain.py``). The app's database role may insert and read, nothing else.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("history", "permanent")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, db_index=False, related_name="history")
    seq = models.PositiveIntegerField()
    action = models.CharField(max_length=24)
    role = models.CharField(max_length=20)
    person = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, null=True, related_name="+")
    policy = models.CharField(max_length=40, blank=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    # Codes and ids: the order's row after the event ("set"), digests of texts, reasons.
    data = models.JSONField()
    key_id = models.CharField(max_length=8)
    mac = models.BinaryField(max_length=32)
    # The transaction that wrote it: sealing reads whole transactions, in the order of their ids.
    xact = models.BigIntegerField(
        db_default=Cast(Cast(Func(function="pg_current_xact_id"), TextField()), BigIntegerField()),
        editable=False,
    )

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["order", "seq"], name="event_seq_once")]
        indexes: ClassVar = [
            # reader: workorders.actions.seal_history
            models.Index(fields=["xact"], name="event_xact"),
            # reader: coordination.queries.pushed_down
            models.Index(
                fields=["-occurred_at", "-id"], name="event_pushed_down", condition=models.Q(data__pushed_down=True)
            ),
            # reader: workorders.queries.danger, what was read in a month
            models.Index(fields=["occurred_at"], name="event_danger", condition=models.Q(data__has_key="danger")),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}#{self.seq} {self.action}"


class Seal(models.Model):
    """An hourly signed seal over every chain head that changed since the seal before."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("history", "permanent")

    number = models.PositiveBigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    xact_below = models.BigIntegerField(help_text="已封存到的事务号（不含）")
    orders = models.BigIntegerField(help_text="至此累计封存的工单数")
    events = models.BigIntegerField(help_text="至此累计封存的办理记录数")
    digest = models.BinaryField(max_length=32, help_text="本次各工单链尾的摘要")
    previous = models.BinaryField(max_length=32, help_text="上一封印的摘要")
    key_id = models.CharField(max_length=8)
    signature = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return f"第 {self.number} 号封印"


class SealEntry(models.Model):
    """The head of one order's chain, as a seal found it."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("history", "permanent")

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="entries")
    # Not a foreign key: an entry must outlive an order that somebody removes.
    order_ref = models.BigIntegerField()
    seq = models.PositiveIntegerField()
    mac = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order_ref", "seal"], name="seal_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.seal_id}:{self.order_ref}"
