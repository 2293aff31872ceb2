"""The matter tree and the duty list (派单目录), in dated versions that never change."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huying.catalogue.choices import CatalogueKind


class CatalogueVersion(models.Model):
    """One published version of the matter tree or of the duty list."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("policy", "permanent")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=CatalogueKind)
    number = models.PositiveIntegerField()
    effective_from = models.DateTimeField()
    note = models.CharField(max_length=200)
    published_by = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "kind", "number"], name="catalogue_number_once"),
            # reader: catalogue.queries.version_at
            models.UniqueConstraint(fields=["centre", "kind", "effective_from"], name="catalogue_from_once"),
            models.CheckConstraint(condition=Q(kind__in=CatalogueKind.values), name="catalogue_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} 第 {self.number} 版"


class Matter(models.Model):
    """A node of the matter tree (事项); the row id is internal, the code may repeat in a source."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("policy", "permanent")

    version = models.ForeignKey(CatalogueVersion, on_delete=models.PROTECT, related_name="matters")
    code = models.CharField(max_length=32)
    name = models.CharField(max_length=80)
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The code of the first-level class above: what queues filter by.
    top_code = models.CharField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "code"], name="matter_code_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 4)), name="matter_level"),
        ]
        indexes: ClassVar = [
            # reader: catalogue.queries.matter_tree
            models.Index(fields=["parent"], name="matter_parent"),
        ]

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """One line of the duty list: for this matter, at this place, who leads and why."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("policy", "permanent")

    version = models.ForeignKey(CatalogueVersion, on_delete=models.PROTECT, related_name="duties")
    matter_code = models.CharField(max_length=32, blank=True, help_text="空：所有事项")
    region = models.ForeignKey("organisation.Region", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lead_unit = models.ForeignKey(
        "organisation.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lead_by_place = models.BooleanField(default=False, help_text="由诉求所在地的街道（乡镇）主办")
    legal_basis = models.CharField(max_length=400)
    scenario_card = models.TextField(blank=True, help_text="场景化指引")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "matter_code", "region"], name="duty_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(lead_unit=None, lead_by_place=True) | Q(lead_unit__isnull=False, lead_by_place=False),
                name="duty_one_lead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_code}"


class DutyAssist(models.Model):
    """A unit that assists in a duty (协办)."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("policy", "permanent")

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="assists")
    unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["duty", "unit"], name="duty_assist_once")]

    def __str__(self) -> str:
        return f"{self.duty_id}:{self.unit_id}"
