"""Change everything of a unit but its code, its place in the tree included."""

from __future__ import annotations

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.organisation.actions.create_unit import UnitInvalid, UnitTaken
from huying.organisation.choices import LEVEL_ORDER, Level, UnitKind
from huying.organisation.models import Region, Unit
from huying.organisation.queries.units import UnitNotFound


@transaction.atomic(savepoint=False)
def change_unit(
    *,
    unit_id: int,
    name: str,
    kind: UnitKind,
    level: Level,
    parent_id: int | None,
    region_id: int | None,
    contact_name: str,
    contact_phone: str,
    duties: str,
    is_active: bool,
    actor: Actor,
) -> None:
    """Write the unit and, if it moved, the path and district of all that stand below it.

    Only ``switch_off_unit`` takes a unit out of use; one taken into use again has no successor. Orders keep
    the district they were sent to. Raises ``NotAllowed``, ``UnitNotFound``, ``UnitTaken``, ``UnitInvalid``.
    """
    if actor.role not in {Role.SYSTEM_ADMIN, Role.POLICY}:
        raise NotAllowed
    own = Unit.objects.select_for_update().filter(centre_id=actor.centre_id)
    unit = own.filter(pk=unit_id).first()
    if unit is None:
        raise UnitNotFound
    above = own.filter(pk=parent_id).first() if parent_id else None
    if parent_id and (above is None or above.path.startswith(unit.path)):
        raise UnitInvalid("上级单位不存在，或是本单位自己的下级，请另选一个。")
    if above and LEVEL_ORDER[above.level] > LEVEL_ORDER[level]:
        raise UnitInvalid("单位的层级不能高于上级单位，请修改层级或上级。")
    lowest = min((LEVEL_ORDER[below] for below in own.filter(parent=unit).values_list("level", flat=True)), default=99)
    if lowest < LEVEL_ORDER[level]:
        raise UnitInvalid("单位的层级不能低于它的下级单位，请先调整下级。")
    if region_id and not Region.objects.filter(pk=region_id, centre_id=actor.centre_id).exists():
        raise UnitInvalid("没有这个地点，请重新选择。")
    if own.filter(parent=above, name=name).exclude(pk=unit_id).exists():
        raise UnitTaken
    unit.name, unit.kind, unit.level, unit.parent, unit.region_id = name, kind, level, above, region_id
    unit.contact_name, unit.contact_phone, unit.duties = contact_name, contact_phone, duties
    if is_active:
        unit.is_active, unit.successor = True, None
    unit.save()
    _settle(unit)


def _settle(top: Unit) -> None:
    """Write path and district of a unit and of the branch below it, from the top down."""
    branch = [top, *Unit.objects.filter(path__startswith=top.path).exclude(pk=top.pk).order_by("path")]
    settled = {top.parent_id: top.parent}
    for unit in branch:
        above = settled[unit.parent_id]
        is_district = unit.kind == UnitKind.GOVERNMENT and unit.level == Level.DISTRICT
        unit.path = f"{above.path if above else ''}{unit.pk}."
        unit.district_id = unit.pk if is_district else (above.district_id if above else None)
        settled[unit.pk] = unit
    Unit.objects.bulk_update(branch, ["path", "district"])
