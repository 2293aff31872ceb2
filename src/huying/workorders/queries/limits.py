"""Which limits hold for an order's stages, by the policy it was registered under."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Min

from huying.domain import deadlines
from huying.domain.alerts import nearly_due_at
from huying.domain.policies import OrderKind, Round, Stage, Urgency, rule_for
from huying.organisation.queries.units import code_of
from huying.policy.queries import calendar_of, policy_of
from huying.workorders.models import Clock, Order

# The stages whose due time is what the order's holder is held to now (``Order.due_at``).
MAIN_LINE = (Stage.ACCEPT, Stage.DISPATCH, Stage.HANDLE, Stage.FOLLOWUP)


def clocks_for(
    *, order: Order, stages: Iterable[tuple[Stage, int | None]], matter_code: str, at: datetime
) -> list[Clock]:
    """Return unsaved clocks for each (stage, unit id) that starts at ``at``.

    ``matter_code`` chooses the industry's limit, the unit its own promise where the policy has one. The rule and the
    policy version stand on the clock.
    约定: the first limit of handling stays when an order that came back goes to another unit (首次时限不变): it is
    never due later than the caller was promised, though never before it starts.
    """
    policy = policy_of(version_id=order.policy_version_id)
    calendar = calendar_of(centre_id=order.centre_id)
    has_promises = any(rule.unit_code for rule in policy.rules)
    clocks = []
    for stage, unit_id in stages:
        rule = rule_for(
            policy=policy,
            stage=stage,
            kind=OrderKind(order.kind),
            urgency=Urgency(order.urgency),
            matter_code=matter_code,
            unit_code=code_of(unit_id=unit_id) if unit_id and has_promises else None,
            round=Round.FIRST if order.round == 1 else Round.REWORK,
        )
        due_at = deadlines.due(limit=rule.limit, start=at, calendar=calendar)
        if stage == Stage.HANDLE and (promised := _promised(order)):
            due_at = max(at, min(due_at, promised))
        clock = Clock(
            order=order,
            stage=stage,
            round=order.round,
            unit_id=unit_id,
            started_at=at,
            due_at=due_at,
            rule_code=rule.code,
            policy_version_id=order.policy_version_id,
        )
        clocks.append(clock)
    return clocks


def _promised(order: Order) -> datetime | None:
    """Return the limit of handling that was set first in this round; only an order off the main road had one."""
    if order.open_roads is None:
        return None
    limits = Clock.objects.filter(order=order, stage=Stage.HANDLE, round=order.round)
    first: datetime | None = limits.aggregate(first=Min("due_at"))["first"]
    return first


def show_due(order: Order, clocks: Iterable[Clock]) -> None:
    """Set in memory the due time that the order shows, if one of the clocks is of the main line."""
    policy = policy_of(version_id=order.policy_version_id)
    for clock in clocks:
        if clock.stage in MAIN_LINE:
            order.due_at = clock.due_at
            order.nearly_at = nearly_due_at(started_at=clock.started_at, due_at=clock.due_at, policy=policy)
