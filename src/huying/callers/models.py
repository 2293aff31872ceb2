"""Tables of callers: the contact, the identity an order holds, and who opened it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact, GreaterThanOrEqual

from huying.callers.choices import IdentityField, Purpose
from huying.foundation.sealing import SEALED_AT_LEAST

_KEPT = "3 years after the last order closes (约定, domain.md 17)"


def _sealed(column: str) -> GreaterThanOrEqual:
    return GreaterThanOrEqual(Length(column), SEALED_AT_LEAST)


class Caller(models.Model):
    """A telephone line that orders came from: a contact, never proof of a person."""

    personal_data: ClassVar = {"phone_sealed": "电话（密文）", "phone_hash": "电话的加密索引"}
    retention: ClassVar = ("identity", _KEPT)

    id = models.UUIDField(primary_key=True)  # made by the application: the seal is bound to it
    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, related_name="+", db_index=False)
    phone_hash = models.BinaryField()
    lookup_key_id = models.BinaryField()
    phone_sealed = models.BinaryField()
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()  # from which its retention is counted

    class Meta:
        constraints: ClassVar = [
            # reader: callers.queries.callers_by_phone, callers.actions.record_callers
            models.UniqueConstraint(fields=["centre", "phone_hash"], name="caller_phone_once"),
            models.CheckConstraint(condition=Exact(Length("phone_hash"), 32), name="caller_hash_length"),
            models.CheckConstraint(condition=Exact(Length("lookup_key_id"), 4), name="caller_key_id_length"),
            models.CheckConstraint(condition=_sealed("phone_sealed"), name="caller_phone_sealed"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Identity(models.Model):
    """Who the caller of one order says to be. Sealed; an anonymous one has neither name nor number."""

    personal_data: ClassVar = {
        "name_sealed": "姓名（密文）",
        "id_number_sealed": "证件号码（密文）",
        "home_address_sealed": "住址（密文）",
        "extension_sealed": "分机号（密文）",
    }
    retention: ClassVar = ("identity", _KEPT)

    id = models.UUIDField(primary_key=True)  # made by the application: the seals are bound to it
    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, related_name="+", db_index=False)
    caller = models.ForeignKey(Caller, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    name_sealed = models.BinaryField(null=True)
    id_number_sealed = models.BinaryField(null=True)
    home_address_sealed = models.BinaryField(null=True)
    extension_sealed = models.BinaryField(null=True)
    wants_secrecy = models.BooleanField()
    is_anonymous = models.BooleanField()
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | Q(name_sealed=None, id_number_sealed=None),
                name="identity_anonymous_has_no_name",
            ),
            models.CheckConstraint(
                condition=Q(extension_sealed=None) | Q(caller__isnull=False),
                name="identity_extension_of_a_line",
            ),
            models.CheckConstraint(
                condition=(Q(name_sealed=None) | Q(_sealed("name_sealed")))
                & (Q(id_number_sealed=None) | Q(_sealed("id_number_sealed")))
                & (Q(home_address_sealed=None) | Q(_sealed("home_address_sealed")))
                & (Q(extension_sealed=None) | Q(_sealed("extension_sealed"))),
                name="identity_is_sealed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Unmasking(models.Model):
    """One opening of an identity: appended, never changed; triggers and rights see to it."""

    personal_data: ClassVar = {"note": "查看说明，可能含有个人信息"}
    retention: ClassVar = ("audit", "3 years (约定; 个人信息保护法 art 56 keeps assessments as long)")

    # reader of the index: callers.queries.unmaskings_of (shown to the caller on request)
    identity = models.ForeignKey(Identity, on_delete=models.PROTECT, related_name="+")
    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, related_name="+", db_index=False)
    order_number = models.CharField(max_length=40)
    opened = ArrayField(models.CharField(max_length=16, choices=IdentityField))
    purpose = models.CharField(max_length=20, choices=Purpose)
    note = models.CharField(max_length=500, blank=True)
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="unmasking_purpose"),
            models.CheckConstraint(
                condition=Q(opened__contained_by=IdentityField.values) & Q(opened__len__gt=0),
                name="unmasking_opened",
            ),
            models.CheckConstraint(condition=~Q(order_number=""), name="unmasking_order_number"),
        ]
        indexes: ClassVar = [
            # reader: callers.queries.unmaskings (newest first within a centre)
            models.Index(fields=["centre", "-id"], name="unmasking_newest"),
            # reader: callers.queries.unmaskings_per_person (a period within a centre)
            models.Index(fields=["centre", "at"], name="unmasking_period"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.order_number}"
