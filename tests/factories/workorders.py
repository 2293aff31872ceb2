"""Orders, made by the real actions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huying.domain.actors import Actor
from huying.domain.policies import OrderKind, Urgency
from huying.intake.actions.register_order import Registration, register_order
from huying.workorders.choices import Channel
from huying.workorders.models import Order


def registration(**changes: Any) -> Registration:
    """Return what an operator might type."""
    given: dict[str, Any] = {
        "channel": Channel.PHONE,
        "kind": OrderKind.HELP,
        "urgency": Urgency.ORDINARY,
        "original": "楼下烧烤店夜间油烟和噪音扰民，已持续一周，希望尽快处理。",
        "phone": "13800000000",
        "name": "张三",
    }
    return Registration(**given | changes)


def create_order(*, operator: Actor, at: datetime, **changes: Any) -> Order:
    """Register an order as an operator does."""
    return register_order(registration=registration(**changes), actor=operator, at=at)
