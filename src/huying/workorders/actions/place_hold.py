"""Put an order on legal hold: nothing of it is taken away until the hold is lifted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Conflict, Invalid, NotAllowed
from huying.workorders.actions.note import note
from huying.workorders.models import Hold, Order
from huying.workorders.queries.holds import MAY_HOLD, PLACED, order_of_number

_LONGEST_REASON = 400


class HoldReasonMissing(Invalid):
    """A hold without a reason, or with one too long to keep."""

    code = "hold_reason_missing"
    sentence = "请写明保留的理由和文书编号，四百字以内，不要写诉求人姓名。"


class HoldOrderUnknown(Invalid):
    """No order of this number in the centre."""

    code = "hold_order_unknown"
    sentence = "没有这个编号的工单，请核对。"


class AlreadyOnHold(Conflict):
    """There is an open hold."""

    code = "already_on_hold"
    sentence = "这件工单已经设为保留，不必再设。"


@transaction.atomic(savepoint=False)
def place_hold(*, order_number: str, reason: str, actor: Actor, at: datetime) -> Hold:
    """Write the hold and a line of the order's history; return the hold. An open order may be put on hold too.

    约定: by the security or the audit administrator, who never see the order itself (三员分立).

    Raises:
        NotAllowed, HoldOrderUnknown, HoldReasonMissing, AlreadyOnHold.

    """
    if actor.role not in MAY_HOLD or actor.person_id is None:
        raise NotAllowed
    if not reason.strip() or len(reason) > _LONGEST_REASON:
        raise HoldReasonMissing
    found = order_of_number(number=order_number, actor=actor)
    if found is None:
        raise HoldOrderUnknown(fields={"number": HoldOrderUnknown.sentence})
    order = Order.objects.select_for_update(no_key=True).get(pk=found)
    if Hold.objects.filter(order=order, lifted_at=None).exists():
        raise AlreadyOnHold
    hold = Hold(order=order, reason=reason.strip(), placed_by_id=actor.person_id, placed_at=at)
    hold.save(force_insert=True)
    note(order_id=found, code=PLACED, actor=actor, at=at, data={"hold": hold.pk})
    return hold
