"""Switch a unit off: merged, renamed into another, or abolished."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import Conflict, NotAllowed
from huying.organisation.models import Seat, Unit
from huying.organisation.queries.successors import locked_with_successor
from huying.organisation.queries.units import UnitNotFound
from huying.records.actions.record_access import record_access
from huying.records.choices import AccessKind


class UnitInUse(Conflict):
    """Somebody still works for the unit, or a unit still stands below it."""

    code = "unit_in_use"
    sentence = "单位还在使用，请先处理其人员和下级单位。"


@transaction.atomic(savepoint=False)
def switch_off_unit(*, unit_id: int, actor: Actor, at: datetime, successor_id: int | None = None) -> None:
    """Take a unit out of every choice; orders it once held keep its name, what they teach passes to the successor.

    A unit without seats can hold no order that anybody works on: its people are asked to finish first.
    Raises ``NotAllowed``, ``UnitNotFound``, ``UnitInUse``, ``SuccessorInvalid``.
    """
    if actor.role not in {Role.SYSTEM_ADMIN, Role.POLICY}:
        raise NotAllowed
    unit, successor = locked_with_successor(unit_id=unit_id, successor_id=successor_id, actor=actor)
    if not unit.is_active:
        raise UnitNotFound
    below = Unit.objects.filter(parent=unit, is_active=True).count()
    if below:
        raise UnitInUse(f"「{unit.name}」还有 {below} 个下级单位，请先停用或调整下级单位。")
    seats = Seat.objects.filter(unit=unit, ended_at=None).count()
    if seats:
        raise UnitInUse(f"「{unit.name}」还有 {seats} 个岗位在任，请先由安全管理员结束这些岗位。")
    unit.is_active, unit.successor = False, successor
    unit.save(update_fields=["is_active", "successor"])
    subject = f"单位 {unit.code}：停用，{f'由 {successor.code} 承接' if successor else '没有承接单位'}"
    record_access(kind=AccessKind.UNIT_CHANGE, subject=subject, actor=actor, at=at)
