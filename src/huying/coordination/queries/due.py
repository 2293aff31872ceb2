"""When a limit of a side road runs out, and its light."""

from __future__ import annotations

from datetime import datetime, timedelta

from huying.catalogue.queries.matters import matter
from huying.domain.actors import Actor
from huying.domain.alerts import Light as Colour
from huying.domain.alerts import light
from huying.domain.lifecycle import OrderNotFound
from huying.domain.policies import Stage
from huying.policy.queries import policy_of
from huying.web.rows import Light
from huying.workorders.models import Order
from huying.workorders.queries.limits import clocks_for

FARTHEST = timedelta(days=366)
"""约定: how far ahead a day that somebody sets may lie; what is later is a slip of the pen."""
_RUNNING = {Colour.GREEN: Light.NORMAL, Colour.YELLOW: Light.NEAR, Colour.RED: Light.OVER}


def due_of(*, order_id: int, stage: Stage, actor: Actor, at: datetime) -> datetime:
    """Return when a limit runs out that starts at ``at``; raises ``OrderNotFound``."""
    order = Order.objects.filter(pk=order_id, centre_id=actor.centre_id).first()
    if order is None:
        raise OrderNotFound
    of = matter(matter_id=order.matter_id) if order.matter_id else None
    (clock,) = clocks_for(order=order, stages=[(stage, None)], matter_code=of.code if of else "", at=at)
    return clock.due_at


def level_of(*, order: Order, started_at: datetime, due_at: datetime, ended_at: datetime | None, at: datetime) -> Light:
    """Return the light of a limit of an order, or how it was kept once it has ended."""
    if ended_at:
        return Light.LATE if ended_at > due_at else Light.MET
    return _RUNNING[
        light(started_at=started_at, due_at=due_at, at=at, policy=policy_of(version_id=order.policy_version_id))
    ]
