"""How the model in use holds up since it was trained."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from huying.domain.drift import Drift, moved
from huying.learning.models import DriftWeek
from huying.learning.queries.versions import VersionRow

_LAST_WEEKS, _SHOWN = 4, 12


@dataclass(frozen=True, kw_only=True)
class WeekRow:
    """One week, by its Monday, in percent: guesses that agreed, text that the model never saw."""

    week: date
    orders: int
    agreed_percent: float
    unknown_percent: float


@dataclass(frozen=True, kw_only=True)
class DriftReport:
    """The weeks since the training, the newest first, and the last four of them beside it."""

    weeks: tuple[WeekRow, ...]
    last: Drift


def drift_of(*, version: VersionRow) -> DriftReport | None:
    """Return how a version holds up, ``None`` while no order of later than its own has been decided."""
    found = list(DriftWeek.objects.filter(model_id=version.id).order_by("-week")[:_SHOWN])
    if not found:
        return None
    last = found[:_LAST_WEEKS]
    orders = sum(one.orders for one in last)
    now: Counter[str] = Counter()
    for one in last:
        now.update(one.labels)
    figures = version.figures
    weeks = (
        WeekRow(
            week=one.week,
            orders=one.orders,
            agreed_percent=100 * one.agreed / one.orders,
            unknown_percent=100 * one.unknown,
        )
        for one in found
    )
    return DriftReport(
        weeks=tuple(weeks),
        last=Drift(
            weeks=len(last),
            orders=orders,
            agreed=sum(one.agreed for one in last) / orders,
            agreed_then=figures["top1"],
            unknown=sum(one.unknown * one.orders for one in last) / orders,
            unknown_then=figures["unknown"],
            moved=moved(then=figures["labels"], now=now),
        ),
    )
