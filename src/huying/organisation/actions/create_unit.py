"""Add a unit to a centre's tree."""

from __future__ import annotations

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import Conflict, Invalid, NotAllowed
from huying.organisation.choices import LEVEL_ORDER, Level, UnitKind
from huying.organisation.models import Region, Unit


class UnitTaken(Conflict):
    """The code is used in the centre, or the name beside the same unit above."""

    code = "unit_taken"
    sentence = "编码或名称与已有单位重复，请改用另一个。"


class UnitInvalid(Invalid):
    """A unit that has no place in the tree; ``fields`` says why."""

    code = "unit_invalid"
    sentence = "单位信息有误，请按提示修改。"


@transaction.atomic(savepoint=False)
def create_unit(
    *,
    code: str,
    name: str,
    kind: UnitKind,
    level: Level,
    actor: Actor,
    parent_id: int | None = None,
    region_id: int | None = None,
    contact_name: str = "",
    contact_phone: str = "",
    duties: str = "",
) -> Unit:
    """Write a unit below ``parent_id`` with its path and its district; return it.

    The district of a unit is the district government it stands under, itself when it is one.
    Raises ``NotAllowed``, ``UnitTaken``, ``UnitInvalid``.
    """
    if actor.role not in {Role.SYSTEM_ADMIN, Role.POLICY}:
        raise NotAllowed
    above = _above(parent_id, level=level, actor=actor)
    if region_id is not None and not Region.objects.filter(pk=region_id, centre_id=actor.centre_id).exists():
        raise UnitInvalid(fields={"region": "没有这个地点，请重新选择。"})
    taken = Unit.objects.filter(centre_id=actor.centre_id)
    if taken.filter(code=code).exists() or taken.filter(parent=above, name=name).exists():
        raise UnitTaken
    unit = Unit.objects.create(
        centre_id=actor.centre_id,
        code=code,
        name=name,
        kind=kind,
        level=level,
        parent=above,
        region_id=region_id,
        contact_name=contact_name,
        contact_phone=contact_phone,
        duties=duties,
    )
    unit.path = f"{above.path if above else ''}{unit.pk}."
    is_district = kind == UnitKind.GOVERNMENT and level == Level.DISTRICT
    unit.district_id = unit.pk if is_district else (above.district_id if above else None)
    unit.save(update_fields=["path", "district"])
    return unit


def _above(parent_id: int | None, *, level: Level, actor: Actor) -> Unit | None:
    if parent_id is None:
        return None
    above = Unit.objects.filter(pk=parent_id, centre_id=actor.centre_id).first()
    if above is None:
        raise UnitInvalid(fields={"parent": "没有这个上级单位，请重新选择。"})
    if LEVEL_ORDER[above.level] > LEVEL_ORDER[level]:
        raise UnitInvalid(fields={"level": "单位的层级不能高于上级单位，请修改层级或上级。"})
    return above
