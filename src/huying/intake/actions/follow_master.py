"""Give a merged order the lead of its master (随主单转办)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from huying.domain.actors import Actor
from huying.domain.policies import Stage
from huying.domain.states import State
from huying.foundation import rows
from huying.workorders.actions.move import move
from huying.workorders.choices import Part
from huying.workorders.models import Assignment, Clock, Order
from huying.workorders.queries.merges import master_of


@transaction.atomic(savepoint=False)
def follow_master(*, order_id: int, actor: Actor, at: datetime) -> None:
    """Hold the master's lead to a merged order too; nothing where the master has none, or this was done before.

    A master that was answered meanwhile, even closed, is followed all the same; one that was withdrawn is not.

    依据: 条例 art 14 (首接负责): one unit leads the matter. 约定: what waited for dispatch gets the limit of handling
    that it would have got; one that runs is kept, so that nobody is answered later than promised.
    """
    child = rows.locked(Order, order_id)
    master = Order.objects.filter(pk=master_of(order_id=order_id) or 0).first()
    if child is None or not child.is_open or master is None or master.accountable_unit_id is None:
        return
    if master.state == State.WITHDRAWN:  # a job lets the child go on by itself
        return
    lead = master.accountable_unit_id
    if child.state in {State.HANDLING, State.CONTACTED} and {child.accountable_unit_id, child.holder_unit_id} == {lead}:
        return
    waited = child.state == State.AWAITING_DISPATCH
    order = move(
        order_id=order_id,
        action="follow_master",
        actor=actor,
        at=at,
        seen=None,
        row={"accountable_unit_id": lead, "holder_unit_id": lead, "district_id": master.district_id},
        data={"master": master.pk, "lead": lead, "orders": [master.number]},
        clocks=[(Stage.HANDLE, lead)] if waited else (),
    )
    running = Clock.objects.filter(order=order, stopped_at=None)
    running.filter(stage=Stage.PASS_DOWN).update(stopped_at=at)
    running.filter(stage=Stage.HANDLE).update(unit_id=lead)
    _assign_as(master, order, at=at)


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
