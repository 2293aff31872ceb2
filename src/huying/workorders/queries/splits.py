"""Which orders were made out of one message."""

from __future__ import annotations

from datetime import datetime

from huying.domain.actors import Actor
from huying.workorders.models import Order
from huying.workorders.queries.dossier import Dossier
from huying.workorders.queries.queue import OrderRow, columns, rows_of
from huying.workorders.queries.visible import visible_orders


def parts_split_off(*, dossier: Dossier, actor: Actor, at: datetime) -> tuple[OrderRow, ...]:
    """Return the orders that this one was split into, or split from, that the actor may see; rising numbers."""
    ids = _ids(dossier)
    return rows_of(list(columns(visible_orders(actor=actor).filter(pk__in=ids)).order_by("pk")), at=at) if ids else ()


def parts_told(*, dossier: Dossier) -> tuple[tuple[str, str], ...]:
    """Return number and state of the orders that a citizen's own order was split into: the same caller's."""
    ids = [pk for event in dossier.events if event.action == "split_order" for pk in event.data["parts"]]
    found = Order.objects.filter(pk__in=ids).order_by("pk").only("day", "state") if ids else ()
    return tuple((order.number, order.state) for order in found)


def _ids(dossier: Dossier) -> list[int]:
    parts = [pk for event in dossier.events if event.action == "split_order" for pk in event.data["parts"]]
    first = dossier.events[0].data.get("split_from")
    return [*parts, first] if first else parts
