"""Which limits hold for an order's stages, by the policy it was registered under."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

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
    never due later than the caller was promised, though never before it starts. A unit that had the order before in
    this round, and has it again, keeps the limit that it had, with what it was granted.
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
        if stage == Stage.HANDLE and (promised := _promised(order, unit_id)):
            due_at = max(at, promised.own or min(due_at, promised.first))
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


class _Promised(NamedTuple):
    """The limit of handling that was set first in a round, and the last one of a unit that had the order before."""

    first: datetime
    own: datetime | None


def _promised(order: Order, unit_id: int | None) -> _Promised | None:
    """Return what was promised in this round before; only an order off the main road had a limit."""
    if order.open_roads is None:
        return None
    clocks = Clock.objects.filter(order=order, stage=Stage.HANDLE, round=order.round).order_by("pk")
    limits = list(clocks.values_list("unit_id", "due_at"))
    if not limits:
        return None
    own = [due for unit, due in limits if unit == unit_id]
    return _Promised(min(due for _, due in limits), own[-1] if own else None)


def show_due(order: Order, clocks: Iterable[Clock]) -> None:
    """Set in memory the due time that the order shows, if one of the clocks is of the main line."""
    policy = policy_of(version_id=order.policy_version_id)
    for clock in clocks:
        if clock.stage in MAIN_LINE:
            order.due_at = clock.due_at
            order.nearly_at = nearly_due_at(started_at=clock.started_at, due_at=clock.due_at, policy=policy)
