"""Three callers of one matter, and what happens to them together."""

from __future__ import annotations

from datetime import datetime

from huying.domain.actors import Actor, policy_actor
from huying.intake.actions.answer_merged import answer_merged
from huying.intake.actions.follow_master import follow_master
from huying.intake.actions.merge_orders import merge_orders
from huying.workorders.models import Order
from tests.cast import MONDAY, Cast
from tests.factories.workorders import create_order
from tests.walk import HOUR, fresh, seen

AT = MONDAY + HOUR
WHY = "同一路段同一路灯。"


def three(cast: Cast) -> list[Order]:
    """Register the same thing for three callers, an hour apart, all awaiting dispatch."""
    return [
        create_order(operator=cast.operator, at=MONDAY + minute * HOUR / 60, phone=f"1380000000{minute}")
        for minute in range(3)
    ]


def merge(orders: list[Order], actor: Actor, *, master: Order | None = None, at: datetime = AT) -> None:
    """Merge orders from the page of the first one."""
    merge_orders(
        order_id=orders[0].pk,
        numbers=[order.number for order in orders[1:]],
        master_number=master.number if master else "",
        reason=WHY,
        seen=seen(orders[0]),
        actor=actor,
        at=at,
    )


def by_itself(order: Order) -> Actor:
    """Return who lets merged orders follow: the policy, as jobs act."""
    return policy_actor(centre_id=order.centre_id, name="merged")


def follow(order: Order, *, at: datetime) -> Order:
    """Let a child follow its master, as the job does."""
    follow_master(order_id=order.pk, actor=by_itself(order), at=at)
    return fresh(order)


def answer(order: Order, *, until: int, at: datetime) -> Order:
    """Answer a child by its master's reply, as the job does."""
    answer_merged(order_id=order.pk, until=until, actor=by_itself(order), at=at)
    return fresh(order)
