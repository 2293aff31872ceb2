"""Which orders an actor may see, as a filter over plain indexed columns. Mirrors ``lifecycle.may_see``."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from huying.domain.actors import NO_ORDERS, Actor, Role
from huying.workorders.models import Assignment, Order


def visible_orders(*, actor: Actor) -> QuerySet[Order]:
    """Return the orders that the actor may know of; rights come before counting and paging."""
    orders = Order.objects.filter(centre_id=actor.centre_id)
    if actor.role in NO_ORDERS:
        return orders.none()
    if actor.role is Role.CITIZEN:
        return orders.filter(pk=actor.order_id or 0)
    if actor.is_centre_wide:
        return orders if actor.district_id is None else orders.filter(district_id=actor.district_id)
    # Every unit that is or was held to an order has a row there: assigning and passing down write it.
    return orders.filter(pk__in=Assignment.objects.filter(unit_id=actor.unit_id or 0).values("order_id"))


def seen_through(column: str, *, actor: Actor) -> Exists:
    """Return the same filter for rows of another table, whose ``column`` holds the order's id; asked row by row."""
    if actor.role in NO_ORDERS or actor.role is Role.CITIZEN or actor.is_centre_wide:
        return Exists(visible_orders(actor=actor).filter(pk=OuterRef(column)))
    return Exists(Assignment.objects.filter(unit_id=actor.unit_id or 0, order_id=OuterRef(column)))


@dataclass(frozen=True, kw_only=True)
class Rights:
    """The same filter as SQL, for queries whose plan must not be left to chance; each takes ``params`` once.

    ``ids`` lists the orders ``{beyond}`` an id (one more parameter) in ``{order}``, by an index alone;
    ``check`` asks of one order, ``{id}``, whether it is among them.
    """

    ids: str
    check: str
    params: tuple[int, ...]


def rights_of(*, actor: Actor) -> Rights:
    """Return the rights of an actor who may see orders at all."""
    if not actor.is_centre_wide:
        mine = "FROM workorders_assignment WHERE unit_id = %s"
        return Rights(
            ids=f"SELECT DISTINCT order_id AS id {mine} AND order_id {{beyond}} %s ORDER BY order_id {{order}}",
            check=f"{{id}} IN (SELECT order_id {mine})",
            params=(actor.unit_id or 0,),
        )
    where = {"centre_id": actor.centre_id}
    if actor.district_id is not None:
        where["district_id"] = actor.district_id
    mine = " AND ".join(f"{column} = %s" for column in where)
    return Rights(
        ids=f"SELECT id FROM workorders_order WHERE {mine} AND id {{beyond}} %s ORDER BY id {{order}}",  # noqa: S608  our own words
        check=f"(SELECT {mine} FROM workorders_order WHERE id = {{id}})",  # noqa: S608  our own words
        params=tuple(where.values()),
    )
