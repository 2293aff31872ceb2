"""Write how a model held up, week by week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huying.learning.models import DriftWeek


@dataclass(frozen=True, kw_only=True)
class Week:
    """One week, by its Monday: orders with a decision, how many the model guessed so, share of unknown text, labels."""

    week: date
    orders: int
    agreed: int
    unknown: float
    labels: Mapping[str, int]


@transaction.atomic(savepoint=False)
def note_drift(*, model_id: int, weeks: Sequence[Week], at: datetime) -> None:
    """Write the weeks of a model; a week that is there is written anew, since orders end late."""
    for one in weeks:
        DriftWeek.objects.update_or_create(
            model_id=model_id,
            week=one.week,
            defaults={
                "orders": one.orders,
                "agreed": one.agreed,
                "unknown": one.unknown,
                "labels": dict(one.labels),
                "written_at": at,
            },
        )
