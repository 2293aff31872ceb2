"""Which limits hold for an order's stages, by the policy it was registered under."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from huying.domain import deadlines
from huying.domain.alerts import nearly_due_at
from huying.domain.policies import OrderKind, Round, Stage, Urgency, rule_for
from huying.policy.queries import calendar_of, policy_of
from huying.workorders.models import Clock, Order

# The stages whose due time is what the order's holder is held to now (``Order.due_at``).
MAIN_LINE = (Stage.ACCEPT, Stage.DISPATCH, Stage.HANDLE, Stage.FOLLOWUP)


def clocks_for(
    *, order: Order, stages: Iterable[tuple[Stage, int | None]], matter_code: str, at: datetime
) -> list[Clock]:
    """Return unsaved clocks for each (stage, unit id) that starts at ``at``.

    ``matter_code`` chooses the industry's limit. The rule and the policy version stand on the clock.
    """
    policy = policy_of(version_id=order.policy_version_id)
    calendar = calendar_of(centre_id=order.centre_id)
    clocks = []
    for stage, unit_id in stages:
        rule = rule_for(
            policy=policy,
            stage=stage,
            kind=OrderKind(order.kind),
            urgency=Urgency(order.urgency),
            matter_code=matter_code,
            round=Round.FIRST if order.round == 1 else Round.REWORK,
        )
        clock = Clock(
            order=order,
            stage=stage,
            round=order.round,
            unit_id=unit_id,
            started_at=at,
            due_at=deadlines.due(limit=rule.limit, start=at, calendar=calendar),
            rule_code=rule.code,
            policy_version_id=order.policy_version_id,
        )
        clocks.append(clock)
    return clocks


def show_due(order: Order, clocks: Iterable[Clock]) -> None:
    """Set in memory the due time that the order shows, if one of the clocks is of the main line."""
    policy = policy_of(version_id=order.policy_version_id)
    for clock in clocks:
        if clock.stage in MAIN_LINE:
            order.due_at = clock.due_at
            order.nearly_at = nearly_due_at(started_at=clock.started_at, due_at=clock.due_at, policy=policy)
