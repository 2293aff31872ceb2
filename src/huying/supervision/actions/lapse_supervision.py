"""Let an open supervision order end with its order (督办随工单终止)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.supervision.choices import Outcome
from huying.supervision.models import SupervisionOrder
from huying.workorders.models import Order


@transaction.atomic(savepoint=False)
def lapse_supervision(*, order_id: int, actor: Actor, at: datetime) -> None:
    """Close, as ended with it, what was open when the order ended; the order's page says so.

    An order still open is left as it is; a second run changes nothing. A merged order was never supervised: what has a
    side road open is not merged.

    Raises:
        NotAllowed: only the named policy does this.

    """
    if actor.role is not Role.POLICY:
        raise NotAllowed
    if Order.objects.filter(pk=order_id, centre_id=actor.centre_id, is_open=False).exists():
        still_open = SupervisionOrder.objects.filter(order_id=order_id, closed_at=None)
        still_open.update(closed_at=at, outcome=Outcome.LAPSED)
