"""Take one step of an order's life."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from huying.demo.queries.life import MINUTE, Life, OverError
from huying.domain.actors import Actor
from huying.foundation import clock


def take_step(
    *, life: Life, action: Callable[..., object], actor: Actor, after: timedelta | datetime, **given: Any
) -> None:
    """Let ``actor`` take an action of the product under the clock moved to its moment.

    ``after`` is a while after the last step or a moment, but never before the last one. Raises ``OverError`` where
    that would lie after ``until``.
    """
    at = max(life.at + MINUTE / 4, after if isinstance(after, datetime) else life.at + after)
    if at > life.until:
        raise OverError
    with clock.moved(at):
        action(order_id=life.order_id, seen=life.seen, actor=actor, at=at, **given)
    life.at, life.seen = at, life.seen + 1
