"""What only dispatch keeps: the suggestion made for an order."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from huying.dispatch.choices import Ground


class Suggestion(models.Model):
    """Whom the duty list would send the order to, and why; kept to be compared with what a person chose."""

    personal_data: ClassVar = "none"
    retention: ClassVar = ("order", "3 years after closing (约定)")

    order = models.OneToOneField("workorders.Order", on_delete=models.PROTECT, primary_key=True, related_name="+")
    lead_unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    assist_unit_ids = models.JSONField(default=list)
    ground = models.CharField(max_length=16, choices=Ground)
    reason = models.CharField(max_length=400)
    legal_basis = models.CharField(max_length=400, blank=True)
    scenario_card = models.TextField(blank=True)
    duty_version = models.ForeignKey(
        "catalogue.CatalogueVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Found by name in the text, where the operator had not chosen them.
    found_matter = models.ForeignKey("catalogue.Matter", on_delete=models.PROTECT, null=True, related_name="+")
    found_region = models.ForeignKey("organisation.Region", on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ground__in=Ground.values), name="suggestion_ground"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.reason}"
