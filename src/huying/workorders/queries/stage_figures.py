"""How the limits of each stage were kept in a period: what was on time, what late, how long it took."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q

from huying.domain.actors import Actor
from huying.workorders.choices import Stage
from huying.workorders.models import Clock
from huying.workorders.queries.visible import visible_orders


class _Median(Aggregate):
    """The middle value, as PostgreSQL finds it."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True, kw_only=True)
class StageFigure:
    """One stage: clocks that ended in the period, and those running late now. ``None`` where none ended."""

    label: str
    ended: int
    on_time: int
    percent: float | None
    median: timedelta | None
    late_now: int


def stage_figures(*, actor: Actor, since: datetime, until: datetime, at: datetime) -> tuple[StageFigure, ...]:
    """Count the clocks of the orders that the actor may see; given-up clocks do not count."""
    took = ExpressionWrapper(F("stopped_at") - F("started_at"), output_field=DurationField())
    ended = Q(stopped_at__gte=since, stopped_at__lt=until)
    rows = (
        Clock.objects.filter(order__in=visible_orders(actor=actor), void=False)
        .filter(ended | Q(stopped_at=None, due_at__lt=at))
        .values("stage")
        .annotate(
            ended=Count("pk", filter=ended),
            on_time=Count("pk", filter=ended & Q(stopped_at__lte=F("due_at"))),
            median=_Median(took, filter=ended),
            late_now=Count("pk", filter=Q(stopped_at=None)),
        )
    )
    found = {row["stage"]: cast(Mapping[str, Any], row) for row in rows}
    return tuple(_figure(stage, found.get(stage.value) or {}) for stage in Stage)


@dataclass(frozen=True, kw_only=True)
class RuleFigure:
    """How the limits of one row of the policy were kept: clocks that ended, those in time, those running late now."""

    ended: int = 0
    on_time: int = 0
    late_now: int = 0


def rule_figures(
    *, codes: Collection[str], actor: Actor, since: datetime, until: datetime, at: datetime
) -> dict[str, RuleFigure]:
    """Count by row of the policy as ``stage_figures`` does by stage."""
    ended = Q(stopped_at__gte=since, stopped_at__lt=until)
    rows = (
        Clock.objects.filter(order__in=visible_orders(actor=actor), void=False, rule_code__in=codes)
        .filter(ended | Q(stopped_at=None, due_at__lt=at))
        .values("rule_code")
        .annotate(
            ended=Count("pk", filter=ended),
            on_time=Count("pk", filter=ended & Q(stopped_at__lte=F("due_at"))),
            late_now=Count("pk", filter=Q(stopped_at=None)),
        )
    )
    return {
        row["rule_code"]: RuleFigure(ended=row["ended"], on_time=row["on_time"], late_now=row["late_now"])
        for row in rows
    }


def _figure(stage: Stage, row: Mapping[str, Any]) -> StageFigure:
    ended, on_time = row.get("ended", 0), row.get("on_time", 0)
    return StageFigure(
        label=str(stage.label),
        ended=ended,
        on_time=on_time,
        percent=100 * on_time / ended if ended else None,
        median=row.get("median"),
        late_now=row.get("late_now", 0),
    )
