"""What people wrote: texts in rows of their own, so that the history need not hold them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from huying.workorders.choices import ErasureState, TextKind
from huying.workorders.models.attachments import Attachment
from huying.workorders.models.order import Order


class Text(models.Model):
    """One text of an order. The history holds its salted digest; erasing takes body and salt."""

    personal_data: ClassVar = {"body": "正文，可能含个人信息"}
    retention: ClassVar = ("order", "3 years after closing (约定)")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, db_index=False, related_name="texts")
    event = models.PositiveIntegerField(help_text="写入它的办理记录序号")
    kind = models.CharField(max_length=12, choices=TextKind)
    body = models.TextField()
    salt = models.BinaryField(max_length=16, null=True)
    written_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=TextKind.values), name="text_kind"),
            models.UniqueConstraint(fields=["order", "event", "kind"], name="text_once"),
            models.CheckConstraint(
                condition=Q(erased_at=None, salt__isnull=False) | Q(erased_at__isnull=False, salt=None, body=""),
                name="text_erased_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.kind}"


class SearchRow(models.Model):
    """The words of an order's title and texts, numbers masked before they came here.

    ``likeness`` are the keys of the caller's account while like ones are looked for (``language.likeness``), else NULL.
    """

    personal_data: ClassVar = {
        "words": "检索词（已去除电话和证件号）",
        "likeness": "查找相近诉求用的散列（不能还原文字）",
    }
    retention: ClassVar = ("order", "3 years after closing (约定)")

    order = models.OneToOneField(Order, on_delete=models.PROTECT, primary_key=True, related_name="+")
    words = SearchVectorField()
    likeness = ArrayField(models.IntegerField(), null=True)

    class Meta:
        indexes: ClassVar = [
            # reader: desks.queries.search
            GinIndex(fields=["words"], name="search_words", fastupdate=True),
            # reader: workorders.actions.drop_likeness, which walks what has keys
            models.Index(fields=["order"], name="search_likeness", condition=Q(likeness__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}"


class LikenessKey(models.Model):
    """An index of ``SearchRow.likeness``: which orders have a key, the newest of them in front.

    The database keeps it (a trigger of ``SearchRow``), so that no writer can forget it.
    """

    personal_data: ClassVar = {"key": "查找相近诉求用的散列（不能还原文字）"}
    retention: ClassVar = ("order", "3 years after closing (约定)")

    pk = models.CompositePrimaryKey("key", "order_id")
    key = models.IntegerField()
    # Twelve rows an order, each from its search row, which has the foreign key.
    order = models.ForeignKey(Order, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name="+")

    def __str__(self) -> str:
        return f"{self.key} {self.order_id}"


class Erasure(models.Model):
    """The erasing of one text or picture: asked for by one person with a legal basis, approved by another."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("audit", "permanent")

    text = models.ForeignKey(Text, on_delete=models.PROTECT, null=True, related_name="erasures")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="erasures")
    legal_basis = models.CharField(max_length=400)
    state = models.CharField(max_length=12, choices=ErasureState)
    requested_by = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, db_index=False, related_name="+")
    requested_at = models.DateTimeField()
    settled_by = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=ErasureState.values), name="erasure_state"),
            models.CheckConstraint(
                condition=Q(settled_by=None) | ~Q(settled_by=F("requested_by")), name="erasure_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(text=None, attachment__isnull=False) | Q(text__isnull=False, attachment=None),
                name="erasure_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["attachment"], condition=Q(state=ErasureState.REQUESTED), name="erasure_of_file_one_open"
            ),
            models.UniqueConstraint(
                fields=["text"], condition=Q(state=ErasureState.REQUESTED), name="erasure_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text_id or self.attachment_id} {self.state}"
