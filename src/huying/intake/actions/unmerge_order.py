"""Put a merged order back to where it goes on by itself (解除并单)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain import deadlines
from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.domain.limits import Limit, LimitUnit
from huying.domain.policies import Stage
from huying.domain.states import State
from huying.foundation import rows
from huying.policy.queries import calendar_of
from huying.workorders.actions.move import move
from huying.workorders.actions.note import note
from huying.workorders.choices import MergeEnd, TextKind
from huying.workorders.models import Assignment, Merge, Order
from huying.workorders.queries.merges import handled_until, master_of, own_limit, waited_when_merged


class UnmergeUnexplained(Invalid):
    """约定: whoever takes the order up again must know why."""

    code = "unmerge_unexplained"
    sentence = "请写明为什么要单独办理，不超过 400 个字。"


_REASON_MAX = 400
_LEAST = Limit(amount=1, unit=LimitUnit.WORKING_DAY)


@transaction.atomic(savepoint=False)
def unmerge_order(
    *, order_id: int, reason: str, only_from: int | None = None, seen: int | None, actor: Actor, at: datetime
) -> None:
    """End the merging: the order goes on where it stands, with its lead and its limits, or waits for dispatch.

    约定: one that was never dispatched by itself goes back to 待派单 with a new limit of dispatch: nobody has said yet
    that it is for its master's lead. One that was put off with its master is due by its own limit again, at least one
    working day from now.
    With ``only_from`` nothing happens unless the order is open and still merged into that one: a job comes late.

    Raises:
        UnmergeUnexplained, or what ``move`` raises.

    """
    if not 1 <= len(reason.strip()) <= _REASON_MAX:
        raise UnmergeUnexplained(fields={"reason": UnmergeUnexplained.sentence})
    master_id = master_of(order_id=order_id)
    locked = {pk: rows.locked(Order, pk) for pk in sorted({order_id, master_id or order_id})}
    child = locked[order_id]
    if only_from and (child is None or not child.is_open or master_of(order_id=order_id) != only_from):
        return
    stands = State(child.state) if child else State.AWAITING_DISPATCH
    is_back = stands is not State.AWAITING_DISPATCH and waited_when_merged(order_id=order_id)
    order = move(
        order_id=order_id,
        action="unmerge_order",
        actor=actor,
        at=at,
        seen=seen,
        to=State.AWAITING_DISPATCH if is_back else stands,
        row={"accountable_unit_id": None, "holder_unit_id": None} if is_back else {},
        data={"master": master_id, **({"back": True} if is_back else {})},
        clocks=[(Stage.DISPATCH, None)] if is_back else (),
        new_due=None if is_back else _own_again(order_id=order_id, at=at),
        texts={TextKind.REASON: reason.strip()},
    )
    if is_back:
        Assignment.objects.filter(order=order, closed_at=None).update(closed_at=at)
    Merge.objects.filter(child=order, ended_at=None).update(ended_at=at, end=MergeEnd.UNMERGED)
    if master_id:
        note(order_id=master_id, code="release_merged", actor=actor, at=at, data={"orders": [order.number]})


def _own_again(*, order_id: int, at: datetime) -> datetime | None:
    """Return the limit of an order that was put off with its master, ``None`` where it was not."""
    order = Order.objects.filter(pk=order_id).first()
    now = handled_until(order_id=order_id)
    own = own_limit(order=order) if order else None
    if order is None or now is None or own is None or now <= own:
        return None
    return min(now, max(own, deadlines.due(limit=_LEAST, start=at, calendar=calendar_of(centre_id=order.centre_id))))
