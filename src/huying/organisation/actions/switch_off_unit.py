"""Switch a unit off: merged, renamed into another, or abolished."""

from __future__ import annotations

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import Conflict, NotAllowed
from huying.organisation.models import Seat, Unit
from huying.organisation.queries.units import UnitNotFound


class UnitInUse(Conflict):
    """Somebody still works for the unit, or a unit still stands below it."""

    code = "unit_in_use"
    sentence = "单位还在使用，请先处理其人员和下级单位。"


@transaction.atomic(savepoint=False)
def switch_off_unit(*, unit_id: int, actor: Actor) -> None:
    """Take a unit out of every choice; orders it once held keep its name.

    A unit without seats can hold no order that anybody works on: its people are asked to finish first.
    Raises ``NotAllowed``, ``UnitNotFound``, ``UnitInUse``.
    """
    if actor.role not in {Role.SYSTEM_ADMIN, Role.POLICY}:
        raise NotAllowed
    unit = Unit.objects.select_for_update().filter(pk=unit_id, centre_id=actor.centre_id, is_active=True).first()
    if unit is None:
        raise UnitNotFound
    below = Unit.objects.filter(parent=unit, is_active=True).count()
    if below:
        raise UnitInUse(f"「{unit.name}」还有 {below} 个下级单位，请先停用或调整下级单位。")
    seats = Seat.objects.filter(unit=unit, ended_at=None).count()
    if seats:
        raise UnitInUse(f"「{unit.name}」还有 {seats} 个岗位在任，请先由安全管理员结束这些岗位。")
    unit.is_active = False
    unit.save(update_fields=["is_active"])
