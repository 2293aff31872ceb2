"""What only the intake keeps: query codes of citizens, counts that limit what the public may do, urgings."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from huying.intake.choices import TallyKind, UrgeKind

_DIGEST = 32


class QueryCode(models.Model):
    """What a citizen follows an order by; the code itself stands nowhere, only a keyed hash of it."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    order = models.OneToOneField("workorders.Order", on_delete=models.PROTECT, primary_key=True, related_name="+")
    code_hash = models.BinaryField(max_length=_DIGEST, unique=True)
    lookup_key_id = models.BinaryField(max_length=4)
    issued_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Exact(Length("code_hash"), _DIGEST), name="query_code_hash_length"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} 的查询码"


class Tally(models.Model):
    """How often one address, phone or code did a thing since a moment; whose it is stands as a keyed hash."""

    personal_data: ClassVar = {"subject": "地址、电话或查询码的带密钥摘要"}
    retention: ClassVar = ("security", "2 days (约定)")

    kind = models.CharField(max_length=20, choices=TallyKind)
    subject = models.BinaryField(max_length=_DIGEST)
    since = models.DateTimeField(help_text="本段计数的起点")
    count = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=TallyKind.values), name="tally_kind"),
            models.UniqueConstraint(fields=["kind", "subject", "since"], name="tally_once"),
        ]
        indexes: ClassVar = [
            # reader: intake.actions.count_try, which clears away what is two days old
            models.Index(fields=["since"], name="tally_since"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.count}"


class Urge(models.Model):
    """One urging of an order (催办); its words stand in ``workorders.Text`` under ``event``.

    ``person`` urged; none where the citizen did on the public pages, on ``day`` in Beijing.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    order = models.ForeignKey("workorders.Order", on_delete=models.PROTECT, db_index=False, related_name="+")
    number = models.PositiveSmallIntegerField(help_text="第几次催办")
    kind = models.CharField(max_length=8, choices=UrgeKind)
    event = models.PositiveIntegerField()
    at = models.DateTimeField()
    day = models.DateField()
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=UrgeKind.values), name="urge_kind"),
            models.UniqueConstraint(fields=["order", "number"], name="urge_once"),
            # 约定: a citizen urges the own order once a day.
            models.UniqueConstraint(fields=["order", "day"], condition=Q(person=None), name="urge_own_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} 第 {self.number} 次催办"
