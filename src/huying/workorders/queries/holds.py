"""Legal holds, as the administrators who set them see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed, NotFound
from huying.workorders.models import Hold, Order
from huying.workorders.queries.dossier import id_of_number

MAY_HOLD = frozenset({Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
PLACED, LIFTED = "place_hold", "lift_hold"


class NoSuchHold(NotFound):
    """No open hold of this id in the actor's centre."""

    code = "hold_not_found"
    sentence = "没有找到这条保留，或它已经解除，请刷新列表。"


@dataclass(frozen=True, kw_only=True)
class HoldRow:
    """An open hold."""

    id: int
    number: str
    reason: str
    placed_by: str
    placed_at: datetime


def holds(*, actor: Actor) -> tuple[HoldRow, ...]:
    """Return the open holds of the actor's centre, newest first; raises ``NotAllowed``."""
    if actor.role not in MAY_HOLD:
        raise NotAllowed
    rows = Hold.objects.filter(order__centre_id=actor.centre_id, lifted_at=None).select_related("order", "placed_by")
    return tuple(
        HoldRow(
            id=hold.pk,
            number=hold.order.number,
            reason=hold.reason,
            placed_by=hold.placed_by.display_name,
            placed_at=hold.placed_at,
        )
        for hold in rows.order_by("-pk")
    )


def order_of_number(*, number: str, actor: Actor) -> int | None:
    """Return the id of the order of this number in the actor's centre, if there is one."""
    order = Order.objects.filter(pk=id_of_number(number.strip()) or 0, centre_id=actor.centre_id).first()
    return order.pk if order is not None and order.number == number.strip() else None
