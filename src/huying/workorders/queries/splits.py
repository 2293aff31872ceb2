"""Which orders were made out of one message, and what each of them is about."""

from __future__ import annotations

from datetime import datetime

from huying.domain.actors import Actor
from huying.workorders.choices import TextKind
from huying.workorders.models import Event, Order, Text
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


def siblings_of(*, dossier: Dossier) -> frozenset[int]:
    """Return the ids of all orders that were made out of the same message; asks only about what was split off."""
    ids = _ids(dossier)
    if first := dossier.events[0].data.get("split_from"):
        split = Event.objects.filter(order_id=first, action="split_order").values_list("data", flat=True)
        ids += [pk for data in split for pk in data["parts"]]
    return frozenset(ids) - {dossier.order.pk}


def own_words(*, dossier: Dossier) -> Text | None:
    """Return the text that says what an order is about: what its caller said, of a split message its own 转办内容."""
    kind = TextKind.TRANSFER if _ids(dossier) else TextKind.ORIGINAL
    found = [text for text in dossier.texts if text.kind == kind]
    return (found[-1] if _ids(dossier) else found[0]) if found else None


def _ids(dossier: Dossier) -> list[int]:
    parts = [pk for event in dossier.events if event.action == "split_order" for pk in event.data["parts"]]
    first = dossier.events[0].data.get("split_from")
    return [*parts, first] if first else parts
