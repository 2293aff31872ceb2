"""What people photographed: rows here, files outside the database, digests in the history."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huying.workorders.choices import AttachmentKind
from huying.workorders.models.order import Order

_THERE = Q(erased_at=None, salt__isnull=False, sha256__isnull=False, thumbnail_sha256__isnull=False)
_GONE = Q(erased_at__isnull=False, salt=None, sha256=None, thumbnail_sha256=None)


class Attachment(models.Model):
    """One picture of an order. The history holds its salted digest; erasing takes files, digests and salt."""

    personal_data: ClassVar = {"file": "图片文件，可能拍到人、住处或证件"}
    retention: ClassVar = ("order", "3 years after closing (约定)")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, db_index=False, related_name="attachments")
    event = models.PositiveIntegerField(help_text="写入它的办理记录序号")
    place = models.PositiveSmallIntegerField(help_text="在这条办理记录的图片中的次序，从 1 起")
    kind = models.CharField(max_length=12, choices=AttachmentKind)
    # Names in the storage (adapters/storage): random, and nothing of what the person called the file.
    file = models.UUIDField(unique=True)
    thumbnail = models.UUIDField(unique=True)
    content_type = models.CharField(max_length=20)
    size = models.PositiveIntegerField(help_text="字节数")
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    sha256 = models.BinaryField(max_length=32, null=True)
    thumbnail_sha256 = models.BinaryField(max_length=32, null=True)
    salt = models.BinaryField(max_length=16, null=True)
    kept_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=AttachmentKind.values), name="attachment_kind"),
            models.UniqueConstraint(fields=["order", "event", "place"], name="attachment_place_once"),
            models.CheckConstraint(condition=_THERE | _GONE, name="attachment_erased_whole"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.file}"
