"""Let a merged order stand where its master stands (随主单转办)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from huying.domain.actors import Actor
from huying.domain.policies import Stage
from huying.domain.states import State
from huying.domain.transitions import IN_HAND
from huying.foundation import rows
from huying.workorders.actions.move import move
from huying.workorders.choices import Part
from huying.workorders.models import Assignment, Clock, Order
from huying.workorders.queries.merges import master_of


@transaction.atomic(savepoint=False)
def follow_master(*, order_id: int, actor: Actor, at: datetime) -> None:
    """Hold the master's lead to a merged order too, or nobody where the master waits; nothing where it stands so.

    A master that was answered meanwhile, even closed, is followed all the same; one that was withdrawn is not.

    依据: 条例 art 14 (首接负责): one unit leads the matter. 约定: a child awaits signature with a master that nobody
    signed yet, is in hand with one that is, and goes back to 待派单 with one that was recalled or returned. What waited
    for dispatch gets the limit of handling that it would have got; one that runs is kept, so that nobody is answered
    later than promised.
    """
    child = rows.locked(Order, order_id)
    master = Order.objects.filter(pk=master_of(order_id=order_id) or 0).first()
    if child is None or not child.is_open or master is None:
        return
    if master.state == State.WITHDRAWN:  # a job lets the child go on by itself
        return
    lead, to = master.accountable_unit_id, _stands(child, master)
    is_there = child.state == to or (child.state, to) == (State.CONTACTED, State.HANDLING)
    if is_there and {child.accountable_unit_id, child.holder_unit_id} == {lead}:
        return
    waited, is_back = child.state == State.AWAITING_DISPATCH, to is State.AWAITING_DISPATCH
    order = move(
        order_id=order_id,
        action="follow_master",
        actor=actor,
        at=at,
        seen=None,
        to=to,
        row={"accountable_unit_id": lead, "holder_unit_id": lead, "district_id": master.district_id},
        data={"master": master.pk, "lead": lead, "orders": [master.number], **({"back": True} if is_back else {})},
        clocks=[(Stage.HANDLE, lead)] if waited else (),
    )
    if is_back:
        Assignment.objects.filter(order=order, closed_at=None).update(closed_at=at)
        return
    running = Clock.objects.filter(order=order, stopped_at=None)
    running.filter(stage=Stage.PASS_DOWN).update(stopped_at=at)
    running.filter(stage=Stage.HANDLE).update(unit_id=lead)
    _assign_as(master, order, at=at)


def _stands(child: Order, master: Order) -> State:
    """Return where a child is to stand; what its master's lead has in hand already stays in hand."""
    if master.state == State.AWAITING_DISPATCH:
        return State.AWAITING_DISPATCH
    has_it = child.state in IN_HAND and child.accountable_unit_id == master.accountable_unit_id
    return State.DISPATCHED if master.state == State.DISPATCHED and not has_it else State.HANDLING


def _assign_as(master: Order, order: Order, *, at: datetime) -> None:
    """Let those who lead the master, or got a copy of it, be the same for the order."""
    mine = Assignment.objects.filter(order=order, closed_at=None)
    mine.filter(Q(part=Part.BELOW) | Q(part=Part.LEAD) & ~Q(unit_id=master.accountable_unit_id)).update(closed_at=at)
    there = set(mine.values_list("unit_id", "part"))
    given = Assignment.objects.filter(order=master)
    lead = given.filter(part=Part.LEAD, unit_id__in=[master.accountable_unit_id]).order_by("-pk")[:1]
    Assignment.objects.bulk_create(
        Assignment(order=order, unit_id=one.unit_id, part=one.part, legal_basis=one.legal_basis, assigned_at=at)
        for one in [*lead, *given.filter(part=Part.COPY, closed_at=None)]
        if (one.unit_id, one.part) not in there
    )
