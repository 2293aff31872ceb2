"""Who looked at what: an append-only log for the audit administrator (M-09, P-10)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huying.domain.retention import FEWEST_MONTHS
from huying.records.choices import AccessKind, ModelOutcome, ModelPurpose, RetentionClass


class AccessRecord(models.Model):
    """One look at, or one taking out of, something that is not for everyone."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("audit", "6 months at least (网络安全法 art 21)")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=20, choices=AccessKind)
    subject = models.CharField(max_length=120, help_text="工单编号、导出名称或人员编号")
    person = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, null=True, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=AccessKind.values), name="access_kind"),
        ]
        indexes: ClassVar = [
            # reader: records.queries.access_log (newest first within a centre)
            models.Index(fields=["centre", "-id"], name="access_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class ModelUse(models.Model):
    """One question to a language model: who asked what for, and what came of it; neither question nor answer."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("audit", "6 months at least (网络安全法 art 21)")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, db_index=False, related_name="+")
    purpose = models.CharField(max_length=12, choices=ModelPurpose)
    subject = models.CharField(max_length=30, blank=True, help_text="工单编号，登记前为空")
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, db_index=False, related_name="+")
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField()
    model = models.CharField(max_length=120, help_text="模型名称")
    outcome = models.CharField(max_length=12, choices=ModelOutcome)
    asked_letters = models.PositiveIntegerField(help_text="问了多少字")
    told_letters = models.PositiveIntegerField(help_text="答了多少字")
    milliseconds = models.PositiveIntegerField(help_text="用时（毫秒）")
    asked_sha256 = models.CharField(max_length=64, help_text="所问文字的 SHA-256")
    told_sha256 = models.CharField(max_length=64, blank=True, help_text="所答文字的 SHA-256，没有答则空")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(purpose__in=ModelPurpose.values), name="model_use_purpose"),
            models.CheckConstraint(condition=Q(outcome__in=ModelOutcome.values), name="model_use_outcome"),
        ]
        indexes: ClassVar = [
            # reader: records.queries.model_uses (newest first within a centre)
            models.Index(fields=["centre", "-id"], name="model_use_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.outcome}"


class RetentionRule(models.Model):
    """A centre's word on how long a class of data is kept, from a moment on; a later one follows, none is changed.

    Without one nothing is taken away (约定, for safety): a centre switches it on once it has read the report.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("policy", "permanent")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=12, choices=RetentionClass)
    months = models.PositiveSmallIntegerField(help_text="办结后保存的月数")
    is_on = models.BooleanField(help_text="期满后是否由夜间任务删除")
    reason = models.CharField(max_length=400)
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=RetentionClass.values), name="retention_kind"),
            models.CheckConstraint(condition=Q(months__gte=FEWEST_MONTHS), name="retention_months"),
            # reader: records.queries.retention_rules
            models.UniqueConstraint(fields=["centre", "kind", "set_at"], name="retention_from_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.months}"


class KeptAnswer(models.Model):
    """What a system was answered to a write, by the key it gave: the same request again gets the same answer.

    Written in the transaction of the write itself. ``digest`` is a keyed hash of the request; ``body`` holds numbers
    and codes only.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("transient", "7 days (约定)")

    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, db_index=False, related_name="+")
    key = models.CharField(max_length=120)
    digest = models.BinaryField(max_length=32)
    body = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key"], name="answer_once_a_key"),
        ]
        indexes: ClassVar = [
            # reader: records.actions.sweep_answers
            models.Index(fields=["at"], name="answer_oldest"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.key}"
