"""How far a demonstration is laid."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Load(models.Model):
    """The orders of one seed: how many are wanted, how many are written, up to which moment they live.

    ``done`` is written in the commit of the orders themselves: a load that was killed goes on from there.
    """

    personal_data: ClassVar = "none"
    retention: ClassVar = ("demonstration", "as long as the demonstration stands")

    centre = models.ForeignKey("organisation.Centre", on_delete=models.PROTECT, related_name="+", db_index=False)
    seed = models.BigIntegerField()
    until = models.DateTimeField(help_text="演示工单活到的时刻")
    wanted = models.PositiveIntegerField(help_text="要装载的工单数")
    done = models.PositiveIntegerField(default=0, help_text="已装载的工单数")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["centre", "seed"], name="load_seed_once"),
            models.CheckConstraint(condition=Q(done__lte=F("wanted")), name="load_done_within_wanted"),
        ]

    def __str__(self) -> str:
        return f"{self.seed}: {self.done}/{self.wanted}"
