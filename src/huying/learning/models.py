"""The city's own trained models: their versions, what became of each training, and how they hold up week by week."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huying.learning.choices import ModelAct, ModelState, RunOutcome, Task

_IN_USE_ONCE = Q(state__in=[ModelState.CURRENT, ModelState.PREVIOUS])
_REFUSED = Q(state=ModelState.REFUSED)


class TrainedModel(models.Model):
    """One version of a centre's model of a task. Its files lie in ``folder`` below the folder of models.

    A refused one has a row with both figures and no files. ``figures``: how it and its rival did on the newest weeks,
    and what the orders it learnt from were like (``domain.model_figures``).
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("policy", "permanent")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, db_index=False, related_name="+")
    task = models.CharField(max_length=12, choices=Task)
    number = models.PositiveIntegerField(help_text="第几版")
    state = models.CharField(max_length=12, choices=ModelState)
    checksum = models.CharField(max_length=64, blank=True, help_text="模型文件的 SHA-256")
    folder = models.CharField(max_length=120, blank=True, help_text="模型文件夹中的位置")
    rows = models.PositiveIntegerField(help_text="训练所用的工单数")
    first_at = models.DateTimeField(help_text="训练所用最早一件工单的登记时间")
    last_at = models.DateTimeField(help_text="训练所用最近一件工单的登记时间")
    figures = models.JSONField(help_text="成绩和训练数据的构成（JSON）")
    card = models.TextField(help_text="模型说明")
    trained_at = models.DateTimeField(help_text="训练完成的时间")
    decided_by = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, help_text="最近一次决定用不用它的时间")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(task__in=Task.values), name="model_task"),
            models.CheckConstraint(condition=Q(state__in=ModelState.values), name="model_state"),
            models.CheckConstraint(condition=Q(first_at__lte=F("last_at")), name="model_window"),
            models.CheckConstraint(
                condition=(_REFUSED & Q(folder="", checksum="")) | (~_REFUSED & ~Q(folder="") & ~Q(checksum="")),
                name="model_has_files",
            ),
            models.CheckConstraint(condition=~_IN_USE_ONCE | Q(decided_at__isnull=False), name="model_was_decided"),
            models.UniqueConstraint(fields=["centre", "task", "number"], name="model_number_once"),
            # reader: learning.queries.serving
            models.UniqueConstraint(
                fields=["centre", "task"], condition=Q(state=ModelState.CURRENT), name="model_one_current"
            ),
            models.UniqueConstraint(
                fields=["centre", "task"], condition=Q(state=ModelState.PREVIOUS), name="model_one_previous"
            ),
            models.UniqueConstraint(
                fields=["centre", "task"], condition=Q(state=ModelState.OFFERED), name="model_one_offered"
            ),
            models.UniqueConstraint(fields=["folder"], condition=~Q(folder=""), name="model_folder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_task_display()}模型第 {self.number} 版"


class ModelEvent(models.Model):
    """What happened to a model and by whom; appended, never changed."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("audit", "permanent")

    model = models.ForeignKey(TrainedModel, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=12, choices=ModelAct)
    role = models.CharField(max_length=20)
    person = models.ForeignKey(
        "organisation.Person", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, db_index=False, null=True, related_name="+")
    policy = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(act__in=ModelAct.values), name="model_event_act"),
        ]

    def __str__(self) -> str:
        return f"{self.model_id} {self.act}"


class TrainingRun(models.Model):
    """One training of a centre's model: begun, and what became of it."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("policy", "permanent")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, db_index=False, related_name="+")
    task = models.CharField(max_length=12, choices=Task)
    outcome = models.CharField(max_length=12, choices=RunOutcome)
    said = models.CharField(max_length=400, blank=True, help_text="结果的说明")
    model = models.ForeignKey(TrainedModel, on_delete=models.PROTECT, db_index=False, null=True, related_name="+")
    started_at = models.DateTimeField(help_text="开始训练的时间")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(task__in=Task.values), name="training_task"),
            models.CheckConstraint(condition=Q(outcome__in=RunOutcome.values), name="training_outcome"),
            models.CheckConstraint(
                condition=Q(outcome=RunOutcome.RUNNING, ended_at=None)
                | (~Q(outcome=RunOutcome.RUNNING) & Q(ended_at__isnull=False)),
                name="training_ended",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=[RunOutcome.OFFERED, RunOutcome.REFUSED], model__isnull=False)
                | (~Q(outcome__in=[RunOutcome.OFFERED, RunOutcome.REFUSED]) & Q(model=None)),
                name="training_made_a_model",
            ),
            # Two trainings of one model at once would offer the same number.
            models.UniqueConstraint(
                fields=["centre", "task"], condition=Q(outcome=RunOutcome.RUNNING), name="training_one_at_once"
            ),
        ]
        indexes: ClassVar = [
            # reader: learning.queries.versions, the last trainings
            models.Index(fields=["centre", "task", "-id"], name="training_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.outcome}"


class DriftWeek(models.Model):
    """How a model held up in one week: what it would have guessed against what people decided; written anew nightly."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("policy", "permanent")

    model = models.ForeignKey(TrainedModel, on_delete=models.PROTECT, db_index=False, related_name="+")
    week = models.DateField(help_text="这一周的星期一（北京时间）")
    orders = models.PositiveIntegerField(help_text="已有人工结果的工单数")
    agreed = models.PositiveIntegerField(help_text="其中模型首选与人工结果相同的")
    unknown = models.FloatField(help_text="训练时没有见过的文字片段所占份额")
    labels = models.JSONField(help_text="各类别的工单数（JSON）")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["model", "week"], name="drift_week_once"),
            models.CheckConstraint(condition=Q(agreed__lte=F("orders")), name="drift_agreed_are_orders"),
            models.CheckConstraint(condition=Q(unknown__gte=0, unknown__lte=1), name="drift_unknown_is_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.model_id} {self.week}"
