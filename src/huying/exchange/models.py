"""Who wants to be told of what, and what was told."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from huying.exchange.choices import DeliveryState


class Subscription(models.Model):
    """A system's wish to be told of facts. ``resume_at``: a receiver that failed is left alone until then."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("exchange", "while in use + 1 year")

    seat = models.ForeignKey("organisation.Seat", on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, db_index=False, related_name="+")
    url = models.CharField(max_length=400)
    facts = ArrayField(models.CharField(max_length=32))
    secret_sealed = models.BinaryField()
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    resume_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(facts__len__gte=1), name="subscription_facts"),
        ]
        indexes: ClassVar = [
            # reader: exchange.queries.subscriptions.is_wanted (asked at every fact)
            models.Index(fields=["centre"], name="subscription_open", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """One fact for one subscription. ``push_id`` is the same at every attempt."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("exchange", "30 days once sent (约定)")

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, db_index=False, related_name="+")
    push_id = models.UUIDField(unique=True)
    order_ref = models.BigIntegerField(help_text="工单")
    event = models.PositiveIntegerField(help_text="办理记录的序号")
    body = models.TextField(help_text="推送的内容，不含个人信息")
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    last_fault = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state"),
            models.UniqueConstraint(fields=["subscription", "order_ref", "event"], name="delivery_once"),
        ]
        indexes: ClassVar = [
            # reader: exchange.tasks.send_waiting
            models.Index(fields=["next_try_at"], name="delivery_waiting", condition=Q(state="waiting")),
            # reader: exchange.queries.deliveries.dead_deliveries
            models.Index(fields=["subscription"], name="delivery_dead", condition=Q(state="dead")),
            # reader: exchange.actions.sweep_deliveries
            models.Index(fields=["ended_at"], name="delivery_sent", condition=Q(state="sent")),
        ]

    def __str__(self) -> str:
        return f"{self.push_id} {self.state}"
