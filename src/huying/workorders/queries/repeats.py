"""How often the same thing was brought up: the orders that were linked as repeats of a first one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from huying.domain.actors import Actor
from huying.domain.repeats import asks_for_root_cause
from huying.policy.queries import policy_of
from huying.workorders.models import Order
from huying.workorders.queries.queue import OrderRow, columns, rows_of
from huying.workorders.queries.visible import visible_orders

REPEAT_MOVED = "repeat_moved"
"""The event of a repeat whose first order turned out to repeat an earlier one."""
_MOST = 200


@dataclass(frozen=True, kw_only=True)
class Repeats:
    """Which time this order is (第 n 次反映), and the others that the actor may see, newest first.

    ``in_span`` counts those of the policy's days before this one, this one included.
    """

    place: int
    in_span: int
    asks_for_root_cause: bool
    others: tuple[OrderRow, ...]


def root_of(order: Order) -> int:
    """Return the id of the first order of the row that an order is linked into: all repeats point to it."""
    return order.repeats_id or order.pk


def repeats_of(*, order: Order, actor: Actor, at: datetime) -> Repeats | None:
    """Return the repeats of an order that the actor may see, ``None`` where it is the only one."""
    root = root_of(order)
    ids = Order.objects.filter(Q(pk=root) | Q(repeats_id=root)).order_by("pk").values_list("pk", "registered_at")
    family = list(ids[:_MOST])
    if len(family) <= 1:
        return None
    policy = policy_of(version_id=order.policy_version_id)
    since = order.registered_at - timedelta(days=policy.repeat_days)
    in_span = sum(since <= registered_at <= order.registered_at for _, registered_at in family)
    others = visible_orders(actor=actor).filter(pk__in=[pk for pk, _ in family]).exclude(pk=order.pk)
    return Repeats(
        place=[pk for pk, _ in family].index(order.pk) + 1,
        in_span=in_span,
        asks_for_root_cause=order.is_open and asks_for_root_cause(in_span, policy=policy),
        others=rows_of(list(columns(others).order_by("-pk")), at=at),
    )
