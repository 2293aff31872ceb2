"""Focus lists: places, groups of people and problems that the supervisors watch for a while."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from huying.workorders.choices import FocusKind, Urgency


class Focus(models.Model):
    """What is watched (重点关注): a word, a place, a matter, or several at once; for whom and how long.

    ``urgency`` is the level that an order of it has at least (优先办理), on the ground of ``basis``.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("organisation", "permanent")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=FocusKind)
    title = models.CharField(max_length=60)
    word = models.CharField(max_length=20, blank=True)
    region = models.ForeignKey("organisation.Region", on_delete=models.PROTECT, null=True, related_name="+")
    # A code, not a row: it outlives the versions of the catalogue.
    matter_code = models.CharField(max_length=32, blank=True)
    urgency = models.PositiveSmallIntegerField(choices=Urgency, null=True, help_text="优先办理：至少按此级别办理")
    basis = models.CharField(max_length=200, blank=True, db_default="", help_text="优先办理的依据")
    owner_unit = models.ForeignKey("organisation.Unit", on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField()
    created_by = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, db_index=False, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=FocusKind.values), name="focus_kind"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="focus_days"),
            models.CheckConstraint(
                condition=~Q(word="") | ~Q(matter_code="") | Q(region__isnull=False), name="focus_looks_at_something"
            ),
            models.CheckConstraint(
                condition=Q(urgency=None) | (Q(urgency__in=[Urgency.EMERGENCY, Urgency.TIMELY]) & ~Q(basis="")),
                name="focus_raises_with_a_basis",
            ),
        ]
        indexes: ClassVar = [
            # reader: workorders.queries.focuses, what is watched from a day on
            models.Index(fields=["centre", "last_day", "id"], name="focus_until"),
        ]

    def __str__(self) -> str:
        return self.title
