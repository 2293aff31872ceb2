"""Which orders an actor may see, as a filter over plain indexed columns. Mirrors ``lifecycle.may_see``."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from huying.domain.actors import NO_ORDERS, Actor
from huying.workorders.models import Assignment, Order


def visible_orders(*, actor: Actor) -> QuerySet[Order]:
    """Return the orders that the actor may know of; rights come before counting and paging."""
    orders = Order.objects.filter(centre_id=actor.centre_id)
    if actor.role in NO_ORDERS:
        return orders.none()
    if actor.is_centre_wide:
        return orders if actor.district_id is None else orders.filter(district_id=actor.district_id)
    if actor.unit_id is None:
        return orders.none()
    mine = Q(accountable_unit_id=actor.unit_id) | Q(holder_unit_id=actor.unit_id)
    once = Exists(Assignment.objects.filter(order_id=OuterRef("pk"), unit_id=actor.unit_id))
    return orders.filter(mine | once)
